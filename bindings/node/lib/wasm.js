// Policies as WebAssembly modules: one instance, with memory of its own, for each policy that is loaded. The
// modules ask nothing of their host but, if they have to give up, a place to say why.

import { SlaError } from './error.js';
import { Machine } from './machine.js';

const decoder = new TextDecoder();
const NOT_SUPPORTED = 52; // WASI's ENOSYS

/** What the module's C library could ask of a host. None of it is needed to judge. */
function imports(module, memory) {
  const provided = {
    sla: {
      /** A call of the module fails: it is left here, and WasmMachine.enter takes the stack back. */
      refuse(status, message, size) {
        throw new SlaError(status, decoder.decode(new Uint8Array(memory().buffer, message, size)));
      },
    },
  };
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (from === 'sla' && name === 'refuse') continue;
    if (from !== 'wasi_snapshot_preview1' || kind !== 'function') {
      throw new SlaError('INCOMPATIBLE', `the module asks for ${from}.${name}: it is no policy of sla`);
    }
    (provided[from] ??= {})[name] =
      name === 'proc_exit'
        ? (code) => {
            throw new SlaError('INTERNAL', `the module gave up with ${code}`);
          }
        : () => NOT_SUPPORTED;
  }
  return provided;
}

class WasmMachine extends Machine {
  constructor(instance) {
    super(4);
    this.exports = instance.exports;
    this.memory = instance.exports.memory;
    this.functions = instance.exports.__indirect_function_table;
    this.broken = null;
    this.enter(() => this.exports._initialize());
  }

  /** A module that trapped is in an unknown state: it is not entered again. */
  enter(body) {
    if (this.broken) throw new SlaError('INTERNAL', `the module failed before: ${this.broken}`);
    const stack = this.exports.__stack_pointer.value;
    try {
      return body();
    } catch (error) {
      if (error instanceof SlaError && error.code !== 'INTERNAL') {
        this.exports.__stack_pointer.value = stack;
        throw error;
      }
      this.broken = error.message;
      throw new SlaError('INTERNAL', `the module failed (out of memory?): ${error.message}`);
    }
  }

  allocate(size) {
    const address = this.enter(() => this.exports.malloc(size)) >>> 0;
    if (address === 0) throw new SlaError('OUT_OF_MEMORY', `no memory for ${size} bytes`);
    return address;
  }
  release(address) {
    if (!this.broken) this.exports.free(address);
  }
  view(address, size) {
    return new DataView(this.memory.buffer, address, size);
  }
  bytes(address, size) {
    return new Uint8Array(this.memory.buffer, address, size);
  }
  lengthAt(address) {
    return new Uint8Array(this.memory.buffer).indexOf(0, address) - address;
  }

  call(name, ...args) {
    return this.enter(() => this.exports[name](...args));
  }
  callPointer(address, _signature, ...args) {
    return this.enter(() => this.functions.get(address)(...args));
  }

  /** Fills in a stream of these arrays, which stay as long as it is read. */
  makeStream(stream, schema, arrays, count) {
    this.enter(() => this.exports.sla_wasm_stream(schema, arrays, count, stream));
    return () => {};
  }

  openPolicy() {
    return this.made((out) => this.attempt('sla_wasm_policy', out));
  }
}

/** From the bytes of a module, a compiled WebAssembly.Module, or the response of a fetch. */
export async function openWasm(source) {
  let module;
  try {
    if (source instanceof WebAssembly.Module) module = source;
    else if (typeof Response !== 'undefined' && source instanceof Response) {
      if (!source.ok) throw new Error(`${source.url} answered ${source.status}`);
      module = await WebAssembly.compile(await source.arrayBuffer());
    } else module = await WebAssembly.compile(source);
  } catch (error) {
    throw new SlaError('UNREADABLE', `this is no WebAssembly module: ${error.message}`);
  }
  const names = new Set(WebAssembly.Module.exports(module).map((each) => each.name));
  if (!names.has('sla_wasm_policy')) {
    throw new SlaError('UNREADABLE', 'this module is no policy: build one with `sla build --emit wasm32`');
  }
  const instance = await WebAssembly.instantiate(module, imports(module, () => instance.exports.memory));
  const machine = new WasmMachine(instance);
  return { machine, policy: machine.openPolicy() };
}
