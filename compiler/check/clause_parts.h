#pragma once

#include "compiler/check/context.h"
#include "compiler/check/expressions.h"

/// Parts that several kinds of clause share, and the kinds themselves. Internal to `check`. What
/// cannot be resolved is reported and left out of the result, which is then never used.
namespace sla::check {

/// A clause while it is checked.
struct ClauseScope {
  const syntax::Clause& syntax;
  Scope expressions;  ///< With the calendar that the clause counts in.
};

agreement::Trigger resolve_trigger(Context& context, const syntax::Trigger& trigger);
agreement::Period resolve_period(Context& context, const syntax::Period& period);
agreement::Grouping resolve_grouping(Context& context, const syntax::Name& name);

/// The condition of an optional part, when it is there.
std::optional<agreement::Expression> optional_condition(Context& context, const ClauseScope& scope,
                                                        const std::optional<syntax::Expression>& e);

agreement::Deadline check_deadline(Context& context, const ClauseScope& scope,
                                   const syntax::DeadlineBody& body);
std::vector<agreement::Tier> check_tiers(Context& context, const ClauseScope& scope,
                                         const std::vector<syntax::Tier>& tiers);
agreement::Volume check_volume(Context& context, const ClauseScope& scope,
                               const syntax::VolumeBody& body);

/// Sorted, without repetition.
void settle_events(agreement::EventSet& events);

}  // namespace sla::check
