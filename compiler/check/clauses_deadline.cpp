// A deadline clause: what must happen, from which event on, within which target of which clock.
#include "compiler/check/clause_parts.h"

namespace sla::check {

agreement::Deadline check_deadline(Context& context, const ClauseScope& scope,
                                   const syntax::DeadlineBody& body) {
  agreement::Deadline deadline;
  const SinceHere events_are(context);
  deadline.all = body.all;
  deadline.discharges = resolve_discharges(context, body.discharges);
  deadline.start = resolve_trigger(context, body.start);
  if (events_are.silent()) check_start_is_stop(context, scope, deadline);
  check_clock(context, scope, body.tiers, deadline);
  return deadline;
}

}  // namespace sla::check
