// A session ends where the batch ends, also through a snapshot; a handle swaps while sessions go on.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Policy, PolicyHandle, SlaError } from '../lib/index.js';

const root = process.env.SLA_VECTORS;
for (const form of ['policy.wasm', 'policy.so']) {
  const path = join(root ?? '', 'northwind', form);
  const skip = !root ? 'SLA_VECTORS is not set' : existsSync(path) ? false : `${form} was not built`;
  test(`sessions of ${form}`, { skip }, async () => {
    const handle = await PolicyHandle.load(path);
    const policy = handle.current;
    const session = policy.session();
    const fact = { lead: 'L-1', event: 'mql', at: '2026-03-02T15:00:00Z', id: 'e1' };
    assert.equal(session.event(fact).receipt, 'taken');
    assert.equal(session.event(fact).receipt, 'repeated');
    assert.equal(session.event({ ...fact, id: 'e2', event: 'no such event' }).receipt, 'malformed');
    session.advance('2026-03-02T16:00:00Z');
    assert.throws(() => session.advance('2026-03-01T00:00:00Z'),
      (error) => error instanceof SlaError && error.code === 'REFUSED');
    const before = session.rows();
    const snapshot = session.snapshot();
    await handle.swap(path);
    assert.throws(() => policy.info, { code: 'REFUSED' });
    assert.deepEqual(session.rows(), before);
    const again = handle.current.restore(snapshot);
    assert.deepEqual(again.rows(), before);
    assert.equal(again.factCount, session.factCount);
    assert.throws(() => handle.current.restore(snapshot.subarray(0, 20)), SlaError);
    await assert.rejects(handle.swap('/nowhere.wasm'), { code: 'UNREADABLE' });
    assert.equal(handle.current.info.title.length > 0, true);
    session.close();
    again.close();
  });
}
