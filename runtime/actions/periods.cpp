// Steps of the verdicts of periods: "when target met", "when target missed".

#include <algorithm>
#include <map>
#include <optional>

#include "runtime/actions/effects.h"
#include "runtime/verdicts/period_grid.h"

namespace sla::actions {
namespace {

using verdicts::GroupKind;
using verdicts::PeriodSummary;
using verdicts::Row;
using verdicts::Verdict;

using CellKey = std::pair<std::int64_t, std::int64_t>;  // Period, group.

/// When a row was decided, or left its cohort; it no longer changes its period from then on.
/// Nothing while it is open.
std::optional<Instant> decided_at(const Row& row) {
  using verdicts::Status;
  if (row.status == Status::running || row.status == Status::paused) return std::nullopt;
  const bool at_breach = row.status == Status::breached || row.status == Status::met_late;
  // A member of a conversion may be excused when its window ends, without any event.
  return at_breach || row.stop == verdicts::kNoInstant ? row.breach : row.stop;
}

/// The last decision of each period of a clause whose periods are made of rows.
std::map<CellKey, Instant> last_decisions(const Facts& facts, std::size_t clause) {
  const verdicts::ClauseShape& shape = facts.policy.clauses[clause];
  std::map<CellKey, Instant> last;
  if (shape.is_volume) return last;
  const verdicts::PeriodGrid grid(facts.policy, shape, facts.inputs);
  for (const Row& row : facts.outcome.rows) {
    if (row.clause != clause) continue;
    const Instant t = shape.judged_when_due ? row.due : row.start;
    const std::optional<Instant> decided = decided_at(row);
    if (t == verdicts::kNoInstant || !decided) continue;
    Instant& latest = last[{grid.period_at(t), grid.group_key(row.owner, row.team, row.group)}];
    latest = std::max(latest, *decided);
  }
  return last;
}

Whose whose(const verdicts::ClauseShape& shape, const PeriodSummary& period, Instant at) {
  Whose who;
  who.at = at;
  who.party = shape.party;
  if (period.group_key == verdicts::kNoGroup) return who;
  if (shape.group == GroupKind::owner) who.owner = period.group;
  if (shape.group == GroupKind::team) who.team = period.group;
  return who;
}

}  // namespace

void add_periods(const Facts& facts, std::size_t clause, Effects& effects) {
  const ClauseSteps& steps = facts.steps.clauses[clause];
  const bool asked = std::ranges::any_of(steps.steps, [](const StepShape& step) {
    return step.at == StepAt::target_met || step.at == StepAt::target_missed;
  });
  if (!asked) return;
  const verdicts::ClauseShape& shape = facts.policy.clauses[clause];
  const std::map<CellKey, Instant> decisions = last_decisions(facts, clause);
  for (const PeriodSummary& period : facts.summary.clauses[clause].periods) {
    if (period.provisional) continue;
    const auto decided = decisions.find({period.period, period.group_key});
    const Instant at =
        decided == decisions.end() ? period.end : std::max(period.end, decided->second);
    for (std::size_t s = 0; s < steps.steps.size(); ++s) {
      const StepShape& step = steps.steps[s];
      const bool happened =
          (step.at == StepAt::target_met && period.verdict == Verdict::met) ||
          (step.at == StepAt::target_missed && period.verdict == Verdict::breached);
      if (!happened) continue;
      effects.add(
          {.key = {.clause = static_cast<std::uint16_t>(clause),
                   .subject = period.group.empty() ? "all" : period.group,
                   .cycle = period.label,
                   .run = 1,
                   .step = static_cast<std::uint16_t>(s + 1),
                   .effect = 0},
           .step = step,
           .state = NoticeState::sent,
           .at = at,
           // A verdict at the period's end belongs to the period; one that took longer
           // does not change what the past has given.
           .counts_at = at == period.end ? at - 1 : at,
           .ended = time::kNever,
           .counts = true,
           .whose = whose(shape, period, at),
           .deliver_at = [&](int calendar) {
             if (calendar < 0) return at;
             return facts.inputs.calendars[static_cast<std::size_t>(calendar)][0]->next_open(at);
           }});
    }
  }
}

}  // namespace sla::actions
