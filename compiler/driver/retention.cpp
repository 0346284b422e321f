#include <algorithm>

#include <fmt/format.h>

#include "compiler/driver/session.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::Duration;
using agreement::TargetKind;

/// At most, for calendars that are open once in seven days at least; holidays may come on top, so
/// that another week is added.
std::int64_t wall_time(const Duration& duration) {
  constexpr std::int64_t kWeek = 7 * time::kDay;
  switch (duration.kind) {
    case TargetKind::elapsed: return duration.amount;
    case TargetKind::business: return kWeek * (duration.amount / time::kHour + 2);
    case TargetKind::business_days:
    case TargetKind::end_of_business_day: break;
  }
  return kWeek * (duration.amount + 2);
}

std::int64_t longest(agreement::PeriodUnit unit) {
  switch (unit) {
    case agreement::PeriodUnit::day: return 2 * time::kDay;
    case agreement::PeriodUnit::week: return 8 * time::kDay;
    case agreement::PeriodUnit::month: return 32 * time::kDay;
    case agreement::PeriodUnit::quarter: return 93 * time::kDay;
    case agreement::PeriodUnit::year: return 367 * time::kDay;
    case agreement::PeriodUnit::whole_term: break;
  }
  return INT64_MAX;
}

Retention of_deadline(const Clause& clause) {
  const agreement::Deadline& deadline = clause.deadline;
  if (deadline.on_reentry == agreement::OnReentry::ignore)
    return {std::nullopt, clause.name, "is never started again on a lead"};
  if (deadline.on_reentry == agreement::OnReentry::resume)
    return {std::nullopt, clause.name, "may be resumed at any time"};
  std::int64_t span = wall_time(deadline.grace);
  for (const agreement::Tier& tier : deadline.tiers) span = std::max(span, wall_time(tier.target));
  if (deadline.apart) span = std::max(span, wall_time(*deadline.apart));
  std::int64_t after = 0;
  for (const agreement::Step& step : clause.steps) {
    if (step.at == agreement::Step::At::after_due) after = std::max(after, wall_time(step.offset));
  }
  return {span + after, clause.name, "may take so long"};
}

Retention of_clause(const Clause& clause) {
  const bool of_periods = std::ranges::any_of(clause.steps, [](const agreement::Step& step) {
    return step.at == agreement::Step::At::target_met ||
           step.at == agreement::Step::At::target_missed;
  });
  if (has_counter(clause.kind)) return {std::nullopt, clause.name, "counts over all its periods"};
  if (of_periods) return {std::nullopt, clause.name, "has steps for the verdicts of periods"};
  if (has_clock(clause.kind)) return of_deadline(clause);
  if (clause.kind != agreement::ClauseKind::conversion)
    return {0, clause.name, "is judged at once"};
  const std::int64_t period = longest(clause.conversion.target.period.unit);
  if (period == INT64_MAX) return {std::nullopt, clause.name, "has one period, the whole term"};
  return {period + wall_time(clause.conversion.window), clause.name, "has members for so long"};
}

}  // namespace

Retention retention_of(const Agreement& agreement) {
  Retention most{0, "", "has no clauses"};
  for (const Clause& clause : agreement.clauses) {
    Retention one = of_clause(clause);
    if (!one.span) return one;
    if (*one.span >= *most.span) most = std::move(one);
  }
  return most;
}

std::string words(const Retention& retention) {
  const std::string why = retention.clause.empty()
                              ? "the policy " + retention.why
                              : fmt::format("`{}` {}", retention.clause, retention.why);
  if (!retention.span) return "unbounded: " + why;
  const std::int64_t days = (*retention.span + time::kDay - 1) / time::kDay;
  return fmt::format("{} {}: {}", days, days == 1 ? "day" : "days", why);
}

}  // namespace sla::driver
