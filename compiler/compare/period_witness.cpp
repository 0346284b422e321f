// Witnesses about periods: so many leads kept of so many, so much reached. Single leads are found
// by the same probes; arithmetic says how many of which are needed, and both agreements judge them.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/compare/batch.h"
#include "compiler/compare/probe.h"

namespace sla::compare {
namespace {

using agreement::Clause;
using verdicts::Verdict;

__extension__ typedef __int128 Wide;  // Amounts times a hundred million.

constexpr std::int64_t kMostLeads = 2000;
constexpr std::int64_t kMostMixed = 200;
constexpr std::int64_t kLater = 35 * time::kDay;  // Another month, the same weekday.
constexpr std::int64_t kWhole = 100 * agreement::kScale;

/// Leads of one kind in a period.
struct Part {
  Scenario lead;
  std::int64_t count = 0;
};

Scenario mixed(const std::vector<Part>& parts) {
  Scenario all;
  for (const Part& part : parts) {
    for (std::int64_t n = 0; n < part.count; ++n) {
      append(all, part.lead);
      all.leads.back().name = fmt::format("a{}", all.leads.size());
    }
    if (all.people.size() < part.lead.people.size()) all.people = part.lead.people;
    all.judged = std::max(all.judged, part.lead.judged);
  }
  if (all.leads.size() == 1) all.leads.front().name = "a";
  std::ranges::stable_sort(all.events, {}, &Happening::at);
  return all;
}

/// What one side says of the periods in which something happens.
struct PeriodSaying {
  Saying saying{false, false, "no promise", {}, {}};
  Instant end = time::kMinInstant;  ///< Of the last of them.
};

std::expected<std::optional<PeriodSaying>, std::string> period_saying(const Sides::Side& side,
                                                                      const Scenario& scenario,
                                                                      const Judge& judge) {
  PeriodSaying made;
  const Clause* clause = side.said();
  if (clause == nullptr) return made;
  const auto test = test_of(*side.agreement, scenario);
  if (!test) return std::nullopt;
  const auto judged = judge(*side.agreement, *test, scenario.judged);
  if (!judged) return std::unexpected(judged.error());
  if (!judged->outcome.faults.empty()) return std::nullopt;
  const Instant first = scenario.events.front().at, last = scenario.events.back().at;
  const auto& summary = judged->summary.clauses[static_cast<std::size_t>(side.clause)];
  for (const verdicts::PeriodSummary& period : summary.periods) {
    const bool concerned = period.begin <= last && period.end > first;
    if (!concerned || (period.cohort == 0 && !has_counter(clause->kind))) continue;
    if (period.verdict == Verdict::no_data) continue;
    made.end = std::max(made.end, period.end);
    const bool broken = period.verdict == Verdict::breached;
    if (made.saying.promised && (made.saying.broken || !broken)) continue;
    const std::string when = period.label == "whole term" ? "" : " in " + period.label;
    const std::string who =
        period.group.empty() ? "" : " for " + agreement::quoted_text(period.group);
    const std::string status(verdicts::name_of(period.verdict));
    made.saying = {true, broken, fmt::format("{}{}{}", status, when, who), {}, {}};
    made.saying.expectation = fmt::format("{} {}{}{}", clause->name, status, when, who);
  }
  return made;
}

class PeriodSearch {
 public:
  PeriodSearch(const Sides& sides, const ClauseChange& change, const Judge& judge)
      : sides_(sides), change_(change), judge_(judge), probes_(sides, change), alone_(sides) {}

  std::expected<std::vector<Witness>, std::string> run() {
    if (!has_counter(sides_.any().said()->kind)) {
      percentages();
    } else if (sides_.any().said()->volume.part) {
      shares();
    } else {
      volumes();
    }
    if (!error_.empty()) return std::unexpected(error_);
    return std::move(witnesses_);
  }

 private:
  bool changed(std::initializer_list<const char*> keys) const {
    return std::ranges::any_of(change_.details, [&](const Detail& each) {
      return std::ranges::find(keys, each.key) != keys.end();
    });
  }

  bool found(Direction direction) const {
    return std::ranges::any_of(witnesses_,
                               [&](const Witness& each) { return each.direction == direction; });
  }

  /// Judges leads by both versions after their periods; keeps what differs.
  void attempt(const std::vector<Part>& parts, const char* about) {
    if (!error_.empty()) return;
    Scenario scenario = mixed(parts);
    if (scenario.leads.empty() || scenario.leads.size() > kMostLeads) return;
    PeriodSaying said[2];
    // First where the periods end, then as of that instant.
    for (const int round : {0, 1}) {
      Instant end = scenario.judged;
      for (const int which : {0, 1}) {
        auto made = period_saying(which == 0 ? sides_.was : sides_.is, scenario, judge_);
        if (!made) error_ = made.error();
        if (!made || !*made) return;
        said[which] = **made;
        if (said[which].end < time::kMaxInstant) end = std::max(end, said[which].end);
      }
      if (round == 0) scenario.judged = end;
    }
    if (said[0].saying.broken == said[1].saying.broken) return;
    const Direction direction = said[1].saying.broken ? Direction::stricter : Direction::looser;
    if (found(direction)) return;
    witnesses_.push_back({direction, about, std::move(scenario), said[0].saying, said[1].saying});
  }

  /// Leads of all kinds at an ordinary time, with what each version makes of them.
  std::vector<std::pair<Scenario, Compared>> kinds(bool ended) {
    std::vector<Scenario> scenarios;
    const Instant at = probes_.times().front();
    for (const Circumstances& each : probes_.circumstances()) {
      for (const Moves& start : probes_.starts()) {
        if (scenarios.size() >= 300) break;
        const Scenario open = probes_.scenario(each, start, at, {});
        scenarios.push_back(open);
        for (const Variation& ending : probes_.endings()) {
          if (!ended) break;
          Scenario closed = open;
          for (const int needed : {probes_.needed().back()}) {
            for (int n = 1; n <= needed; ++n) {
              for (const Move& move : ending.moves) {
                Probes::add(closed, at + n * time::kMinute, move.what);
              }
            }
          }
          scenarios.push_back(std::move(closed));
        }
      }
    }
    horizon_ = at + 180 * time::kDay;
    auto compared = compare_all(alone_.sides(), scenarios, horizon_, judge_);
    if (!compared) error_ = compared.error();
    std::vector<std::pair<Scenario, Compared>> all;
    if (!compared) return all;
    for (const Compared& each : *compared) all.emplace_back(scenarios[each.scenario], each);
    return all;
  }

  /// A percentage lies between what the two versions ask for when so many of so many are kept.
  void percentages() {
    if (!changed({"percentage", "bound", "period", "group", "judged", "zone"})) return;
    if (sides_.was.clause < 0 || sides_.is.clause < 0) return;
    const agreement::Target* was = target_of(*sides_.was.said());
    const agreement::Target* is = target_of(*sides_.is.said());
    std::optional<Scenario> kept, broken;
    for (auto& [scenario, compared] : kinds(true)) {
      const bool same = compared.was.promised && compared.is.promised &&
                        compared.was.broken == compared.is.broken && !compared.was.open &&
                        !compared.is.open;
      if (!same) continue;
      std::optional<Scenario>& place = compared.was.broken ? broken : kept;
      if (!place) place = scenario;
    }
    if (!kept || !broken) return;
    for (Scenario* each : {&*kept, &*broken}) each->judged = each->events.back().at;
    // Open obligations of periods that have ended are decided by then.
    broken->judged = horizon_ - 60 * time::kDay;
    const bool most = sides_.any().said()->kind == agreement::ClauseKind::conversion &&
                      !sides_.any().said()->conversion.at_least;
    const std::int64_t a = was != nullptr ? was->micro_percent : (most ? kWhole : 0);
    const std::int64_t b = is != nullptr ? is->micro_percent : (most ? kWhole : 0);
    const auto [low, high] = std::minmax(a, b);
    for (std::int64_t n = 1; n <= kMostMixed && low != high; ++n) {
      const std::int64_t k = most ? low * n / kWhole + 1 : (low * n + kWhole - 1) / kWhole;
      const bool between = most ? k * kWhole <= high * n : k * kWhole < high * n;
      if (!between || k > n) continue;
      attempt({{*kept, k}, {*broken, n - k}}, "percentage");
      break;
    }
    if (was == nullptr || is == nullptr || std::max(a, b) >= kWhole) return;
    if (!changed({"period", "group", "judged"})) return;
    // Enough are kept to make up for one that is not, if they are counted together.
    const std::int64_t k = high / (kWhole - high) + 1;
    attempt({{*kept, k}, {shifted(*broken, kLater), 1}}, "period");
    attempt({{*kept, k}, {others(*broken), 1}}, "group");
  }

  static Scenario shifted(Scenario scenario, std::int64_t by) {
    for (Happening& each : scenario.events) each.at += by;
    scenario.judged += by;
    return scenario;
  }

  /// The same lead with another owner in another team.
  static Scenario others(Scenario scenario) {
    for (Happening& each : scenario.events) {
      if (each.kind == Happening::Kind::assigned) each.name = "Lee";
    }
    agreement::TestPerson lee;
    lee.name = "Lee";
    lee.team = "West";
    if (!scenario.people.empty()) lee.party = scenario.people.front().party;
    scenario.people.push_back(std::move(lee));
    return scenario;
  }

  /// What a version asks for, of so much.
  static bool kept_by(const Sides::Side& side, std::int64_t part, std::int64_t whole) {
    const Clause* clause = side.said();
    if (clause == nullptr) return true;
    const agreement::Volume& v = clause->volume;
    if (!v.part) return v.at_least ? whole >= v.amount : whole <= v.amount;
    if (whole == 0) return true;
    const Wide have = static_cast<Wide>(part) * kWhole;
    const Wide bound = static_cast<Wide>(v.micro_percent) * whole;
    return v.at_least ? have >= bound : have <= bound;
  }

  void volumes() {
    if (sides_.was.clause < 0 || sides_.is.clause < 0) return;
    for (const auto& [scenario, compared] : kinds(false)) {
      const std::int64_t was = compared.was.hits, is = compared.is.hits;
      std::set<std::int64_t> counts;
      for (const auto& [side, each] : {std::pair{&sides_.was, was}, std::pair{&sides_.is, is}}) {
        if (each <= 0) continue;
        const std::int64_t n = (side->said()->volume.amount + each - 1) / each;
        counts.insert({n - 1, n, n + 1});
      }
      for (const std::int64_t n : counts) {
        if (n <= 0 || n > kMostLeads) continue;
        if (kept_by(sides_.was, 0, n * was) != kept_by(sides_.is, 0, n * is)) {
          const bool stricter = !kept_by(sides_.is, 0, n * is);
          if (found(stricter ? Direction::stricter : Direction::looser)) continue;
          attempt({{scenario, n}}, changed({"amount"}) ? "amount" : "");
        } else if (changed({"period", "group"}) && was > 0 && is > 0) {
          const std::int64_t half = n / 2;
          attempt({{scenario, half}, {shifted(scenario, kLater), n - half}}, "period");
          attempt({{scenario, half}, {others(scenario), n - half}}, "group");
        }
      }
      if (found(Direction::stricter) && found(Direction::looser)) return;
    }
  }

  void shares() {
    if (sides_.was.clause < 0 || sides_.is.clause < 0) return;
    std::vector<std::pair<Scenario, Compared>> types;
    for (auto& each : kinds(false)) {
      const auto same = [&](const auto& other) {
        return other.second.was.hits == each.second.was.hits &&
               other.second.was.parts == each.second.was.parts &&
               other.second.is.hits == each.second.is.hits &&
               other.second.is.parts == each.second.is.parts;
      };
      if (types.size() < 8 && std::ranges::none_of(types, same)) types.push_back(std::move(each));
    }
    for (std::int64_t n = 1; n <= kMostMixed; ++n) {
      for (const auto& one : types) {
        for (const auto& other : types) {
          for (std::int64_t k = 0; k <= n; ++k) try_mix(one, n - k, other, k);
          if (found(Direction::stricter) && found(Direction::looser)) return;
        }
      }
    }
  }

  using Type = std::pair<Scenario, Compared>;
  void try_mix(const Type& one, std::int64_t n, const Type& other, std::int64_t k) {
    const auto sum = [&](auto of) { return of(one.second) * n + of(other.second) * k; };
    const bool was = kept_by(sides_.was, sum([](const Compared& c) { return c.was.parts; }),
                             sum([](const Compared& c) { return c.was.hits; }));
    const bool is = kept_by(sides_.is, sum([](const Compared& c) { return c.is.parts; }),
                            sum([](const Compared& c) { return c.is.hits; }));
    if (was == is || found(is ? Direction::looser : Direction::stricter)) return;
    attempt({{one.first, n}, {other.first, k}}, changed({"amount"}) ? "amount" : "");
  }

  const Sides& sides_;
  const ClauseChange& change_;
  const Judge& judge_;
  Probes probes_;
  Alone alone_;
  Instant horizon_ = 0;
  std::vector<Witness> witnesses_;
  std::string error_;
};

}  // namespace

std::expected<std::vector<Witness>, std::string> find_period_witnesses(const Sides& sides,
                                                                       const ClauseChange& change,
                                                                       const Judge& judge) {
  return PeriodSearch(sides, change, judge).run();
}

}  // namespace sla::compare
