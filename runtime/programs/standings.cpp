#include "runtime/programs/standings.h"

#include <algorithm>
#include <tuple>

#include "runtime/programs/decisions.h"

namespace sla::programs {
namespace {

struct Score {
  std::int64_t points = 0, met = 0, breached = 0;
};

/// The periods of a shape in the agreement's zone.
class Periods {
 public:
  Periods(const actions::Facts& facts, const verdicts::PeriodShape& shape)
      : policy_(facts.policy),
        shape_(shape),
        zone_(time::Zone::find(facts.policy.zone).value_or(time::Zone::utc())) {}

  bool is_whole_term() const { return shape_.unit == verdicts::PeriodUnit::whole_term; }
  std::int64_t of(Instant t) const {
    return is_whole_term() ? 0 : verdicts::period_of(shape_, zone_.date_of(t));
  }
  Instant begin(std::int64_t period) const {
    return is_whole_term() ? policy_.term_begin
                           : zone_.start_of(verdicts::first_date_of(shape_, period));
  }
  Instant end(std::int64_t period) const {
    return is_whole_term() ? policy_.term_end : begin(period + 1);
  }
  std::string label(std::int64_t period) const { return verdicts::label_of(shape_, period); }

 private:
  const verdicts::PolicyShape& policy_;
  verdicts::PeriodShape shape_;
  time::Zone zone_;
};

bool before(const Place& a, const Place& b) {
  return std::tuple(-a.points, -a.met, a.breached, std::string_view(a.name)) <
         std::tuple(-b.points, -b.met, b.breached, std::string_view(b.name));
}

void rank(std::vector<Place>& places) {
  std::ranges::sort(places, before);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool as_before = i > 0 && places[i - 1].points == places[i].points;
    const bool as_after = i + 1 < places.size() && places[i + 1].points == places[i].points;
    places[i].rank = as_before ? places[i - 1].rank : static_cast<int>(i) + 1;
    places[i].tied = as_before || as_after;
  }
}

}  // namespace

std::vector<Standing> standings(const actions::Facts& facts,
                                std::span<const actions::PointsEntry> points, Holder holder,
                                const verdicts::PeriodShape& shape) {
  const Periods periods(facts, shape);
  std::map<std::int64_t, std::map<std::string, Score>> scores;
  for (const actions::PointsEntry& entry : points) {
    const std::string& name = holder == Holder::owner ? entry.owner : entry.team;
    if (!name.empty()) scores[periods.of(entry.counts_at)][name].points += entry.points;
  }
  for (std::size_t c = 0; c < facts.steps.clauses.size(); ++c) {
    const actions::ClauseSteps& clause = facts.steps.clauses[c];
    if (clause.periodical || !clause.gives_points()) continue;
    for (const Decision& decision : decisions(facts, c, holder)) {
      Score& score = scores[periods.of(decision.at)][decision.holder];
      ++(decision.met ? score.met : score.breached);
    }
  }
  std::vector<Standing> all;
  for (const auto& [period, of_period] : scores) {
    Standing standing{.period = period,
                      .label = periods.label(period),
                      .begin = periods.begin(period),
                      .end = periods.end(period),
                      .ended = periods.end(period) <= facts.inputs.as_of,
                      .places = {}};
    for (const auto& [name, score] : of_period) {
      standing.places.push_back({.rank = 1,
                                 .tied = false,
                                 .name = name,
                                 .points = score.points,
                                 .met = score.met,
                                 .breached = score.breached});
    }
    rank(standing.places);
    all.push_back(std::move(standing));
  }
  return all;
}

}  // namespace sla::programs
