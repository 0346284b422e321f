// What the declarations promise, as a TypeScript caller uses it; compiled by test/run, never run.
import { tableFromJSON } from 'apache-arrow';

import {
  Policy, PolicyHandle, SlaError, type Change, type ErrorCode, type Instant, type SessionOptions,
} from '@sla/policy';
import { Policy as InBrowsers } from '@sla/policy/browser';

export async function uses(path: string, response: Response): Promise<ErrorCode | null> {
  const policy: Policy = await Policy.load(path);
  await InBrowsers.load(response);
  const now: Instant = new Date();
  const outcome = policy.evaluate([{ lead_id: 'L-1', ts: now, event: 'mql' }], { asOf: now, threads: 1 });
  policy.evaluate({ lead: tableFromJSON([{ lead_id: 'L-1' }]) }, { asOf: 0n, roster: null });
  const rows: number = (await outcome.verdicts.toArrow()).numRows;
  const options: SessionOptions = { record: 'lead', lateness: 3_600_000, retention: 0 };
  const session = policy.session(options);
  session.event({ lead: 'L-1', event: 'mql', at: now, fields: { plan: null, size: rows } });
  const changes: Change[] = session.advance('2026-03-02T16:00:00Z');
  for (const { is, action } of changes) console.log(is?.status, action?.message);
  const next: number | null = session.due('L-1').nextChange;
  const handle = await PolicyHandle.load(path);
  await handle.swap(new URL('file:///policy.wasm'));
  // @ts-expect-error An instant is needed.
  session.event({ lead: 'L-1', event: 'mql' });
  // @ts-expect-error A policy is immutable.
  policy.info = null;
  try {
    session.advance(next ?? 0);
  } catch (error) {
    return error instanceof SlaError ? error.code : null;
  }
  return null;
}
