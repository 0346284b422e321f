#include "compiler/compare/witness.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "compiler/compare/batch.h"
#include "compiler/compare/probe.h"

namespace sla::compare {
namespace {

using agreement::Clause;
using agreement::ClauseKind;
using verdicts::Status;

constexpr std::size_t kMostTried = 1500;  // In one round.
constexpr std::int64_t kFurthest = 3 * 366 * time::kDay;

/// A scenario and the detail that it was made for.
struct Try {
  Scenario scenario;
  std::string about;
  std::size_t time = 0;  ///< Which of the times to try; the ordinary ones come first.
};

/// Looks for what the two versions judge differently, in two rounds: what happens if nobody does
/// anything tells when each would breach, and then it is done in between.
class Search {
 public:
  Search(const Sides& sides, const ClauseChange& change, const Judge& judge)
      : sides_(sides), probes_(sides, change), alone_(sides), judge_(judge) {}

  std::expected<std::vector<Witness>, std::string> run() {
    make_first_round();
    Instant last = time::kMinInstant;
    for (const Try& each : tries_) last = std::max(last, each.scenario.judged);
    const auto begun = judge_all(last);
    if (!begun) return std::unexpected(begun.error());
    for (const Compared& each : *begun) {
      for (const Verdict* verdict : {&each.was, &each.is}) {
        if (verdict->breach != time::kNever) last = std::max(last, verdict->breach);
      }
    }
    horizon_ = std::min(last, tries_.front().scenario.judged + kFurthest) + 2 * time::kDay;
    if (auto done = look(); !done) return std::unexpected(done.error());
    make_second_round(*begun);
    if (auto done = look(); !done) return std::unexpected(done.error());
    return choose();
  }

 private:
  void attempt(Scenario scenario, const std::string& about, std::size_t time) {
    if (tries_.size() < kMostTried) tries_.push_back({std::move(scenario), about, time});
  }

  void make_first_round() {
    const auto& circumstances = probes_.circumstances();
    const auto& starts = probes_.starts();
    const auto& times = probes_.times();
    const auto& variations = probes_.variations();
    // Everything about the lead at an ordinary time, then a few kinds of leads everywhere.
    for (std::size_t c = 0; c < circumstances.size(); ++c) {
      for (const Moves& start : starts) {
        if (tries_.size() >= kMostTried / 2) break;
        attempt(probes_.scenario(circumstances[c], start, times[0], {}), "", 0);
      }
    }
    const std::size_t few = std::min<std::size_t>(circumstances.size(), 16);
    for (std::size_t v = 0; v < variations.size(); ++v) {
      for (std::size_t t = 0; t < times.size(); ++t) {
        for (std::size_t c = 0; c < few && (c == 0 || t < 4 || v == 0); ++c) {
          for (const Moves& start : starts) {
            if (v == 0 && t == 0) continue;
            attempt(probes_.scenario(circumstances[c], start, times[t], variations[v].moves),
                    variations[v].about, t);
          }
        }
      }
    }
  }

  std::expected<std::vector<Compared>, std::string> judge_all(Instant as_of) const {
    std::vector<Scenario> scenarios;
    scenarios.reserve(tries_.size());
    for (const Try& each : tries_) scenarios.push_back(each.scenario);
    return compare_all(alone_.sides(), scenarios, as_of, judge_);
  }

  /// Judges what is to be tried and keeps the best of what differs.
  std::expected<void, std::string> look() {
    const auto compared = judge_all(horizon_);
    if (!compared) return std::unexpected(compared.error());
    for (const Compared& each : *compared) {
      if (each.was.broken == each.is.broken) continue;
      const Try& tried = tries_[each.scenario];
      const bool both = each.was.promised && each.is.promised;
      const Direction direction = each.is.broken ? Direction::stricter : Direction::looser;
      const Key key{direction, !both, tried.about, each.was.tier, each.is.tier};
      const auto cost = cost_of(tried, each);
      const auto [best, is_new] = best_.try_emplace(key, Found{cost, tried});
      if (!is_new && cost < best->second.cost) best->second = {cost, tried};
    }
    return {};
  }

  /// The simplest timeline is one that both decide, with few events and plain leads, early.
  using Cost = std::tuple<bool, std::size_t, std::size_t, std::size_t, Instant>;
  static Cost cost_of(const Try& tried, const Compared& compared) {
    const Verdict& kept = compared.is.broken ? compared.was : compared.is;
    std::size_t values = tried.scenario.leads.front().given.size();
    for (const Happening& each : tried.scenario.events) values += each.values.size();
    return {kept.open, tried.scenario.events.size(), values, tried.time,
            tried.scenario.events.back().at};
  }

  /// A time soon after the first that reads well, in (after, until].
  static Instant nice_between(Instant after, Instant until) {
    for (const std::int64_t grain :
         {time::kHour, 30 * time::kMinute, 5 * time::kMinute, time::kMinute, time::kSecond}) {
      const Instant later = after + grain - after % std::min(grain, 5 * time::kMinute);
      if (later > after && later <= until) return later;
    }
    return until;
  }

  void make_second_round(const std::vector<Compared>& begun) {
    const std::vector<Try> first = std::move(tries_);
    tries_.clear();
    for (const Compared& each : begun) {
      const Verdict& was = each.was;
      const Verdict& is = each.is;
      if (!was.promised && !is.promised) continue;
      const Instant start = std::min(was.start, is.start);
      const Instant low = std::min(was.breach, is.breach), high = std::max(was.breach, is.breach);
      const Try& tried = first[each.scenario];
      for (const Variation& ending : probes_.endings()) {
        const std::string& about = tried.about.empty() ? ending.about : tried.about;
        if (low != high && low != time::kNever) {
          const Instant until = high == time::kNever ? low + 2 * time::kHour : high;
          const Instant at = nice_between(low, until);
          end_at(tried, ending, about, start, at);
        }
        if (ending.about.empty() && tried.about.empty() && was.promised && is.promised) continue;
        const Instant until = low == time::kNever ? start + 2 * time::kHour : low;
        const Instant last = std::max(start, tried.scenario.judged);
        if (until > last) end_at(tried, ending, about, last, nice_between(last, until));
      }
    }
  }

  /// As many endings as either version asks for: one after the other at the end, and spread.
  void end_at(const Try& tried, const Variation& ending, const std::string& about, Instant start,
              Instant at) {
    for (const int needed : probes_.needed()) {
      for (const bool spread : {false, true}) {
        if (spread && needed == 1) continue;
        Try made = tried;
        for (int n = 1; n <= needed; ++n) {
          const Instant when =
              spread ? start + (at - start) / needed * n : at + (n - 1) * time::kMinute;
          for (const Move& move : ending.moves) {
            Probes::add(made.scenario, when - when % time::kSecond, move.what);
          }
        }
        attempt(std::move(made.scenario), about, tried.time);
      }
    }
  }

  std::expected<std::vector<Witness>, std::string> choose() const;
  std::expected<std::optional<Witness>, std::string> finish(const Try& tried,
                                                            Direction direction) const;
  std::expected<std::optional<Witness>, std::string> witness_of(const Scenario& scenario,
                                                                const Try& tried,
                                                                Direction direction) const;

  struct Key {
    Direction direction;
    bool only_one;  ///< Promised by one version alone.
    std::string about;
    int was_tier, is_tier;
    auto operator<=>(const Key&) const = default;
  };
  struct Found {
    Cost cost;
    Try tried;
  };

  const Sides& sides_;
  Probes probes_;
  Alone alone_;
  const Judge& judge_;
  std::vector<Try> tries_;
  std::map<Key, Found> best_;
  Instant horizon_ = 0;
};

std::expected<std::optional<Witness>, std::string> Search::witness_of(const Scenario& scenario,
                                                                      const Try& tried,
                                                                      Direction direction) const {
  auto sayings = sayings_of(sides_, scenario, judge_);
  if (!sayings) return std::unexpected(sayings.error());
  if (!*sayings || (*sayings)->was.broken == (*sayings)->is.broken) return std::nullopt;
  if ((*sayings)->is.broken != (direction == Direction::stricter)) return std::nullopt;
  return Witness{direction, tried.about, scenario, (*sayings)->was, (*sayings)->is};
}

/// Judges under the whole agreements, as early as it shows, and leaves out what does not matter.
std::expected<std::optional<Witness>, std::string> Search::finish(const Try& tried,
                                                                  Direction direction) const {
  Scenario scenario = tried.scenario;
  scenario.judged = horizon_;
  auto best = witness_of(scenario, tried, direction);
  if (!best || !*best) return best;
  const auto better = [&](const Scenario& simpler) -> std::expected<bool, std::string> {
    auto made = witness_of(simpler, tried, direction);
    if (!made) return std::unexpected(made.error());
    const bool holds = *made && (*made)->was.status == (*best)->was.status &&
                       (*made)->is.status == (*best)->is.status;
    if (holds) best = std::move(made);
    return holds;
  };
  // The breach that nobody ends shows right after it.
  std::set<Instant> moments = {scenario.events.back().at};
  if (auto compared = compare_all(sides_, {scenario}, horizon_, judge_); compared) {
    for (const Compared& each : *compared) {
      for (const Instant breach : {each.was.breach, each.is.breach}) {
        if (breach != time::kNever && breach >= scenario.events.back().at)
          moments.insert(breach - breach % time::kMinute + time::kMinute);
      }
    }
  }
  for (const Instant moment : moments) {
    scenario.judged = moment;
    const auto holds = better(scenario);
    if (!holds) return std::unexpected(holds.error());
    if (*holds) break;
  }
  scenario = (*best)->scenario;
  for (std::size_t p = scenario.people.size(); p-- > 0;) {
    Scenario simpler = scenario;
    simpler.people.erase(simpler.people.begin() + static_cast<std::ptrdiff_t>(p));
    const auto holds = better(simpler);
    if (!holds) return std::unexpected(holds.error());
    if (*holds) scenario = std::move(simpler);
  }
  for (std::size_t v = scenario.leads.front().given.size(); v-- > 0;) {
    Scenario simpler = scenario;
    simpler.leads.front().given.erase(simpler.leads.front().given.begin() +
                                      static_cast<std::ptrdiff_t>(v));
    const auto holds = better(simpler);
    if (!holds) return std::unexpected(holds.error());
    if (*holds) scenario = std::move(simpler);
  }
  return best;
}

std::expected<std::vector<Witness>, std::string> Search::choose() const {
  std::vector<Witness> witnesses;
  std::set<std::tuple<Direction, std::string, std::string, std::string>> shown;
  for (const auto& [key, found] : best_) {
    if (witnesses.size() >= kMostWitnesses) break;
    // What only one version promises is told once for a direction, unless nothing better is there.
    const bool has_both = std::ranges::any_of(witnesses, [&](const Witness& each) {
      return each.direction == key.direction && each.was.promised && each.is.promised;
    });
    auto witness = finish(found.tried, key.direction);
    if (!witness) return std::unexpected(witness.error());
    if (!*witness) continue;
    const std::string about = key.only_one && has_both ? "" : (*witness)->about;
    if (shown.insert({key.direction, about, (*witness)->was.tier, (*witness)->is.tier}).second) {
      witnesses.push_back(std::move(**witness));
    }
  }
  return witnesses;
}

std::string tier_name(const Clause& clause, int tier) {
  if (!has_clock(clause.kind) || tier < 0 || clause.deadline.tiers.size() < 2) return {};
  const agreement::Tier& chosen = clause.deadline.tiers[static_cast<std::size_t>(tier)];
  return chosen.when ? chosen.name : "otherwise";
}

/// What one side says; nothing when the lead cannot be judged.
std::expected<std::optional<Saying>, std::string> saying_of(const Sides::Side& side,
                                                            const Scenario& scenario,
                                                            const Judge& judge) {
  Saying saying{false, false, "no promise", {}, {}};
  const Clause* clause = side.said();
  if (clause == nullptr) return saying;
  const auto test = test_of(*side.agreement, scenario);
  if (!test) return std::nullopt;
  const auto judged = judge(*side.agreement, *test, scenario.judged);
  if (!judged) return std::unexpected(judged.error());
  if (!judged->outcome.faults.empty()) return std::nullopt;
  const std::string what = fmt::format("{} of {}", clause->name, scenario.leads.front().name);
  saying.expectation = what + " not started";
  int rows = 0;
  for (const verdicts::Row& row : judged->outcome.rows) {
    if (row.clause != side.clause || row.subject != 0) continue;
    ++rows;
    const bool broken = row.status == Status::breached || row.status == Status::met_late;
    if (saying.broken && !broken) continue;
    saying = {
        true, broken, std::string(verdicts::name_of(row.status)), tier_name(*clause, row.tier), {}};
    saying.expectation = fmt::format(
        "{}{} {}", what, rows > 1 ? fmt::format(" cycle {},", row.cycle) : "", saying.status);
  }
  return saying;
}

}  // namespace

std::expected<std::optional<Sayings>, std::string> sayings_of(const Sides& sides,
                                                              const Scenario& scenario,
                                                              const Judge& judge) {
  auto was = saying_of(sides.was, scenario, judge);
  if (!was) return std::unexpected(was.error());
  auto is = saying_of(sides.is, scenario, judge);
  if (!is) return std::unexpected(is.error());
  if (!*was || !*is) return std::nullopt;
  return Sayings{**was, **is};
}

std::expected<std::vector<Witness>, std::string> find_witnesses(const Sides& sides,
                                                                const ClauseChange& change,
                                                                const Judge& judge) {
  std::vector<Witness> all;
  const bool counts = has_counter(sides.any().said()->kind);
  const bool one_kind =
      sides.was.clause < 0 || sides.is.clause < 0 || has_counter(sides.was.said()->kind) == counts;
  if (!one_kind) return all;  // A period and a single lead have nothing to compare.
  if (!counts) {
    auto found = Search(sides, change, judge).run();
    if (!found) return found;
    all = std::move(*found);
  }
  auto periods = find_period_witnesses(sides, change, judge);
  if (!periods) return periods;
  for (Witness& each : *periods) all.push_back(std::move(each));
  return all;
}

}  // namespace sla::compare
