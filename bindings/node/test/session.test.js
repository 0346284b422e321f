// A session ends where the batch ends, also through a snapshot; a handle swaps while sessions go on.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Policy, PolicyHandle, SlaError } from '../lib/index.js';

const root = process.env.SLA_VECTORS;
const HOUR = 3_600_000;
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
    assert.ok(before.length > 0);
    const snapshot = session.snapshot();
    await handle.swap(path);
    assert.throws(() => policy.info, { code: 'REFUSED' });
    assert.deepEqual(session.rows(), before);
    const again = handle.current.restore(snapshot);
    assert.deepEqual(again.rows(), before);
    assert.equal(again.factCount, session.factCount);
    assert.throws(() => handle.current.restore(snapshot.subarray(0, 20)), SlaError);
    assert.throws(() => handle.current.restore('snapshot'), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(handle.swap('/nowhere.wasm'), { code: 'UNREADABLE' });
    assert.equal(handle.current.info.title.length > 0, true);
    session.close();
    again.close();
  });

  test(`facts that come late, to ${form}`, { skip }, async () => {
    const policy = await Policy.load(path);
    const late = { lead: 'L-1', event: 'mql', at: '2026-03-02T10:00:00Z' };
    const receipt = (options) => {
      const session = policy.session(options);
      session.advance('2026-03-02T12:00:00Z');
      const said = session.event(late).receipt;
      session.close();
      return said;
    };
    assert.equal(receipt(), 'taken');
    assert.equal(receipt({ lateness: 3 * HOUR, retention: HOUR }), 'taken');
    assert.equal(receipt({ lateness: HOUR }), 'too late');
    assert.throws(() => policy.session({ retention: HOUR }), SlaError);
    assert.throws(() => policy.session({ lateness: -1 }), SlaError);
    assert.throws(() => policy.session({ lateness: Infinity }), { code: 'INVALID_ARGUMENT' });
    assert.throws(() => policy.session({ record: 'nobody' }), { code: 'INVALID_ARGUMENT' });
    policy.unload();
  });
}
