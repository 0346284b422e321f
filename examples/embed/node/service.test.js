import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { makeService } from './service.js';

const path = join(process.env.SLA_VECTORS ?? '', 'both-sides', 'policy.wasm');
const skip = process.env.SLA_VECTORS && existsSync(path) ? false : 'SLA_VECTORS has no both-sides/policy.wasm';

test('what is due on a lead, also after a swap', { skip }, async () => {
  const { server, swap } = await makeService(path, { now: () => Date.parse('2026-03-02T16:00:00Z') });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  const get = async (where) => (await fetch(base + where)).json();
  try {
    const posted = await fetch(`${base}/events`, { method: 'POST', body: JSON.stringify([
      { lead: 'L-1', event: 'mql', at: '2026-03-02T15:00:00Z', owner: 'Dana', id: 'e1' }]) });
    assert.equal((await posted.json())[0].receipt, 'taken');
    const before = await get('/leads/L-1');
    assert.ok(Array.isArray(before.items));
    await swap();
    assert.deepEqual(await get('/leads/L-1'), before);
    assert.equal((await fetch(`${base}/events`, { method: 'POST', body: '{' })).status, 400);
    assert.equal((await fetch(`${base}/nothing`)).status, 404);
    assert.equal((await get('/policy')).semanticHash.length, 64);
  } finally {
    server.close();
  }
});
