// The entry for Node: policy libraries and WebAssembly modules.

import { open, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { SlaError } from './error.js';
import { Policy, PolicyHandle, setLoader } from './policy.js';
import { openWasm } from './wasm.js';

const WASM_MAGIC = '\0asm';

async function isModule(path) {
  let file;
  try {
    file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.toString('latin1') === WASM_MAGIC;
  } catch (error) {
    throw new SlaError('UNREADABLE', `cannot read the policy ${path}: ${error.message}`);
  } finally {
    await file?.close();
  }
}

/** What a file is, is told by its first bytes, not by its name. */
setLoader(async (source) => {
  if (typeof source !== 'string' && !(source instanceof URL)) return openWasm(source);
  const path = source instanceof URL ? fileURLToPath(source) : source;
  if (await isModule(path)) return openWasm(await readFile(path));
  const { openNative } = await import('./native.js');
  return openNative(path);
});

export { SlaError } from './error.js';
export { Session } from './session.js';
export { Table } from './table.js';
export { Policy, PolicyHandle };
