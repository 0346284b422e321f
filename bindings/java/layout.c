/* src/main/java/sla/Layout.java against the header: a member that moved stops the build here. */
#include <stddef.h>

#include "runtime/abi/sla.h"

#define AT(type, member, offset) \
  _Static_assert(offsetof(type, member) == (offset), #type "." #member " is not where Layout.java has it")
#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type " is not as large as in Layout.java")

_Static_assert(SLA_ABI_VERSION == 1, "Library.java has another version");
_Static_assert(SLA_TABLE_VERDICTS == 0 && SLA_TABLE_ACTIONS == 1 && SLA_TABLE_POINTS == 2 &&
                   SLA_TABLE_PERIODS == 3 && SLA_JSON_SUMMARY == 0 && SLA_JSON_FINDINGS == 1, "Outcome");
_Static_assert(SLA_NO_TIME == INT64_MAX && SLA_NO_ID == UINT32_MAX, "");
_Static_assert(SLA_VALUE_UNKNOWN == 2 && SLA_VALUE_TEXT == 3, "");
_Static_assert(SLA_FACT_EVENT == 0 && SLA_FACT_RETRACTION == 1 && SLA_FACT_MERGE == 2, "Event.Fact");
_Static_assert(SLA_TAKEN == 0 && SLA_REPEATED == 1 && SLA_CONFLICTING == 2 && SLA_MALFORMED == 3 &&
                   SLA_TOO_LATE == 4, "Receipt");
_Static_assert(SLA_CHANGE_CHANGED == 0 && SLA_CHANGE_ADDED == 1 && SLA_CHANGE_WITHDRAWN == 2 &&
                   SLA_CHANGE_ACTION == 3, "Change.Kind");
_Static_assert(SLA_INVALID_ARGUMENT == 1 && SLA_OUT_OF_MEMORY == 2 && SLA_UNREADABLE == 3 &&
                   SLA_INCOMPATIBLE == 4 && SLA_CORRUPT == 5 && SLA_BAD_DATA == 6 && SLA_REFUSED == 7 &&
                   SLA_INTERNAL == 8, "Status");

SIZE(sla_text, 16);
SIZE(sla_changes, 24); AT(sla_changes, items, 0); AT(sla_changes, count, 8); AT(sla_changes, item_size, 16);
SIZE(sla_verdicts, 24); AT(sla_verdicts, count, 8); AT(sla_verdicts, item_size, 16);
SIZE(sla_error, 1024); AT(sla_error, message, 8);
SIZE(sla_policy_info, 64); AT(sla_policy_info, record_count, 4); AT(sla_policy_info, clause_count, 8);
AT(sla_policy_info, version, 16); AT(sla_policy_info, title, 24); AT(sla_policy_info, semantic_hash, 32);
AT(sla_policy_info, tzdb_version, 40); AT(sla_policy_info, sla_version, 48); AT(sla_policy_info, target, 56);
SIZE(sla_history_options, 16); AT(sla_history_options, threads, 4); AT(sla_history_options, strict, 8);
SIZE(sla_session_options, 32); AT(sla_session_options, record, 4); AT(sla_session_options, roster, 8);
AT(sla_session_options, lateness, 16); AT(sla_session_options, retention, 24);
SIZE(sla_value, 48); AT(sla_value, name, 0); AT(sla_value, field, 16); AT(sla_value, kind, 20);
AT(sla_value, number, 24); AT(sla_value, text, 32);
SIZE(sla_event, 160); AT(sla_event, kind, 4); AT(sla_event, subject, 8); AT(sla_event, subject_id, 24);
AT(sla_event, code, 28); AT(sla_event, event, 32); AT(sla_event, time, 48); AT(sla_event, owner, 56);
AT(sla_event, team, 72); AT(sla_event, actor, 88); AT(sla_event, id, 104); AT(sla_event, into, 120);
AT(sla_event, sequence, 136); AT(sla_event, values, 144); AT(sla_event, value_count, 152);
SIZE(sla_fast_event, 40); AT(sla_fast_event, time, 0); AT(sla_fast_event, sequence, 8);
AT(sla_fast_event, subject, 16); AT(sla_fast_event, owner, 20); AT(sla_fast_event, team, 24);
AT(sla_fast_event, actor, 28); AT(sla_fast_event, code, 32);
SIZE(sla_verdict, 184); AT(sla_verdict, clause, 0); AT(sla_verdict, subject, 16); AT(sla_verdict, tier, 32);
AT(sla_verdict, status_name, 48); AT(sla_verdict, owner, 64); AT(sla_verdict, team, 80);
AT(sla_verdict, record, 96); AT(sla_verdict, start, 112); AT(sla_verdict, due, 120);
AT(sla_verdict, breach, 128); AT(sla_verdict, stop, 136); AT(sla_verdict, elapsed_business, 144);
AT(sla_verdict, elapsed_wall, 152); AT(sla_verdict, cycle, 160); AT(sla_verdict, version, 168);
SIZE(sla_action, 168); AT(sla_action, key, 0); AT(sla_action, kind, 16); AT(sla_action, state, 32);
AT(sla_action, clause, 48); AT(sla_action, subject, 64); AT(sla_action, when, 80); AT(sla_action, to, 96);
AT(sla_action, channel, 112); AT(sla_action, message, 128); AT(sla_action, at, 144);
AT(sla_action, deliver_at, 152); AT(sla_action, points, 160);
SIZE(sla_change, 32); AT(sla_change, kind, 0); AT(sla_change, correction, 4); AT(sla_change, was, 8);
AT(sla_change, is, 16); AT(sla_change, action, 24);
SIZE(sla_due, 136); AT(sla_due, clause, 0); AT(sla_due, tier, 16); AT(sla_due, status_name, 32);
AT(sla_due, owner, 48); AT(sla_due, team, 64); AT(sla_due, start, 80); AT(sla_due, due, 88);
AT(sla_due, breach, 96); AT(sla_due, left, 104); AT(sla_due, next_change, 112); AT(sla_due, cycle, 120);
SIZE(sla_dues, 32); AT(sla_dues, count, 8); AT(sla_dues, item_size, 16); AT(sla_dues, next_change, 24);
SIZE(struct ArrowSchema, 72); AT(struct ArrowSchema, n_children, 32); AT(struct ArrowSchema, children, 40);
AT(struct ArrowSchema, dictionary, 48); AT(struct ArrowSchema, release, 56);
SIZE(struct ArrowArray, 80); AT(struct ArrowArray, n_buffers, 24); AT(struct ArrowArray, buffers, 40);
AT(struct ArrowArray, children, 48); AT(struct ArrowArray, release, 64);
SIZE(struct ArrowArrayStream, 40); AT(struct ArrowArrayStream, release, 24);
