// The structs of sla.h and of Arrow's C interface, laid out by C's rules for a pointer size. Members are in
// the order of the header; test/layout.test.js compares the offsets with a C compiler's.

const TEXT = Symbol('sla_text');

const MEMBERS = {
  ArrowSchema: {
    format: 'ptr', name: 'ptr', metadata: 'ptr', flags: 'i64', n_children: 'i64', children: 'ptr',
    dictionary: 'ptr', release: 'ptr', private_data: 'ptr',
  },
  ArrowArray: {
    length: 'i64', null_count: 'i64', offset: 'i64', n_buffers: 'i64', n_children: 'i64', buffers: 'ptr',
    children: 'ptr', dictionary: 'ptr', release: 'ptr', private_data: 'ptr',
  },
  ArrowArrayStream: {
    get_schema: 'ptr', get_next: 'ptr', get_last_error: 'ptr', release: 'ptr', private_data: 'ptr',
  },
  sla_error: { struct_size: 'u32', status: 'i32', message: 1016 },
  sla_policy_info: {
    struct_size: 'u32', record_count: 'u32', clause_count: 'u32', reserved: 'u32', version: 'i64',
    title: 'ptr', semantic_hash: 'ptr', tzdb_version: 'ptr', sla_version: 'ptr', target: 'ptr',
  },
  sla_history_options: { struct_size: 'u32', threads: 'i32', strict: 'i32', reserved: 'u32' },
  sla_session_options: {
    struct_size: 'u32', record: 'i32', roster: 'ptr', lateness: 'i64', retention: 'i64',
  },
  sla_value: { name: TEXT, field: 'i32', kind: 'i32', number: 'i64', text: TEXT },
  sla_event: {
    struct_size: 'u32', kind: 'i32', subject: TEXT, subject_id: 'u32', code: 'i32', event: TEXT,
    time: 'i64', owner: TEXT, team: TEXT, actor: TEXT, id: TEXT, into: TEXT, sequence: 'i64',
    values: 'ptr', value_count: 'ptr',
  },
  sla_verdict: {
    clause: TEXT, subject: TEXT, tier: TEXT, status_name: TEXT, owner: TEXT, team: TEXT, record: TEXT,
    start: 'i64', due: 'i64', breach: 'i64', stop: 'i64', elapsed_business: 'i64', elapsed_wall: 'i64',
    cycle: 'i64', version: 'i64', clause_index: 'i32', status: 'i32',
  },
  sla_action: {
    key: TEXT, kind: TEXT, state: TEXT, clause: TEXT, subject: TEXT, when: TEXT, to: TEXT, channel: TEXT,
    message: TEXT, at: 'i64', deliver_at: 'i64', points: 'i64',
  },
  sla_change: { kind: 'i32', correction: 'i32', was: 'ptr', is: 'ptr', action: 'ptr' },
  sla_changes: { items: 'ptr', count: 'ptr', item_size: 'ptr' },
  sla_verdicts: { items: 'ptr', count: 'ptr', item_size: 'ptr' },
  sla_due: {
    clause: TEXT, tier: TEXT, status_name: TEXT, owner: TEXT, team: TEXT, start: 'i64', due: 'i64',
    breach: 'i64', left: 'i64', next_change: 'i64', cycle: 'i64', clause_index: 'i32', status: 'i32',
  },
  sla_dues: { items: 'ptr', count: 'ptr', item_size: 'ptr', next_change: 'i64' },
  sla_text: { text: TEXT },
};

/** Offsets by member, and the size, of every struct. `ptr` also stands for size_t. */
function layOut(pointer) {
  const size_of = (type) => {
    if (type === TEXT) return { size: 2 * pointer, align: pointer };
    if (type === 'ptr') return { size: pointer, align: pointer };
    if (type === 'i64') return { size: 8, align: 8 };
    if (typeof type === 'number') return { size: type, align: 1 };
    return { size: 4, align: 4 };
  };
  const structs = {};
  for (const [name, members] of Object.entries(MEMBERS)) {
    let at = 0;
    let widest = 1;
    const struct = { size: 0 };
    for (const [member, type] of Object.entries(members)) {
      const { size, align } = size_of(type);
      at = Math.ceil(at / align) * align;
      struct[member] = at;
      at += size;
      widest = Math.max(widest, align);
    }
    struct.size = Math.ceil(at / widest) * widest;
    structs[name] = struct;
  }
  return structs;
}

export const layouts = { 4: layOut(4), 8: layOut(8) };
export const structNames = Object.keys(MEMBERS);
export const membersOf = (name) => Object.keys(MEMBERS[name]);
