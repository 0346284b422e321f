// Arrow's C interface on a machine: columns go in as a stream of structs, tables come out of one.

import { SlaError } from './error.js';
import { Machine } from './machine.js';
import { Table } from './table.js';

/** Makes a stream of batches that all have the first one's columns, calls `use` with its address, and frees
 * everything afterwards. */
export function withStream(machine, batches, use) {
  const { ArrowSchema, ArrowArray, ArrowArrayStream } = machine.structs;
  return machine.scoped((allocate) => {
    const put = (bytes) => {
      const block = allocate(bytes.length);
      block.bytes.set(bytes);
      return block.address;
    };
    const pointers = (addresses) => {
      const block = allocate(addresses.length * machine.pointerSize);
      const { view } = block;
      addresses.forEach((address, i) => machine.setPointer(view, i * machine.pointerSize, address));
      return block.address;
    };
    // A release function that is not null says that a struct holds something: the stream's own is put there.
    const schemaAt = (view, at, column) => {
      const texts = { format: column.format, name: column.name ?? '' };
      for (const [member, text] of Object.entries(texts)) {
        machine.setPointer(view(), at + ArrowSchema[member], put(Machine.encode(`${text}\0`)));
      }
      view().setBigInt64(at + ArrowSchema.flags, 2n, true); // nullable
      children(view, at, column, ArrowSchema, schemaAt);
    };
    const arrayAt = (view, at, column) => {
      const numbers = {
        length: column.length, null_count: column.nullCount ?? 0, offset: column.offset ?? 0,
        n_buffers: column.buffers.length,
      };
      for (const [member, value] of Object.entries(numbers)) {
        view().setBigInt64(at + ArrowArray[member], BigInt(value), true);
      }
      const buffers = column.buffers.map((bytes) => (bytes === null ? 0 : put(bytes)));
      machine.setPointer(view(), at + ArrowArray.buffers, pointers(buffers));
      children(view, at, column, ArrowArray, arrayAt);
    };
    function children(view, at, column, struct, each) {
      const made = column.children.map((child) => {
        const block = allocate(struct.size);
        each(() => block.view, 0, child);
        return block.address;
      });
      view().setBigInt64(at + struct.n_children, BigInt(made.length), true);
      machine.setPointer(view(), at + struct.children, pointers(made));
      if (column.dictionary) {
        const block = allocate(struct.size);
        each(() => block.view, 0, column.dictionary);
        machine.setPointer(view(), at + struct.dictionary, block.address);
      }
    }
    const struct_of = (batch) => ({ ...batch, format: '+s', buffers: [null] });
    const schema = allocate(ArrowSchema.size);
    schemaAt(() => schema.view, 0, struct_of(batches[0] ?? { length: 0, children: [] }));
    const arrays = allocate(batches.length * ArrowArray.size);
    batches.forEach((batch, i) => arrayAt(() => arrays.view, i * ArrowArray.size, struct_of(batch)));
    const stream = allocate(ArrowArrayStream.size);
    const forget = machine.makeStream(stream.address, schema.address, arrays.address, batches.length);
    try {
      return use(stream.address);
    } finally {
      forget();
    }
  });
}

/** Reads the stream that `open` fills in. */
export function readTable(machine, open) {
  const { ArrowSchema, ArrowArray, ArrowArrayStream } = machine.structs;
  return machine.scoped((allocate) => {
    const stream = allocate(ArrowArrayStream.size);
    open(stream.address);
    const of_stream = (member) => machine.pointer(stream.view, ArrowArrayStream[member]);
    const check = (code) => {
      if (code === 0) return;
      const words = machine.callPointer(of_stream('get_last_error'), 'ptr(p)', stream.address);
      throw new SlaError('INTERNAL', machine.textAt(Number(words)) || `a stream failed with ${code}`);
    };
    const release = (block, struct) => {
      const function_ = machine.pointer(block.view, struct.release);
      if (function_ !== 0) machine.callPointer(function_, 'void(p)', block.address);
    };
    try {
      const schema = allocate(ArrowSchema.size);
      check(machine.callPointer(of_stream('get_schema'), 'int(p,p)', stream.address, schema.address));
      const fields = fieldsOf(machine, schema);
      release(schema, ArrowSchema);
      const batches = [];
      for (;;) {
        const array = allocate(ArrowArray.size);
        check(machine.callPointer(of_stream('get_next'), 'int(p,p)', stream.address, array.address));
        if (machine.pointer(array.view, ArrowArray.release) === 0) break;
        batches.push(batchOf(machine, array, fields));
        release(array, ArrowArray);
      }
      return new Table(fields, batches);
    } finally {
      release(stream, ArrowArrayStream);
    }
  });
}

function childrenOf(machine, view, struct) {
  const count = Number(view.getBigInt64(struct.n_children, true));
  const list = machine.view(machine.pointer(view, struct.children), count * machine.pointerSize);
  return Array.from({ length: count }, (_, i) =>
    machine.view(machine.pointer(list, i * machine.pointerSize), struct.size));
}

function fieldsOf(machine, schema) {
  const { ArrowSchema } = machine.structs;
  return childrenOf(machine, schema.view, ArrowSchema).map((view) => ({
    name: machine.textAt(machine.pointer(view, ArrowSchema.name)),
    format: machine.textAt(machine.pointer(view, ArrowSchema.format)),
  }));
}

/** Copies: what the machine has is released as soon as it is read. */
function batchOf(machine, array, fields) {
  const { ArrowArray } = machine.structs;
  const length = Number(array.view.getBigInt64(ArrowArray.length, true));
  const columns = childrenOf(machine, array.view, ArrowArray).map((view, i) => {
    const offset = Number(view.getBigInt64(ArrowArray.offset, true));
    const count = Number(view.getBigInt64(ArrowArray.n_buffers, true));
    const list = machine.view(machine.pointer(view, ArrowArray.buffers), count * machine.pointerSize);
    const buffer = (k, size) => {
      const address = machine.pointer(list, k * machine.pointerSize);
      if (address === 0) return null;
      return size === 0 ? new Uint8Array(0) : machine.bytes(address, size).slice();
    };
    const end = offset + length;
    const valid = buffer(0, Math.ceil(end / 8));
    if (fields[i].format === 'u') {
      const offsets = buffer(1, 4 * (end + 1));
      const ends = offsets === null ? new Int32Array(end + 1) : new Int32Array(offsets.buffer);
      return { valid, offset, ends, values: buffer(2, ends[end]) ?? new Uint8Array(0) };
    }
    if (fields[i].format === 'l' || fields[i].format.startsWith('tsu')) {
      return { valid, offset, values: new BigInt64Array(buffer(1, 8 * end)?.buffer ?? 0) };
    }
    throw new SlaError('INCOMPATIBLE', `a table has a column of the type ${fields[i].format}`);
  });
  return { length, columns };
}
