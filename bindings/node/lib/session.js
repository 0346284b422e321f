import { withStream } from './arrow-c.js';
import { batchesOf, micros } from './columns.js';
import { SlaError } from './error.js';
import { Machine } from './machine.js';
import { milliseconds } from './table.js';

const NO_TIME = 0x7fffffffffffffffn;
const RECEIPTS = ['taken', 'repeated', 'conflicting', 'malformed', 'too late'];
const CHANGES = ['changed', 'added', 'withdrawn', 'action'];
const KINDS = { event: 0, retraction: 1, merge: 2 };
const VALUE_UNKNOWN = 2;
const VALUE_TEXT = 3;

const forgotten = new FinalizationRegistry(({ machine, session }) =>
  machine.call('sla_session_free', session));

/** Events as they happen, and a clock. Made by `policy.session()` or `policy.restore(snapshot)`. */
export class Session {
  #machine;
  #session;
  #scratch;

  static open(machine, policy, snapshot, roster, record) {
    const open = (stream) => machine.scoped((allocate) => {
      const { sla_session_options: struct } = machine.structs;
      const options = allocate(struct.size);
      options.view.setUint32(struct.struct_size, struct.size, true);
      options.view.setInt32(struct.record, record, true);
      machine.setPointer(options.view, struct.roster, stream);
      if (snapshot === null) {
        return machine.made((out) => machine.attempt('sla_session_new', policy, options.address, out));
      }
      const bytes = allocate(snapshot.length);
      bytes.bytes.set(snapshot);
      return machine.made((out) => machine.attempt(
        'sla_session_restore', policy, options.address, bytes.address, snapshot.length, out));
    });
    const session = roster === undefined || roster === null
      ? open(0)
      : withStream(machine, batchesOf(roster, 'the roster'), open);
    return new Session(machine, session);
  }

  constructor(machine, session) {
    if (!machine?.structs) {
      throw new SlaError('INVALID_ARGUMENT', 'sessions are made by `policy.session()`');
    }
    this.#machine = machine;
    this.#session = session;
    this.#scratch = new Scratch(machine);
    forgotten.register(this, { machine, session }, this);
  }

  get #address() {
    if (this.#session === 0) throw new SlaError('REFUSED', 'this session has been closed');
    return this.#session;
  }

  /** Takes something that happened, in any order of time: { lead, event, at, owner, team, actor, id, sequence,
   * fields: { name: value } }; also { kind: 'retraction', id } and { kind: 'merge', lead, into }. What it
   * changes is said by the next `advance`. Answers { receipt, reason }. */
  event(fact) {
    const session = this.#address;
    const machine = this.#machine;
    const { event, receipt } = this.#scratch.write(fact);
    machine.attempt('sla_session_event', session, event, receipt);
    const code = this.#scratch.receipt();
    return code === 3
      ? { receipt: RECEIPTS[code], reason: machine.said() }
      : { receipt: RECEIPTS[code], reason: null };
  }

  /** Moves the clock and answers what changed: first the corrections, then what went on. */
  advance(to) {
    const session = this.#address;
    const machine = this.#machine;
    const instant = micros(to, 'the instant');
    return this.#list('sla_changes', (out) => machine.attempt('sla_session_advance', session, instant, out),
      (at) => changeAt(machine, at));
  }

  /** All verdicts as of the last advance, in the policy's order. */
  rows() {
    const session = this.#address;
    const machine = this.#machine;
    return this.#list('sla_verdicts', (out) => machine.attempt('sla_session_rows', session, out),
      (at) => verdictAt(machine, at));
  }

  /** What is open on a subject as of the last advance, soonest due first, and when time alone changes it next:
   * { items, nextChange }. */
  due(subject) {
    const session = this.#address;
    const machine = this.#machine;
    const { sla_dues } = machine.structs;
    let nextChange = null;
    const items = this.#list('sla_dues', (out) => {
      const name = Machine.encode(String(subject));
      machine.scoped((allocate) => {
        const block = allocate(name.length);
        block.bytes.set(name);
        if (machine.pointerSize === 8) {
          machine.attempt('sla_session_due', session, block.address, name.length, out);
          return;
        }
        // wasm32 passes structs by their address.
        const text = allocate(machine.structs.sla_text.size);
        machine.setPointer(text.view, 0, block.address);
        machine.setPointer(text.view, 4, name.length);
        machine.attempt('sla_session_due', session, text.address, out);
      });
      nextChange = instantAt(machine.view(out, sla_dues.size), sla_dues.next_change);
    }, (at) => dueAt(machine, at));
    return { items, nextChange };
  }

  /** When time alone changes something next, of all subjects, or null. */
  nextChange() {
    const session = this.#address;
    return this.#machine.scoped((allocate) => {
      const out = allocate(8);
      this.#machine.attempt('sla_session_next_change', session, out.address);
      return instantAt(out.view, 0);
    });
  }

  /** The instant of the last advance, or null before the first. */
  get now() {
    const now = BigInt(this.#machine.call('sla_session_now', this.#address));
    return now === NO_TIME ? null : milliseconds(now);
  }
  /** How many facts it has taken. */
  get factCount() {
    return Number(this.#machine.call('sla_session_fact_count', this.#address));
  }

  /** Everything that the session knows and has said, for `policy.restore`. */
  snapshot() {
    const session = this.#address;
    const machine = this.#machine;
    return machine.scoped((allocate) => {
      const out = allocate(2 * machine.pointerSize);
      machine.attempt('sla_session_snapshot', session, out.address, out.address + machine.pointerSize);
      const size = machine.pointer(out.view, machine.pointerSize);
      return machine.bytes(machine.pointer(out.view, 0), size).slice();
    });
  }

  /** Frees what the session holds. Twice does nothing. */
  close() {
    if (this.#session === 0) return;
    forgotten.unregister(this);
    this.#machine.call('sla_session_free', this.#session);
    this.#scratch.free();
    this.#session = 0;
  }

  #list(name, fill, read) {
    const machine = this.#machine;
    return machine.scoped((allocate) => {
      const struct = machine.structs[name];
      const out = allocate(struct.size);
      fill(out.address);
      const items = machine.pointer(out.view, struct.items);
      const count = machine.pointer(out.view, struct.count);
      const size = machine.pointer(out.view, struct.item_size);
      return Array.from({ length: count }, (_, i) => read(items + i * size));
    });
  }
}
if (Symbol.dispose) Session.prototype[Symbol.dispose] = Session.prototype.close;


function instantAt(view, at) {
  const value = view.getBigInt64(at, true);
  return value === NO_TIME ? null : milliseconds(value);
}

const numberAt = (view, at) => Number(view.getBigInt64(at, true));

function verdictAt(machine, address) {
  if (address === 0) return null;
  const { sla_verdict: s } = machine.structs;
  const view = machine.view(address, s.size);
  const text = (member) => machine.text(view, s[member]);
  return {
    clause: text('clause'), subject: text('subject'), cycle: numberAt(view, s.cycle), tier: text('tier'),
    status: text('status_name'), start: instantAt(view, s.start), due: instantAt(view, s.due),
    breach: instantAt(view, s.breach), stop: instantAt(view, s.stop),
    elapsedBusinessUs: numberAt(view, s.elapsed_business), elapsedWallUs: numberAt(view, s.elapsed_wall),
    owner: text('owner'), team: text('team'), record: text('record'), version: numberAt(view, s.version),
  };
}

function actionAt(machine, address) {
  if (address === 0) return null;
  const { sla_action: s } = machine.structs;
  const view = machine.view(address, s.size);
  const made = {};
  for (const member of ['key', 'kind', 'state', 'clause', 'subject', 'when', 'to', 'channel', 'message']) {
    made[member] = machine.text(view, s[member]);
  }
  return {
    ...made, at: instantAt(view, s.at), deliverAt: instantAt(view, s.deliver_at),
    points: numberAt(view, s.points),
  };
}

function changeAt(machine, address) {
  const { sla_change: s } = machine.structs;
  const view = machine.view(address, s.size);
  const pointer = (member) => machine.pointer(view, s[member]);
  return {
    kind: CHANGES[view.getInt32(s.kind, true)],
    correction: view.getInt32(s.correction, true) !== 0,
    was: verdictAt(machine, pointer('was')),
    is: verdictAt(machine, pointer('is')),
    action: actionAt(machine, pointer('action')),
  };
}

function dueAt(machine, address) {
  const { sla_due: s } = machine.structs;
  const view = machine.view(address, s.size);
  const text = (member) => machine.text(view, s[member]);
  const left = view.getBigInt64(s.left, true);
  return {
    clause: text('clause'), cycle: numberAt(view, s.cycle), tier: text('tier'), status: text('status_name'),
    owner: text('owner'), team: text('team'), start: instantAt(view, s.start), due: instantAt(view, s.due),
    breach: instantAt(view, s.breach), left: left === NO_TIME ? null : milliseconds(left),
    nextChange: instantAt(view, s.next_change),
  };
}

/** Where an event's struct, its values and its texts are put together: one piece of memory, reused. */
class Scratch {
  #machine;
  #block;

  constructor(machine) {
    this.#machine = machine;
    this.#block = machine.block(4096);
  }
  free() {
    this.#block.free();
  }

  receipt() {
    return this.#block.view.getInt32(0, true);
  }

  /** Writes the fact; answers the addresses of the event and of the receipt. */
  write(fact) {
    const { sla_event: s, sla_value: v } = this.#machine.structs;
    const texts = {
      subject: fact.lead ?? fact.subject, event: fact.event, owner: fact.owner, team: fact.team,
      actor: fact.actor, id: fact.id, into: fact.into,
    };
    const kind = KINDS[fact.kind ?? 'event'];
    if (kind === undefined) {
      throw new SlaError('INVALID_ARGUMENT', `"${fact.kind}" is no kind of fact: event, retraction or merge`);
    }
    const fields = Object.entries(fact.fields ?? {}).filter(([, value]) => value !== undefined);
    const event = 8;
    const values = event + s.size;
    let at = values + fields.length * v.size;
    this.#reserve(at, texts, fields);
    const machine = this.#machine;
    const { view, bytes, address } = this.#block;
    bytes.fill(0, 0, at);
    const put = (where, text) => {
      if (text === undefined || text === null) return;
      const size = Machine.encodeInto(String(text), bytes.subarray(at));
      machine.setPointer(view, where, address + at);
      machine.setPointer(view, where + machine.pointerSize, size);
      at += size;
    };
    view.setUint32(event + s.struct_size, s.size, true);
    view.setInt32(event + s.kind, kind, true);
    view.setUint32(event + s.subject_id, 0xffffffff, true);
    view.setInt32(event + s.code, -1, true);
    view.setBigInt64(event + s.time, micros(fact.at, 'at'), true);
    view.setBigInt64(event + s.sequence, BigInt(fact.sequence ?? 0), true);
    machine.setPointer(view, event + s.values, address + values);
    machine.setPointer(view, event + s.value_count, fields.length);
    for (const [member, text] of Object.entries(texts)) put(event + s[member], text);
    fields.forEach(([name, value], i) => {
      const field = values + i * v.size;
      put(field + v.name, name);
      view.setInt32(field + v.field, -1, true);
      view.setInt32(field + v.kind, value === null ? VALUE_UNKNOWN : VALUE_TEXT, true);
      put(field + v.text, value instanceof Date ? value.toISOString() : value);
    });
    return { event: address + event, receipt: address };
  }

  #reserve(fixed, texts, fields) {
    let size = fixed;
    const add = (text) => (size += text === undefined || text === null ? 0 : 3 * String(text).length + 24);
    Object.values(texts).forEach(add);
    for (const [name, value] of fields) add(name), add(value);
    if (size <= this.#block.size) return;
    this.#block.free();
    this.#block = this.#machine.block(2 * size);
  }
}
