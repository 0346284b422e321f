// A deadline clause: what must happen, from which event on, within which target of which clock. Its
// tiers are in clauses_tiers.cpp.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/clause_parts.h"
#include "compiler/check/collect.h"
#include "compiler/check/durations.h"
#include "compiler/check/names.h"
#include "compiler/check/numbers.h"

namespace sla::check {
namespace {

using agreement::Deadline;
using agreement::Discharge;
using agreement::TargetKind;

constexpr std::size_t kMostDischarges = 8;

Discharge resolve_discharge(Context& context, const syntax::Discharge& discharge) {
  Discharge result;
  result.span = discharge.span;
  if (discharge.subject && discharge.subject->text != "lead") {
    report_unknown(context, Code::unknown_name, *discharge.subject, "record", {"lead"});
  }
  switch (discharge.kind) {
    case syntax::DischargeKind::move:
      for (const syntax::Name& name : discharge.names) {
        const auto state = resolve_state(context, name);
        if (state) result.events.push_back(context.agreement.entering(*state));
      }
      break;
    case syntax::DischargeKind::event:
      for (const syntax::Name& name : discharge.names) {
        const auto event = resolve_event(context, name);
        if (event) result.events.push_back(context.agreement.code_of_event(*event));
      }
      break;
    case syntax::DischargeKind::assign: result.events.push_back(events::kAssigned); break;
    case syntax::DischargeKind::record:
      for (const syntax::Name& name : discharge.names) {
        if (const auto field = resolve_field(context, name)) result.fields.push_back(*field);
      }
      break;
  }
  settle_events(result.events);
  return result;
}

void check_discharges(Context& context, const syntax::DeadlineBody& body, Deadline& deadline) {
  std::optional<Span> by;
  for (const syntax::Discharge& discharge : body.discharges) {
    deadline.discharges.push_back(resolve_discharge(context, discharge));
    // One `by` after several discharges belongs to each of them.
    if (discharge.by && by != discharge.by->span) {
      by = discharge.by->span;
      report_not_supported(context, *by, "discharges that count only by whom they are done are")
          .help = "leave out `by ...`: whoever causes the event then discharges the promise";
    }
  }
  if (body.discharges.size() > kMostDischarges) {
    context.add(Code::bad_value, body.discharges[kMostDischarges].span,
                fmt::format("a clause joins at most {} things that must be done", kMostDischarges));
  }
}

/// A start that also stops does not attach. Only the sure case: each event that could start it
/// stops it.
void check_start_is_stop(Context& context, const ClauseScope& scope, const Deadline& deadline) {
  if (deadline.all && deadline.discharges.size() > 1) return;
  const auto stops = [&](events::Code code) {
    return std::ranges::any_of(deadline.discharges, [&](const Discharge& discharge) {
      return std::ranges::binary_search(discharge.events, code);
    });
  };
  if (deadline.start.events.empty() || !std::ranges::all_of(deadline.start.events, stops)) return;
  auto& finding = context.add(Code::start_is_stop, deadline.start.span,
                              "what starts this clock also stops it, so it never runs");
  finding.secondary.push_back(
      {scope.syntax.obligation, "what must be done is what starts the clock"});
  finding.help = "start it at the event before, or ask for what comes after";
}

void check_grace(Context& context, const ClauseScope& scope, const syntax::ReassignmentRule& rule,
                 Deadline& deadline) {
  const auto grace = resolve_target(context, rule.grace, scope.expressions.calendar);
  if (!grace) return;
  deadline.grace = *grace;
  if (grace->kind == TargetKind::business_days) {
    const auto amount = business_day_quantity(context, grace->amount, scope.expressions.calendar);
    if (amount) deadline.grace = {TargetKind::business, *amount};
  }
  const bool is_amount =
      deadline.grace.kind == TargetKind::elapsed || deadline.grace.kind == TargetKind::business;
  if (!is_amount) {
    context.add(Code::bad_duration, rule.grace.span, "a grace is an amount of time, not a day")
        .help = "write hours or business hours";
    return;
  }
  for (const agreement::Tier& tier : deadline.tiers) {
    if (is_business(tier.target) == is_business(deadline.grace)) continue;
    auto& finding =
        context.add(Code::bad_duration, rule.grace.span,
                    "the grace is not counted in the same time as the target that it extends");
    finding.secondary.push_back(
        {tier.span, is_business(tier.target) ? "this is business time" : "this is elapsed time"});
    finding.help = is_business(tier.target) ? "write the grace in business hours"
                                            : "write the grace in plain hours";
    return;
  }
}

void check_reassignment(Context& context, const ClauseScope& scope, Deadline& deadline) {
  if (!scope.syntax.reassignment) return;
  const syntax::ReassignmentRule& rule = *scope.syntax.reassignment;
  switch (rule.rule) {
    case syntax::OnReassignment::continue_: break;
    case syntax::OnReassignment::restart:
      deadline.on_reassignment = agreement::OnReassignment::restart;
      break;
    case syntax::OnReassignment::grace:
      deadline.on_reassignment = agreement::OnReassignment::grace;
      check_grace(context, scope, rule, deadline);
      break;
  }
}

agreement::OnReentry reentry_of(const syntax::Clause& clause) {
  if (!clause.reentry) return agreement::OnReentry::new_cycle;
  switch (clause.reentry->rule) {
    case syntax::OnReentry::new_cycle: return agreement::OnReentry::new_cycle;
    case syntax::OnReentry::ignore: return agreement::OnReentry::ignore;
    case syntax::OnReentry::resume: return agreement::OnReentry::resume;
  }
  return agreement::OnReentry::new_cycle;
}

agreement::Target resolve_percentage(Context& context, const syntax::Target& target) {
  agreement::Target result;
  result.span = target.span;
  result.judged_when_due = target.judged_when_due;
  const auto percent = exact_product(target.percent, agreement::kScale);
  if (percent && *percent > 0 && *percent <= 100 * agreement::kScale) {
    result.micro_percent = *percent;
  } else {
    context.add(Code::bad_value, target.span, "a target is more than 0% and at most 100%").help =
        "write, for instance, `target 95%`";
  }
  if (target.each) result.period = resolve_period(context, *target.each);
  if (target.per) result.group = resolve_grouping(context, *target.per);
  return result;
}

/// The first duration of the clause that is counted in business time.
std::optional<Span> first_business_span(const syntax::DeadlineBody& body,
                                        const Deadline& deadline) {
  for (std::size_t i = 0; i < deadline.tiers.size() && i < body.tiers.size(); ++i) {
    const syntax::Tier& tier = body.tiers[i];
    if (is_business(deadline.tiers[i].target))
      return tier.immediately ? tier.span : tier.target.span;
  }
  return std::nullopt;
}

}  // namespace

agreement::Deadline check_deadline(Context& context, const ClauseScope& scope,
                                   const syntax::DeadlineBody& body) {
  Deadline deadline;
  const SinceHere events_are(context);
  deadline.all = body.all;
  check_discharges(context, body, deadline);
  deadline.start = resolve_trigger(context, body.start);
  if (events_are.silent()) check_start_is_stop(context, scope, deadline);

  deadline.tiers = check_tiers(context, scope, body.tiers);
  if (const auto span = first_business_span(body, deadline)) {
    if (require_calendar(context, scope.expressions.calendar, *span)) {
      deadline.calendar = scope.expressions.calendar.index;
    }
  }
  deadline.on_reentry = reentry_of(scope.syntax);
  check_reassignment(context, scope, deadline);
  deadline.while_ = optional_condition(context, scope, scope.syntax.while_);
  deadline.paused_while = optional_condition(context, scope, scope.syntax.paused_while);
  if (scope.syntax.target) deadline.target = resolve_percentage(context, *scope.syntax.target);
  return deadline;
}

}  // namespace sla::check
