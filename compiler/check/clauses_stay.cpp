// A time in state: a clock that starts with entering some states and stops with leaving them.
#include "compiler/check/clause_parts.h"
#include "compiler/check/names.h"

namespace sla::check {

agreement::Deadline check_stay(Context& context, const ClauseScope& scope,
                               const syntax::StayBody& body) {
  agreement::Deadline deadline;
  check_subject(context, body.subject);
  const SinceHere states_are(context);
  syntax::Trigger entering{syntax::TriggerKind::entering, body.states, {}, body.in_states};
  deadline.start = resolve_trigger(context, entering);
  agreement::Discharge leaving;
  leaving.span = body.in_states;
  leaving.left_states = resolve_states_silently(context, body.states);
  const std::size_t count = context.agreement.lifecycle.states.size();
  for (std::size_t s = 0; s < count; ++s) {
    leaving.events.push_back(context.agreement.entering(static_cast<int>(s)));
  }
  if (states_are.silent() && leaving.left_states + 1 == std::uint64_t{1} << count) {
    context.add(Code::bad_value, body.in_states, "there is no other state to leave for").help =
        "name fewer states";
  }
  deadline.discharges.push_back(std::move(leaving));
  check_clock(context, scope, body.tiers, deadline);
  return deadline;
}

}  // namespace sla::check
