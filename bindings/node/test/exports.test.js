// A module exports every function of sla.h that means something in it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const path = join(process.env.SLA_VECTORS ?? '', 'northwind/policy.wasm');
const skip = existsSync(path) ? false : 'SLA_VECTORS has no northwind/policy.wasm';
// A module is the policy; it opens no other.
const NATIVE_ONLY = new Set(['sla_policy_open', 'sla_policy_of_image']);

test('exports of a module', { skip }, async () => {
  const header = readFileSync(fileURLToPath(new URL('../../../runtime/abi/sla.h', import.meta.url)), 'utf8');
  const declared = [...header.matchAll(/^SLA_API [^;(]*?(sla_\w+)\(/gm)].map(([, name]) => name);
  assert.ok(declared.length > 30);
  const module = await WebAssembly.compile(readFileSync(path));
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  assert.deepEqual(declared.filter((name) => !exported.has(name) && !NATIVE_ONLY.has(name)), []);
});
