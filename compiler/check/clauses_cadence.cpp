// A cadence clause: so many touches within a window, none too far from the one before, until a
// state makes them needless.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/clause_parts.h"
#include "compiler/check/durations.h"
#include "compiler/check/names.h"
#include "compiler/check/numbers.h"

namespace sla::check {
namespace {

using agreement::Deadline;

constexpr std::int64_t kMostTouches = 1000;

void check_amount(Context& context, const ClauseScope& scope, const syntax::CadenceBody& body,
                  Deadline& deadline) {
  const auto amount = exact_product(body.amount, 1);
  if (amount && *amount >= 1 && *amount <= kMostTouches) {
    deadline.needed = static_cast<int>(*amount);
    return;
  }
  context.add(Code::bad_value, scope.syntax.obligation,
              fmt::format("a cadence asks for a whole number of events, 1 to {}", kMostTouches));
}

/// Longer than every window: the window is over before such a gap can be.
bool exceeds_windows(const agreement::Duration& gap, const std::vector<agreement::Tier>& tiers) {
  return !tiers.empty() && std::ranges::all_of(tiers, [&](const agreement::Tier& tier) {
    return tier.target.kind == gap.kind && tier.target.amount > 0 &&
           gap.amount > tier.target.amount;
  });
}

void check_apart(Context& context, const ClauseScope& scope, const syntax::CadenceBody& body,
                 Deadline& deadline) {
  if (!body.apart) return;
  const auto apart = resolve_target(context, *body.apart, scope.expressions.calendar);
  if (!apart) return;
  if (apart->kind == agreement::TargetKind::end_of_business_day) {
    context.add(Code::bad_duration, body.apart->span, "a gap is an amount of time, not a day")
        .help = "write a number of business hours or business days";
    return;
  }
  deadline.apart = *apart;
  if (is_business(*apart)) need_calendar(context, scope, body.apart->span, deadline);
  if (!exceeds_windows(*apart, deadline.tiers)) return;
  auto& finding = context.add(Code::bad_value, body.apart->span,
                              "a gap that is longer than the window can never be exceeded in it");
  finding.secondary.push_back({deadline.tiers.front().span, "the window"});
  finding.help = "write a shorter gap, or leave out `at most ... apart`";
}

}  // namespace

Deadline check_cadence(Context& context, const ClauseScope& scope,
                       const syntax::CadenceBody& body) {
  Deadline deadline;
  const SinceHere events_are(context);
  check_amount(context, scope, body, deadline);
  deadline.discharges = resolve_discharges(context, {body.touches});
  if (body.start) {
    deadline.start = resolve_trigger(context, *body.start);
    if (deadline.needed == 1 && events_are.silent()) check_start_is_stop(context, scope, deadline);
  } else {
    context
        .add(Code::missing_part, scope.syntax.obligation,
             "this cadence does not say from which event on")
        .help = "add the event after the window, such as `within 10 business days of entering sal`";
  }
  const std::uint64_t until = resolve_states(context, body.until);
  for (std::size_t s = 0; s < context.agreement.lifecycle.states.size(); ++s) {
    if (until >> s & 1) deadline.until.push_back(context.agreement.entering(static_cast<int>(s)));
  }
  if (body.tiers.empty()) {
    context
        .add(Code::missing_part, scope.syntax.obligation,
             "this cadence does not say within which time")
        .help = "add the window, such as `within 10 business days of entering sal`";
  }
  check_clock(context, scope, body.tiers, deadline);
  check_apart(context, scope, body, deadline);
  return deadline;
}

}  // namespace sla::check
