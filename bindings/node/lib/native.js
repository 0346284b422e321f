// Policies as shared libraries of this machine, through libsla.so (runtime/abi/sla.h).

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import koffi from 'koffi';

import { SlaError } from './error.js';
import { Machine } from './machine.js';

const ABI_VERSION = 1;

// `p` is a pointer; the last p of a function that answers `i` (a sla_status) is its sla_error.
const FUNCTIONS = {
  sla_abi_version: 'u',
  sla_policy_open: 'i ppp',
  sla_policy_release: 'v p',
  sla_policy_get_info: 'i ppp',
  sla_policy_describe: 'p p',
  sla_history_new: 'i pppp',
  sla_history_add_events: 'i pipp',
  sla_history_set_roster: 'i ppp',
  sla_history_judge: 'i plpp',
  sla_history_free: 'v p',
  sla_outcome_table: 'i pipp',
  sla_outcome_json: 'i pipp',
  sla_outcome_free: 'v p',
  sla_session_new: 'i pppp',
  sla_session_event: 'i pppp',
  sla_session_advance: 'i plpp',
  sla_session_rows: 'i ppp',
  sla_session_next_change: 'i ppp',
  sla_session_now: 'l p',
  sla_session_fact_count: 'l p',
  sla_session_snapshot: 'i pppp',
  sla_session_restore: 'i pppppp',
  sla_session_free: 'v p',
};
const TYPES = { p: 'uint64_t', i: 'int32_t', u: 'uint32_t', l: 'int64_t', v: 'void' };

function prototype(name, signature) {
  const [result, parameters = ''] = signature.split(' ');
  return `${TYPES[result]} ${name}(${[...parameters].map((each) => TYPES[each]).join(', ')})`;
}

/** Where libsla.so may be, the likeliest first; at last the system's loader is asked. */
function* places(policy) {
  if (process.env.SLA_LIBRARY) yield process.env.SLA_LIBRARY;
  yield join(dirname(fileURLToPath(import.meta.url)), 'libsla.so');
  yield join(dirname(resolve(policy)), 'libsla.so');
}

function load(policy) {
  const found = process.env.SLA_LIBRARY ?? [...places(policy)].find((place) => existsSync(place));
  let library;
  try {
    library = koffi.load(found ?? 'libsla.so');
  } catch (error) {
    throw new SlaError(
      'UNREADABLE',
      `libsla.so could not be loaded: ${error.message}; put it beside the policy, or name it in SLA_LIBRARY`,
    );
  }
  const functions = {};
  for (const [name, signature] of Object.entries(FUNCTIONS)) {
    functions[name] = library.func(prototype(name, signature));
  }
  // sla_text is passed by value: on the machines that libsla.so is built for, as its two members are.
  functions.sla_session_due = library.func(
    'int32_t sla_session_due(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t)');
  const version = functions.sla_abi_version();
  if (version !== ABI_VERSION) {
    throw new SlaError('INCOMPATIBLE', `libsla.so has ABI ${version}, and this package needs ${ABI_VERSION}`);
  }
  return functions;
}

const POINTER_FUNCTIONS = {
  'int(p,p)': koffi.proto('int32_t sla_js_int_pp(uint64_t, uint64_t)'),
  'ptr(p)': koffi.proto('uint64_t sla_js_ptr_p(uint64_t)'),
  'void(p)': koffi.proto('void sla_js_void_p(uint64_t)'),
};

class NativeMachine extends Machine {
  constructor(functions) {
    super(8);
    this.functions = functions;
    this.streams = new Map();
    this.blocks = new Map();
  }

  allocate(size) {
    const address = Number(koffi.address(koffi.alloc('uint8_t', size)));
    this.blocks.set(address, new Uint8Array(koffi.view(BigInt(address), size)));
    return address;
  }
  release(address) {
    this.blocks.delete(address);
    koffi.free(BigInt(address));
  }
  bytes(address, size) {
    const block = this.blocks.get(address);
    if (block) return block.length === size ? block : block.subarray(0, size);
    return new Uint8Array(koffi.view(BigInt(address), size));
  }
  view(address, size) {
    const bytes = this.bytes(address, size);
    return new DataView(bytes.buffer, bytes.byteOffset, size);
  }
  lengthAt(address) {
    return koffi.decode.string(BigInt(address)).length;
  }
  textAt(address) {
    return address === 0 ? '' : koffi.decode.string(BigInt(address));
  }

  call(name, ...args) {
    return this.functions[name](...args);
  }
  callPointer(address, signature, ...args) {
    return koffi.call(BigInt(address), POINTER_FUNCTIONS[signature], ...args);
  }

  /** Fills in a stream of these arrays, which stay as long as it is read. The answer forgets it. */
  makeStream(stream, schema, arrays, count) {
    const callbacks = this.callbacks();
    const { ArrowArrayStream } = this.structs;
    const view = this.view(stream, ArrowArrayStream.size);
    for (const [name, callback] of Object.entries(callbacks.stream)) {
      this.setPointer(view, ArrowArrayStream[name], callback);
    }
    this.streams.set(stream, { schema, arrays, left: count });
    return () => this.streams.delete(stream);
  }

  /** C functions that answer for the streams of this machine. */
  callbacks() {
    if (this.registered) return this.registered;
    const { ArrowSchema, ArrowArray, ArrowArrayStream } = this.structs;
    const register = (signature, body) =>
      koffi.register(body, koffi.pointer(POINTER_FUNCTIONS[signature]));
    const releaser = (at) => (object) => {
      const bytes = new Uint8Array(koffi.view(BigInt(object), at + 8));
      bytes.fill(0, at);
    };
    const releaseSchema = register('void(p)', releaser(ArrowSchema.release));
    const releaseArray = register('void(p)', releaser(ArrowArray.release));
    const copy = (from, to, size, release, at) => {
      const target = new Uint8Array(koffi.view(BigInt(to), size));
      target.set(new Uint8Array(koffi.view(BigInt(from), size)));
      new DataView(target.buffer, target.byteOffset).setBigUint64(at, release, true);
    };
    const stream = {
      get_schema: register('int(p,p)', (self, out) => {
        const { schema } = this.streams.get(Number(self)) ?? {};
        if (!schema) return 22;
        copy(schema, out, ArrowSchema.size, releaseSchema, ArrowSchema.release);
        return 0;
      }),
      get_next: register('int(p,p)', (self, out) => {
        const state = this.streams.get(Number(self));
        if (!state) return 22;
        if (state.left === 0) {
          new Uint8Array(koffi.view(BigInt(out), ArrowArray.size)).fill(0);
          return 0;
        }
        copy(state.arrays, out, ArrowArray.size, releaseArray, ArrowArray.release);
        state.arrays += ArrowArray.size;
        --state.left;
        return 0;
      }),
      get_last_error: register('ptr(p)', () => 0n),
      release: register('void(p)', releaser(ArrowArrayStream.release)),
    };
    this.registered = { stream };
    return this.registered;
  }
}

let machine = null;

/** Opens a policy library by path. */
export function openNative(path) {
  machine ??= new NativeMachine(load(path));
  const name = Machine.encode(`${path}\0`);
  const policy = machine.scoped((allocate) => {
    const text = allocate(name.length);
    text.bytes.set(name);
    return machine.made((out) => machine.attempt('sla_policy_open', text.address, out));
  });
  return { machine, policy };
}
