// The structs of lib/layout.js are those of sla.h, as C compilers lay them out.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { layouts, membersOf, structNames } from '../lib/layout.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

for (const [pointer, target] of [[8, 'x86_64-linux-gnu'], [8, 'aarch64-linux-gnu'], [4, 'wasm32-wasi']]) {
  test(`layouts for ${target}`, () => {
    const checks = structNames.flatMap((name) => {
      const type = name.startsWith('Arrow') ? `struct ${name}` : name;
      const struct = layouts[pointer][name];
      const members = name === 'sla_text' ? [] : membersOf(name);
      return [
        `_Static_assert(sizeof(${type}) == ${struct.size}, "${name}");`,
        ...members.map((member) =>
          `_Static_assert(offsetof(${type}, ${member}) == ${struct[member]}, "${name}.${member}");`),
      ];
    });
    assert.ok(checks.length > 120);
    const folder = mkdtempSync(join(tmpdir(), 'sla-layout-'));
    try {
      const file = join(folder, 'layout.c');
      // The header needs nothing of a C library but what the compiler brings itself.
      const header = readFileSync(join(root, 'runtime/abi/sla.h'), 'utf8');
      writeFileSync(file, `${header}\n${checks.join('\n')}\n`);
      execFileSync('clang-19', [
        `--target=${target}`, '-std=c11', '-ffreestanding', '-fsyntax-only', file]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
