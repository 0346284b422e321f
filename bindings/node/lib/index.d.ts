import type { Table as ArrowTable } from 'apache-arrow';

/** Date; milliseconds since 1970; text with date, time and offset; or microseconds as a bigint. */
export type Instant = Date | number | string | bigint;
export type Cell = string | number | bigint | boolean | Date | null | undefined;
/** A row of a log or roster, by the columns of docs/reference/data.md: lead_id, ts, event, owner, ... */
export type Row = Record<string, Cell>;
export type Rows = Iterable<Row> | ArrowTable;

export type ErrorCode =
  | 'INVALID_ARGUMENT' | 'OUT_OF_MEMORY' | 'UNREADABLE' | 'INCOMPATIBLE' | 'CORRUPT' | 'BAD_DATA' | 'REFUSED'
  | 'INTERNAL';
export class SlaError extends Error {
  readonly code: ErrorCode;
}

export interface PolicyInfo {
  title: string;
  version: number;
  /** 64 hexadecimal digits: equal exactly when agreements mean the same. */
  semanticHash: string;
  tzdbVersion: string;
  slaVersion: string;
  target: string;
}

export interface EvaluateOptions {
  asOf: Instant;
  roster?: Rows | null;
  /** 0: as many as the machine has. Modules have one. */
  threads?: number;
  /** Fail with BAD_DATA when the data has problems. */
  strict?: boolean;
}

/** Rows are objects: texts are strings, counts numbers, instants milliseconds since 1970, or null. */
export class Table implements Iterable<Record<string, string | number | null>> {
  readonly columns: string[];
  readonly numRows: number;
  [Symbol.iterator](): Iterator<Record<string, string | number | null>>;
  toArray(): Record<string, string | number | null>[];
  /** Needs the npm package apache-arrow. */
  toArrow(): Promise<ArrowTable>;
}

export interface Outcome {
  /** The columns of `sla run --verdicts`, `--actions` and `--points`. */
  verdicts: Table;
  actions: Table;
  points: Table;
  /** One row for each clause, period and group. */
  periods: Table;
  /** As of `sla run --format json`. */
  summary: unknown;
  /** What was noticed about the data. */
  findings: unknown;
}

export interface Fact {
  kind?: 'event' | 'retraction' | 'merge';
  /** Whose it is; `subject` for records that are no leads. */
  lead?: string;
  subject?: string;
  event?: string;
  at: Instant;
  owner?: string | null;
  team?: string | null;
  actor?: string | null;
  id?: string | null;
  into?: string | null;
  sequence?: number;
  /** null makes a field unknown; a field that is left out stays as it is. */
  fields?: Record<string, Cell>;
}

export interface Receipt {
  receipt: 'taken' | 'repeated' | 'conflicting' | 'malformed' | 'too late';
  /** What is wrong with a malformed fact. */
  reason: string | null;
}

export interface Verdict {
  clause: string;
  subject: string;
  cycle: number;
  tier: string;
  status: string;
  start: number | null;
  due: number | null;
  breach: number | null;
  stop: number | null;
  elapsedBusinessUs: number;
  elapsedWallUs: number;
  owner: string;
  team: string;
  record: string;
  version: number;
}

export interface Action {
  key: string;
  kind: string;
  state: string;
  clause: string;
  subject: string;
  when: string;
  to: string;
  channel: string;
  message: string;
  at: number | null;
  deliverAt: number | null;
  points: number;
}

export interface Change {
  kind: 'changed' | 'added' | 'withdrawn' | 'action';
  /** What was said was wrong for its own instant, because of what arrived later. */
  correction: boolean;
  was: Verdict | null;
  is: Verdict | null;
  action: Action | null;
}

export interface Due {
  clause: string;
  cycle: number;
  tier: string;
  status: string;
  owner: string;
  team: string;
  start: number | null;
  due: number | null;
  breach: number | null;
  /** Milliseconds until due, negative after it; null: never due. */
  left: number | null;
  nextChange: number | null;
}

export interface SessionOptions {
  roster?: Rows | null;
  /** Whose subjects it follows, such as "opportunity"; leads, if nothing is said. */
  record?: string;
}

export class Session {
  private constructor();
  event(fact: Fact): Receipt;
  advance(to: Instant): Change[];
  rows(): Verdict[];
  due(subject: string): { items: Due[]; nextChange: number | null };
  nextChange(): number | null;
  readonly now: number | null;
  readonly factCount: number;
  snapshot(): Uint8Array;
  close(): void;
}

/** A path or file URL of a policy library or module, or what a module is made of. */
export type Source = string | URL | BufferSource | WebAssembly.Module | Response;

export class Policy {
  private constructor();
  static load(source: Source): Promise<Policy>;
  readonly info: PolicyInfo;
  readonly description: any;
  evaluate(events: Rows | Record<string, Rows>, options: EvaluateOptions): Outcome;
  session(options?: SessionOptions): Session;
  restore(snapshot: Uint8Array, options?: SessionOptions): Session;
  recordIndex(name: string): number;
  unload(): void;
}

export class PolicyHandle {
  constructor(policy: Policy);
  static load(source: Source): Promise<PolicyHandle>;
  readonly current: Policy;
  swap(source: Source): Promise<Policy>;
}
