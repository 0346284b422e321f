// Columns as buffers, as Arrow lays them out: what rows of objects and Arrow tables become before they are
// handed over. A column is { name, format, length, nullCount, offset, buffers, children, dictionary }, formats
// as in Arrow's C interface.

import { SlaError } from './error.js';
import { Machine } from './machine.js';

/** Microseconds of a Date, a number of milliseconds since 1970, or a text with date, time and offset. */
export function micros(instant, what) {
  if (typeof instant === 'bigint') return instant;
  let milliseconds = instant instanceof Date ? instant.getTime() : instant;
  if (typeof instant === 'string') {
    if (!/[zZ]$|[+-]\d\d:?\d\d$/.test(instant)) {
      throw new SlaError('INVALID_ARGUMENT',
        `${what} "${instant}" names no time zone: write 2026-07-01T00:00:00Z or +02:00, or give a Date`);
    }
    milliseconds = Date.parse(instant);
    // Date keeps milliseconds; what a text says beyond them counts too.
    const finer = /\.\d{3}(\d{1,3})/.exec(instant);
    if (finer && !Number.isNaN(milliseconds)) {
      return BigInt(milliseconds) * 1000n + BigInt(finer[1].padEnd(3, '0'));
    }
  }
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) {
    throw new SlaError('INVALID_ARGUMENT',
      `${what} is no instant: give a Date, milliseconds since 1970, or 2026-07-01T00:00:00Z`);
  }
  return BigInt(Math.round(milliseconds * 1000));
}

const FORMATS = { string: 'u', number: 'g', bigint: 'l', boolean: 'b', date: 'tsu:UTC' };

function kindOf(value, name) {
  const kind = value instanceof Date ? 'date' : typeof value;
  if (!(kind in FORMATS)) {
    throw new SlaError('BAD_DATA', `column "${name}" has a value that is no text, number, yes/no or Date`);
  }
  return kind;
}

function textOf(value, kind) {
  return kind === 'date' ? value.toISOString() : String(value);
}

function column(name, rows) {
  let kind = null;
  let nullCount = 0;
  for (const row of rows) {
    const value = row[name];
    if (value === null || value === undefined) ++nullCount;
    else {
      const found = kindOf(value, name);
      kind = kind === null || kind === found ? found : 'string';
    }
  }
  kind ??= 'string';
  const length = rows.length;
  const valid = new Uint8Array(Math.ceil(length / 8));
  const made = { name, format: FORMATS[kind], length, nullCount, offset: 0, children: [] };
  const each = (take) => {
    for (let i = 0; i < length; ++i) {
      const value = rows[i][name];
      if (value === null || value === undefined) continue;
      valid[i >> 3] |= 1 << (i & 7);
      take(value, i);
    }
  };
  if (kind === 'string') {
    const offsets = new Int32Array(length + 1);
    const texts = new Array(length);
    each((value, i) => (texts[i] = Machine.encode(textOf(value, kindOf(value, name)))));
    for (let i = 0; i < length; ++i) offsets[i + 1] = offsets[i] + (texts[i]?.length ?? 0);
    const data = new Uint8Array(offsets[length]);
    texts.forEach((text, i) => data.set(text, offsets[i]));
    made.buffers = [valid, bytesOf(offsets), data];
  } else if (kind === 'boolean') {
    const bits = new Uint8Array(valid.length);
    each((value, i) => (bits[i >> 3] |= value ? 1 << (i & 7) : 0));
    made.buffers = [valid, bits];
  } else if (kind === 'number') {
    const values = new Float64Array(length);
    each((value, i) => (values[i] = value));
    made.buffers = [valid, bytesOf(values)];
  } else {
    const values = new BigInt64Array(length);
    each((value, i) => (values[i] = kind === 'date' ? micros(value, `column "${name}"`) : value));
    made.buffers = [valid, bytesOf(values)];
  }
  return made;
}

function bytesOf(array) {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function batchOfRows(rows) {
  const names = new Set();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return { length: rows.length, children: [...names].map((name) => column(name, rows)) };
}

// ---- tables of the npm package apache-arrow, told by their shape: any version of it will do

const TIME_UNITS = ['s', 'm', 'u', 'n'];
const INTEGERS = { 8: 'cC', 16: 'sS', 32: 'iI', 64: 'lL' };

function formatOf(type, name) {
  switch (String(type).replace(/[<[].*/, '')) {
    case 'Null': return 'n';
    case 'Bool': return 'b';
    case 'Utf8': return 'u';
    case 'LargeUtf8': return 'U';
    case 'Float16': return 'e';
    case 'Float32': return 'f';
    case 'Float64': return 'g';
    case 'Date32': return 'tdD';
    case 'Date64': return 'tdm';
    case 'Decimal': return `d:${type.precision},${type.scale},${type.bitWidth ?? 128}`;
    case 'Timestamp': return `ts${TIME_UNITS[type.unit]}:${type.timezone ?? ''}`;
  }
  if (type.bitWidth in INTEGERS && 'isSigned' in type) {
    return INTEGERS[type.bitWidth][type.isSigned ? 0 : 1];
  }
  if (type.typeId === 5) return 'u';
  if (type.typeId === 7) return `d:${type.precision},${type.scale},${type.bitWidth ?? 128}`;
  throw new SlaError('BAD_DATA', `column "${name}" is of the Arrow type ${type}, which no log has`);
}

function columnOfData(name, data) {
  const type = data.type;
  const isDictionary = type.typeId === -1;
  const format = formatOf(isDictionary ? type.indices : type, name);
  const raw = (buffer) => (buffer ? bytesOf(buffer) : null);
  const valid = data.nullCount > 0 ? raw(data.nullBitmap) : null;
  const buffers = format === 'n' ? [] : [valid];
  if (format === 'u' || format === 'U') buffers.push(raw(data.valueOffsets));
  if (format !== 'n') buffers.push(raw(data.values));
  const made = {
    name, format, length: data.length, nullCount: valid ? data.nullCount : 0, children: [], buffers,
    // arrow-js slices values and offsets itself; only bits keep the offset.
    offset: 0,
  };
  if (data.offset > 0) realign(made, data);
  if (isDictionary) {
    // A dictionary may come in chunks; its consumer wants one.
    const words = Array.from(data.dictionary.toArray?.() ?? data.dictionary, (word) => ({ word }));
    made.dictionary = column('word', words);
  }
  return made;
}

/** A slice keeps its bits where they were: they are moved to the front. */
function realign(made, data) {
  const move = (bits) => {
    const moved = new Uint8Array(Math.ceil(data.length / 8));
    for (let i = 0; i < data.length; ++i) {
      const from = data.offset + i;
      if ((bits[from >> 3] >> (from & 7)) & 1) moved[i >> 3] |= 1 << (i & 7);
    }
    return moved;
  };
  if (made.buffers[0]) made.buffers[0] = move(made.buffers[0]);
  if (made.format === 'b') made.buffers[1] = move(made.buffers[1]);
}

function batchesOfTable(table) {
  return table.batches.map((batch) => ({
    length: batch.numRows,
    children: table.schema.fields.map((field, i) => columnOfData(field.name, batch.data.children[i])),
  }));
}

function isTable(value) {
  return Array.isArray(value?.batches) && Array.isArray(value?.schema?.fields);
}

/** The batches of what a caller gave: rows as objects, or an Arrow table. */
export function batchesOf(given, what) {
  if (isTable(given)) return batchesOfTable(given);
  if (given !== null && typeof given === 'object' && Symbol.iterator in given && !ArrayBuffer.isView(given)) {
    const rows = Array.isArray(given) ? given : [...given];
    if (rows.some((row) => row === null || typeof row !== 'object')) {
      throw new SlaError('INVALID_ARGUMENT', `${what} has a row that is no object`);
    }
    return [batchOfRows(rows)];
  }
  throw new SlaError('INVALID_ARGUMENT',
    `${what} must be rows (objects with the columns of a log) or an Arrow table; of IPC bytes, give tableFromIPC(bytes)`);
}
