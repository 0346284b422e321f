// The entry for browsers and other places without shared libraries: WebAssembly modules alone.

import { Policy, PolicyHandle, setLoader } from './policy.js';
import { openWasm } from './wasm.js';

/** A URL, the response of a fetch, bytes, or a compiled module. */
setLoader(async (source) =>
  openWasm(typeof source === 'string' || source instanceof URL ? await fetch(source) : source));

export { SlaError } from './error.js';
export { Session } from './session.js';
export { Table } from './table.js';
export { Policy, PolicyHandle };
