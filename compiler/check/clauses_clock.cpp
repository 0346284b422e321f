// What deadlines, cadences and times in state have in common: a clock, its target and the lines
// that pause, cancel, excuse or restart it. Tiers are in clauses_tiers.cpp.
#include <fmt/format.h>

#include "compiler/check/clause_parts.h"
#include "compiler/check/durations.h"
#include "compiler/check/numbers.h"

namespace sla::check {
namespace {

using agreement::Deadline;
using agreement::TargetKind;

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

/// The first duration of the clause that is counted in business time.
std::optional<Span> first_business_span(const std::vector<syntax::Tier>& written,
                                        const Deadline& deadline) {
  for (std::size_t i = 0; i < deadline.tiers.size() && i < written.size(); ++i) {
    const syntax::Tier& tier = written[i];
    if (is_business(deadline.tiers[i].target))
      return tier.immediately ? tier.span : tier.target.span;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> resolve_percent(Context& context, const std::string& digits,
                                            Span span) {
  const auto percent = exact_product(digits, agreement::kScale);
  if (percent && *percent > 0 && *percent <= 100 * agreement::kScale) return *percent;
  context.add(Code::bad_value, span, "a target is more than 0% and at most 100%").help =
      "write, for instance, `95%`";
  return std::nullopt;
}

agreement::Target resolve_percentage(Context& context, const syntax::Target& target) {
  agreement::Target result;
  result.span = target.span;
  result.judged_when_due = target.judged_when_due;
  result.micro_percent = resolve_percent(context, target.percent, target.span).value_or(0);
  if (target.each) result.period = resolve_period(context, *target.each);
  if (target.per) result.group = resolve_grouping(context, *target.per);
  return result;
}

void need_calendar(Context& context, const ClauseScope& scope, Span needed_by, Deadline& deadline) {
  if (deadline.calendar >= 0) return;
  if (require_calendar(context, scope.expressions.calendar, needed_by)) {
    deadline.calendar = scope.expressions.calendar.index;
  }
}

void check_clock(Context& context, const ClauseScope& scope,
                 const std::vector<syntax::Tier>& written, Deadline& deadline) {
  deadline.tiers = check_tiers(context, scope, written);
  if (const auto span = first_business_span(written, deadline)) {
    need_calendar(context, scope, *span, deadline);
  }
  deadline.on_reentry = reentry_of(scope.syntax);
  check_reassignment(context, scope, deadline);
  deadline.while_ = optional_condition(context, scope, scope.syntax.while_);
  deadline.paused_while = optional_condition(context, scope, scope.syntax.paused_while);
  deadline.excused_when = optional_condition(context, scope, scope.syntax.excused_when);
  if (scope.syntax.target) deadline.target = resolve_percentage(context, *scope.syntax.target);
}

}  // namespace sla::check
