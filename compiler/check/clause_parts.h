#pragma once

#include "compiler/check/context.h"
#include "compiler/check/expressions.h"

/// Parts that several kinds of clause share, and the kinds themselves. Internal to `check`. What
/// cannot be resolved is reported and left out of the result, which is then never used.
namespace sla::check {

/// A clause while it is checked.
struct ClauseScope {
  const syntax::Clause& syntax;
  Scope expressions;                            ///< With the calendar that the clause counts in.
  std::optional<agreement::Expression> when{};  ///< Typed, when it is there and could be.
  Known at_event{};  ///< At the event that starts the clause or is counted.
};

/// What is known at an event of a trigger: the payload of the only event that it can be.
Known known_at(const Context& context, const syntax::Trigger& trigger);

agreement::Trigger resolve_trigger(Context& context, const syntax::Trigger& trigger);
agreement::Period resolve_period(Context& context, const syntax::Period& period);
agreement::Grouping resolve_grouping(Context& context, const syntax::Name& name);

/// The condition of an optional part, when it is there.
std::optional<agreement::Expression> optional_condition(Context& context, const ClauseScope& scope,
                                                        const std::optional<syntax::Expression>& e,
                                                        const Known& known = {});

/// A percentage of more than 0 and at most 100, in millionths.
std::optional<std::int64_t> resolve_percent(Context& context, const std::string& digits, Span span);
agreement::Target resolve_percentage(Context& context, const syntax::Target& target);

/// Reports a record that is not the one that clauses are about.
void check_subject(Context& context, const syntax::Name& subject);
std::vector<agreement::Discharge> resolve_discharges(
    Context& context, const std::vector<syntax::Discharge>& discharges);
/// A start that also stops does not attach.
void check_start_is_stop(Context& context, const ClauseScope& scope,
                         const agreement::Deadline& deadline);

/// A clause that obliges one party to do what counts only when another does it. Its kind, party and
/// body have been checked.
void check_party(Context& context, const ClauseScope& scope, const agreement::Clause& clause);

/// The clause's calendar for a duration in business time, or a finding about the lack of it.
void need_calendar(Context& context, const ClauseScope& scope, Span needed_by,
                   agreement::Deadline& deadline);
/// Target, reassignment, re-entry, and the conditions of a clock. `written`: its tiers.
void check_clock(Context& context, const ClauseScope& scope,
                 const std::vector<syntax::Tier>& written, agreement::Deadline& deadline);
std::vector<agreement::Tier> check_tiers(Context& context, const ClauseScope& scope,
                                         const std::vector<syntax::Tier>& tiers);

// One for each kind of clause.
agreement::Deadline check_deadline(Context& context, const ClauseScope& scope,
                                   const syntax::DeadlineBody& body);
agreement::Deadline check_cadence(Context& context, const ClauseScope& scope,
                                  const syntax::CadenceBody& body);
agreement::Deadline check_stay(Context& context, const ClauseScope& scope,
                               const syntax::StayBody& body);
agreement::Prohibition check_prohibition(Context& context, const ClauseScope& scope,
                                         const syntax::ProhibitionBody& body);
agreement::Volume check_volume(Context& context, const ClauseScope& scope,
                               const syntax::VolumeBody& body);
agreement::Volume check_share(Context& context, const ClauseScope& scope,
                              const syntax::ShareBody& body);
agreement::Conversion check_conversion(Context& context, const ClauseScope& scope,
                                       const syntax::ConversionBody& body);

/// Reminders, escalations, points: the clause's steps. Its kind and body have been checked.
void check_steps(Context& context, const ClauseScope& scope, agreement::Clause& clause);

/// Sorted, without repetition.
void settle_events(agreement::EventSet& events);

}  // namespace sla::check
