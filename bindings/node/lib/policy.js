import { readTable, withStream } from './arrow-c.js';
import { batchesOf, micros } from './columns.js';
import { SlaError } from './error.js';
import { Session } from './session.js';

let load = null;
/** How sources become policies; the entries of this package say it. */
export function setLoader(loader) {
  load = loader;
}

const TABLES = { verdicts: 0, actions: 1, points: 2, periods: 3 };
const TEXTS = { summary: 0, findings: 1 };

// A policy that nobody refers to any more is let go, if nobody has said so before.
const forgotten = new FinalizationRegistry(({ machine, policy }) =>
  machine.call('sla_policy_release', policy));

/** A built policy: immutable. Histories are judged with `evaluate`, events as they happen with `session`. */
export class Policy {
  #machine;
  #policy;
  #description;

  /** Reads a policy library (`sla build --emit so`) or a WebAssembly module (`--emit wasm32`). */
  static async load(source) {
    const { machine, policy } = await load(source);
    return new Policy(machine, policy);
  }

  constructor(machine, policy) {
    if (!machine?.structs) {
      throw new SlaError('INVALID_ARGUMENT', 'policies are made by `await Policy.load(source)`');
    }
    this.#machine = machine;
    this.#policy = policy;
    this.#description = JSON.parse(machine.textAt(Number(machine.call('sla_policy_describe', policy))));
    forgotten.register(this, { machine, policy }, this);
  }

  get #address() {
    if (this.#policy === 0) throw new SlaError('REFUSED', 'this policy has been unloaded');
    return this.#policy;
  }

  /** Title, version, parties, records with their events, fields and clauses. */
  get description() {
    return this.#description;
  }

  /** Identity: { title, version, semanticHash, tzdbVersion, slaVersion, target }. */
  get info() {
    const policy = this.#address;
    const machine = this.#machine;
    const { sla_policy_info: struct } = machine.structs;
    return machine.scoped((allocate) => {
      const block = allocate(struct.size);
      block.view.setUint32(struct.struct_size, struct.size, true);
      machine.attempt('sla_policy_get_info', policy, block.address);
      const text = (member) => machine.textAt(machine.pointer(block.view, struct[member]));
      return {
        title: text('title'),
        version: Number(block.view.getBigInt64(struct.version, true)),
        semanticHash: text('semantic_hash'),
        tzdbVersion: text('tzdb_version'),
        slaVersion: text('sla_version'),
        target: text('target'),
      };
    });
  }

  /** The number of a record, such as "lead" or "opportunity". */
  recordIndex(name) {
    const index = this.#description.records.findIndex((record) => (record.name ?? record.kind) === name);
    if (index < 0) throw new SlaError('INVALID_ARGUMENT', `the policy has no record "${name}"`);
    return index;
  }

  /** Judges a history as of an instant. `events`: rows or an Arrow table, or an object of them by record. */
  evaluate(events, { asOf, roster, threads = 0, strict = false } = {}) {
    const policy = this.#address;
    const machine = this.#machine;
    const as_of = micros(asOf, 'asOf');
    const isByRecord = events !== null && typeof events === 'object' && !(Symbol.iterator in events) &&
      !('batches' in events);
    const logs = isByRecord
      ? Object.entries(events).map(([name, log]) => [this.recordIndex(name), log])
      : [[0, events]];
    const history = machine.scoped((allocate) => {
      const { sla_history_options: struct } = machine.structs;
      const options = allocate(struct.size);
      options.view.setUint32(struct.struct_size, struct.size, true);
      options.view.setInt32(struct.threads, threads, true);
      options.view.setInt32(struct.strict, strict ? 1 : 0, true);
      return machine.made((out) => machine.attempt('sla_history_new', policy, options.address, out));
    });
    try {
      if (roster !== undefined && roster !== null) {
        withStream(machine, batchesOf(roster, 'the roster'), (stream) =>
          machine.attempt('sla_history_set_roster', history, stream));
      }
      for (const [record, log] of logs) {
        withStream(machine, batchesOf(log, 'the events'), (stream) =>
          machine.attempt('sla_history_add_events', history, record, stream));
      }
      const outcome = machine.made((out) => machine.attempt('sla_history_judge', history, as_of, out));
      try {
        return outcomeOf(machine, outcome);
      } finally {
        machine.call('sla_outcome_free', outcome);
      }
    } finally {
      machine.call('sla_history_free', history);
    }
  }

  /** An empty session. `record`: whose subjects it follows; leads, if nothing is said. */
  session({ roster, record } = {}) {
    return Session.open(this.#machine, this.#address, null, roster, record ? this.recordIndex(record) : 0);
  }

  /** A session that goes on where `snapshot` was taken, with the roster as it is now. */
  restore(snapshot, { roster, record } = {}) {
    return Session.open(
      this.#machine, this.#address, snapshot, roster, record ? this.recordIndex(record) : 0);
  }

  /** Lets go of the policy; sessions that were opened go on. Twice does nothing. */
  unload() {
    if (this.#policy === 0) return;
    forgotten.unregister(this);
    this.#machine.call('sla_policy_release', this.#policy);
    this.#policy = 0;
  }
}
if (Symbol.dispose) Policy.prototype[Symbol.dispose] = Policy.prototype.unload;

function outcomeOf(machine, outcome) {
  const result = {};
  for (const [name, table] of Object.entries(TABLES)) {
    result[name] = readTable(machine, (stream) =>
      machine.attempt('sla_outcome_table', outcome, table, stream));
  }
  for (const [name, what] of Object.entries(TEXTS)) {
    result[name] = machine.scoped((allocate) => {
      const text = allocate(machine.structs.sla_text.size);
      machine.attempt('sla_outcome_json', outcome, what, text.address);
      return JSON.parse(machine.text(text.view, 0));
    });
  }
  return result;
}

/** A policy that can be replaced while it is in use: whoever asks for `current` gets the old one or the new
 * one, whole. Sessions and evaluations that have begun stay with the policy they began with. */
export class PolicyHandle {
  #current;
  #swaps = Promise.resolve();

  static async load(source) {
    return new PolicyHandle(await Policy.load(source));
  }
  constructor(policy) {
    this.#current = policy;
  }

  get current() {
    return this.#current;
  }

  /** Loads `source`, then makes it the current policy and unloads the one before; answers the new one. Swaps
   * take effect in the order they were asked for. When it cannot be loaded, everything stays as it was. */
  swap(source) {
    const done = this.#swaps.then(async () => {
      const next = await Policy.load(source);
      const before = this.#current;
      this.#current = next;
      before.unload();
      return next;
    });
    this.#swaps = done.catch(() => {});
    return done;
  }
}
