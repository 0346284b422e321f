// Where a policy's code runs: this process's memory (native.js) or that of a WebAssembly module (wasm.js).
// Both are reached by addresses, calls and the same structs; only the size of a pointer differs.

import { SlaError } from './error.js';
import { layouts } from './layout.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Memory that the binding has allocated. `view` is to be asked for again after every call: the memory of a
 * module moves when it grows. */
export class Block {
  constructor(machine, size) {
    this.machine = machine;
    this.size = size;
    this.address = machine.allocate(Math.max(size, 1));
  }
  get view() {
    return this.machine.view(this.address, this.size);
  }
  get bytes() {
    return this.machine.bytes(this.address, this.size);
  }
  free() {
    this.machine.release(this.address);
    this.address = 0;
  }
}

/** What both machines share. They add: pointerSize, allocate, release, view, bytes, call, callPointer,
 * makeStream. */
export class Machine {
  constructor(pointerSize) {
    this.pointerSize = pointerSize;
    this.structs = layouts[pointerSize];
  }

  block(size) {
    return new Block(this, size);
  }

  /** Runs `body` with a way to allocate what only it needs. */
  scoped(body) {
    const blocks = [];
    const allocate = (size) => {
      const block = this.block(size);
      block.bytes.fill(0);
      blocks.push(block);
      return block;
    };
    try {
      return body(allocate);
    } finally {
      for (const block of blocks) block.free();
    }
  }

  pointer(view, at) {
    return this.pointerSize === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
  }
  setPointer(view, at, value) {
    if (this.pointerSize === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
  }

  /** The text of a sla_text inside a struct. */
  text(view, at) {
    const size = this.pointer(view, at + this.pointerSize);
    return size === 0 ? '' : decoder.decode(this.bytes(this.pointer(view, at), size));
  }
  /** A text that ends with a zero byte. */
  textAt(address) {
    if (address === 0) return '';
    return decoder.decode(this.bytes(address, this.lengthAt(address)));
  }
  /** Writes a text into the arena at `at` and a sla_text of it into the view; answers where it ends. */
  static encodeInto(text, bytes) {
    return encoder.encodeInto(text, bytes).written;
  }
  static encode(text) {
    return encoder.encode(text);
  }

  /** Calls a function whose last argument is a sla_error, and throws what it says. */
  attempt(name, ...args) {
    if (!this.error) {
      this.error = this.block(this.structs.sla_error.size);
      this.error.view.setUint32(0, this.error.size, true);
    }
    const status = this.call(name, ...args, this.error.address);
    if (status !== 0) this.fail(status);
  }
  /** What the last call's sla_error says. */
  said() {
    return this.textAt(this.error.address + this.structs.sla_error.message);
  }
  fail(status) {
    throw new SlaError(status, this.said());
  }

  /** Calls a function that makes an object: `make` is given where its address is to be written. */
  made(make) {
    return this.scoped((allocate) => {
      const out = allocate(this.pointerSize);
      make(out.address);
      return this.pointer(out.view, 0);
    });
  }
}
