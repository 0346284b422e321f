#include "compiler/compare/batch.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace sla::compare {
namespace {

using agreement::Expression;
using verdicts::Status;

bool asks_for_outcomes(const Expression& e) {
  return e.op == agreement::Op::clause_is || std::ranges::any_of(e.children, asks_for_outcomes);
}

bool asks_for_outcomes(const std::optional<Expression>& e) { return e && asks_for_outcomes(*e); }

bool stands_alone(const agreement::Clause& c) {
  const agreement::Deadline& d = c.deadline;
  const bool tiers = std::ranges::any_of(
      d.tiers, [](const agreement::Tier& tier) { return asks_for_outcomes(tier.when); });
  return !tiers && !asks_for_outcomes(c.when) && !asks_for_outcomes(d.while_) &&
         !asks_for_outcomes(d.paused_while) && !asks_for_outcomes(d.excused_when) &&
         !asks_for_outcomes(c.volume.where) && !asks_for_outcomes(c.volume.part) &&
         !asks_for_outcomes(c.prohibition.without) && !asks_for_outcomes(c.prohibition.while_) &&
         !asks_for_outcomes(c.conversion.not_counting);
}

Sides::Side reduced(const Sides::Side& side, agreement::Agreement& copy) {
  if (side.said() == nullptr || !stands_alone(*side.said())) return side;
  copy = *side.agreement;
  agreement::Clause only = *side.said();
  only.steps.clear();
  copy.clauses = {std::move(only)};
  copy.order = {0};
  copy.programs.clear();
  copy.tests.clear();
  copy.sources.clear();
  // Requirements of states are data findings, and no obligation depends on them.
  for (agreement::State& state : copy.lifecycle.states) state.requirement.reset();
  return {&copy, 0};
}

Verdict& add_row(Verdict& verdict, const verdicts::Row& row) {
  verdict.promised = true;
  verdict.broken |= row.status == Status::breached || row.status == Status::met_late;
  verdict.open |= row.status == Status::running || row.status == Status::paused;
  verdict.start = row.start;
  verdict.breach = row.breach;
  verdict.tier = row.tier;
  return verdict;
}

/// By lead of the test; nothing of those that fault.
std::vector<std::optional<Verdict>> verdicts_of(const Sides::Side& side, const Judged& judged,
                                                std::size_t leads) {
  std::vector<std::optional<Verdict>> all(leads, Verdict{});
  for (const verdicts::Row& row : judged.outcome.rows) {
    if (row.clause == side.clause) add_row(*all[row.subject], row);
  }
  for (const verdicts::Hit& hit : judged.outcome.hits) {
    if (hit.clause != side.clause) continue;
    Verdict& verdict = *all[hit.subject];
    verdict.promised = true;
    verdict.hits += hit.amount;
    if (hit.part != 0) verdict.parts += hit.amount;
  }
  for (const verdicts::Fault& fault : judged.outcome.faults) all[fault.subject].reset();
  return all;
}

}  // namespace

Alone::Alone(const Sides& sides) : small_{reduced(sides.was, was_), reduced(sides.is, is_)} {}

std::expected<std::vector<Compared>, std::string> compare_all(
    const Sides& sides, const std::vector<Scenario>& scenarios, Instant as_of, const Judge& judge) {
  Scenario all;
  std::vector<std::size_t> taken;
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    bool fits = true;
    for (const Sides::Side* side : {&sides.was, &sides.is}) {
      fits &= side->clause < 0 || test_of(*side->agreement, scenarios[s]).has_value();
    }
    if (!fits) continue;
    append(all, scenarios[s]);
    all.leads.back().name = fmt::format("l{}", taken.size());
    if (all.people.empty()) all.people = scenarios[s].people;
    taken.push_back(s);
  }
  std::vector<Compared> compared;
  if (taken.empty()) return compared;
  std::vector<std::optional<Verdict>> said[2];
  for (const int which : {0, 1}) {
    const Sides::Side& side = which == 0 ? sides.was : sides.is;
    if (side.clause < 0) {
      said[which].assign(taken.size(), Verdict{});
      continue;
    }
    auto judged = judge(*side.agreement, *test_of(*side.agreement, all), as_of);
    if (!judged) return std::unexpected(judged.error());
    said[which] = verdicts_of(side, *judged, taken.size());
  }
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (said[0][i] && said[1][i]) compared.push_back({taken[i], *said[0][i], *said[1][i]});
  }
  return compared;
}

}  // namespace sla::compare
