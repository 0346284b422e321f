// SLA2104: everybody keeps every stage, and the promise from end to end is breached.
#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/time/chains.h"
#include "compiler/analyze/time/findings.h"
#include "compiler/analyze/time/scenario.h"
#include "compiler/analyze/time/time_checks.h"
#include "compiler/analyze/time/watch.h"

namespace sla::analyze {
namespace {

using agreement::Clause;
using diagnose::Code;

constexpr std::size_t kMostTierChoices = 64;

/// A chain with the tiers that one subject gets, and that subject.
struct Course {
  const Chain* chain = nullptr;
  std::vector<std::size_t> tiers;  ///< Of the promise, then of each stage.
  Coming coming;
  std::vector<Watch> watches;  ///< In the same order.
};

/// When each stage is due if each before it was done when it was; empty when one never is.
std::vector<Instant> dues(const Course& course, Instant arrival) {
  std::vector<Instant> at;
  for (std::size_t i = 1; i < course.watches.size(); ++i) {
    const Instant due = course.watches[i].deadline(at.empty() ? arrival : at.back()).due;
    if (due == time::kNever) return {};
    at.push_back(due);
  }
  return at;
}

/// How many moves a lead has behind it at least when it is in a state; by state. Without moves, the
/// order in which states are written.
std::vector<int> depths_of(const agreement::Lifecycle& lifecycle) {
  const std::size_t count = lifecycle.states.size();
  std::vector<int> depth(count, -1);
  if (!lifecycle.has_moves) {
    std::iota(depth.begin(), depth.end(), 0);
    return depth;
  }
  std::uint64_t entered = 0;
  for (const std::uint64_t to : lifecycle.moves) entered |= to;
  std::vector<std::size_t> next;
  for (std::size_t state = 0; state < count; ++state) {
    if ((entered >> state & 1) == 0) next.push_back(state);
  }
  if (next.empty() && count > 0) next.push_back(0);
  for (const std::size_t state : next) depth[state] = 0;
  for (std::size_t i = 0; i < next.size(); ++i) {
    for (std::size_t to = 0; to < count; ++to) {
      if ((lifecycle.moves[next[i]] >> to & 1) == 0 || depth[to] >= 0) continue;
      depth[to] = depth[next[i]] + 1;
      next.push_back(to);
    }
  }
  return depth;
}

/// Whether no stage takes a lead back to where the promise began, or before it: what is owed there
/// belongs to another round.
bool goes_forward(const agreement::Agreement& record, const Chain& chain,
                  const std::vector<int>& depth) {
  const int from = chain.stages.front().started.after;
  if (from < 0) return true;
  return std::ranges::all_of(chain.stages, [&](const Stage& stage) {
    const auto to = entered_by(record, stage.done);
    return !to || depth[static_cast<std::size_t>(*to)] > depth[static_cast<std::size_t>(from)];
  });
}

class Stages {
 public:
  /// `depth`: of the states, as `depths_of` says.
  Stages(const TimeCheck& check, const Clause& whole, const std::vector<int>& depth)
      : check_(check), whole_(whole), depth_(depth) {}

  void look() {
    const std::vector<Chain> chains = chains_of(check_.record, whole_);
    for (const Chain& chain : chains) {
      if (is_left_to_others(chain) && is_the_way(chain) && leads_to_the_same(chain) &&
          goes_forward(check_.record, chain, depth_)) {
        follow(chain);
      }
    }
    if (best_) tell();
  }

 private:
  /// One party may promise itself less time for all than for the parts; what it must not do is
  /// count on time that another may use up.
  bool is_left_to_others(const Chain& chain) const {
    return std::ranges::any_of(
        chain.stages, [&](const Stage& stage) { return stage.clause->party != whole_.party; });
  }

  /// Whether the promise waits for the stages: its own party does the last of them, or no move
  /// leads past them. Else the last one happens to do, much later, what could have been done at
  /// once.
  bool is_the_way(const Chain& chain) const {
    const Stage& last = chain.stages.back();
    if (last.clause->party == whole_.party) return true;
    const auto& lifecycle = check_.record.lifecycle;
    const int from = chain.stages.front().started.after;
    const auto to = entered_by(check_.record, last.done);
    if (!lifecycle.has_moves || from < 0 || !to) return false;
    return (lifecycle.moves[static_cast<std::size_t>(from)] >> *to & 1) == 0;
  }

  /// Whether whatever keeps the last stage keeps the promise. Else it is about something more,
  /// which the stage may happen to bring.
  bool leads_to_the_same(const Chain& chain) const {
    const Stage& last = chain.stages.back();
    return std::ranges::all_of(
        last.clause->deadline.discharges, [&](const agreement::Discharge& each) {
          return std::ranges::all_of(each.events, [&](events::Code code) {
            const int after = entered_by(check_.record, code).value_or(last.started.after);
            return discharged_by(whole_, code, {last.started.after, after}) != nullptr;
          });
        });
  }

  void follow(const Chain& chain) {
    std::vector<std::size_t> tiers(chain.stages.size() + 1, 0);
    for (std::size_t choice = 0; choice < kMostTierChoices; ++choice) {
      if (auto course = course_of(chain, tiers)) sweep(*course);
      if (!next(chain, tiers)) return;
    }
  }

  const Clause& clause_at(const Chain& chain, std::size_t i) const {
    return i == 0 ? whole_ : *chain.stages[i - 1].clause;
  }

  bool next(const Chain& chain, std::vector<std::size_t>& tiers) const {
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      if (++tiers[i] < clause_at(chain, i).deadline.tiers.size()) return true;
      tiers[i] = 0;
    }
    return false;
  }

  std::optional<Course> course_of(const Chain& chain, const std::vector<std::size_t>& tiers) const {
    std::vector<Ask> asks = asks_of(whole_, tiers[0]);
    for (std::size_t i = 0; i < chain.stages.size(); ++i) {
      const Stage& stage = chain.stages[i];
      for (Ask ask : asks_of(*stage.clause, tiers[i + 1])) {
        ask.at = stage.started;
        asks.push_back(ask);
      }
      // The promise goes on until the last of them.
      if (i > 0 && whole_.deadline.while_)
        asks.push_back({&*whole_.deadline.while_, true, false, stage.started});
    }
    auto coming = coming_along(check_.record, chain.way, asks, false);
    if (!coming) return std::nullopt;
    Course course{&chain, tiers, std::move(*coming), {}};
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      const Clause& clause = clause_at(chain, i);
      course.watches.emplace_back(check_.timetable, check_.record, clause.deadline.calendar,
                                  clause.deadline.tiers[tiers[i]].target, Whereabouts{});
      if (!course.watches.back().is_sound()) return std::nullopt;
    }
    return course;
  }

  void sweep(const Course& course) {
    // What is touched by a call and by an e-mail takes the same time.
    std::vector<std::pair<const Clause*, std::size_t>> sequence;
    for (std::size_t i = 0; i < course.tiers.size(); ++i)
      sequence.emplace_back(&clause_at(*course.chain, i), course.tiers[i]);
    if (!swept_.insert(sequence).second) return;

    std::vector<const time::Calendar*> calendars;
    std::vector<std::int64_t> amounts;
    for (const Watch& watch : course.watches) {
      calendars.push_back(watch.calendar());
      amounts.push_back(watch.target().amount);
    }
    const auto& instants = check_.timetable.arrivals(calendars, std::move(amounts));
    const Instant arrival =
        earliest_arrival(instants, [&](Instant t) { return is_breached(course, t); });
    if (arrival == time::kNever || (best_ && best_arrival_ <= arrival)) return;
    if (!all_others_kept(course, arrival)) return;
    best_ = course;
    best_arrival_ = arrival;
  }

  static bool is_breached(const Course& course, Instant arrival) {
    const std::vector<Instant> at = dues(course, arrival);
    const Instant breach = course.watches.front().deadline(arrival).breach;
    return !at.empty() && breach != time::kNever && at.back() > breach;
  }

  /// Whether every other clause whose clock may start on the way is kept as well, until the promise
  /// is breached. It may have been agreed just because the stages alone take too long.
  bool all_others_kept(const Course& course, Instant arrival) const {
    struct Moment {
      Instant at;
      events::Code event;
      States states;
    };
    const Chain& chain = *course.chain;
    const std::vector<Instant> at = dues(course, arrival);
    const Instant breach = course.watches.front().deadline(arrival).breach;
    std::vector<Moment> moments = {{arrival, chain.way.event, chain.stages.front().started}};
    for (std::size_t i = 0; i < chain.stages.size(); ++i)
      moments.push_back({at[i], chain.stages[i].done, chain.stages[i].ended});

    return std::ranges::all_of(check_.record.clauses, [&](const Clause& clause) {
      if (!agreement::has_clock(clause.kind) || &clause == &whole_) return true;
      const bool is_stage = std::ranges::any_of(
          chain.stages, [&](const Stage& stage) { return stage.clause == &clause; });
      if (is_stage) return true;
      for (std::size_t i = 0; i < moments.size(); ++i) {
        if (!starts_at(clause, moments[i].event, moments[i].states)) continue;
        Known known{moments[i].states.after, moments[i].states.before, false,
                    &course.coming.values};
        if (truth_of(clause.when, known) == Truth::no ||
            truth_of(clause.deadline.while_, known) == Truth::no) {
          continue;
        }
        Instant done = at.back();
        for (std::size_t k = i + 1; k < moments.size(); ++k) {
          if (discharged_by(clause, moments[k].event, moments[k].states) != nullptr) {
            done = moments[k].at;
            break;
          }
        }
        for (const agreement::Tier& tier : clause.deadline.tiers) {
          if (truth_of(tier.when, known) == Truth::no) continue;
          const Watch watch(check_.timetable, check_.record, clause.deadline.calendar, tier.target,
                            {});
          if (!watch.is_sound() || watch.deadline(moments[i].at).breach < std::min(done, breach))
            return false;
        }
      }
      return true;
    });
  }

  void tell() const {
    const Course& course = *best_;
    const Chain& chain = *course.chain;
    const std::vector<Instant> at = dues(course, best_arrival_);
    const Instant due = course.watches.front().deadline(best_arrival_).due;
    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(course.coming.values, {}, party_of_actor(chain));
    story.arrives(a, course.coming, best_arrival_);
    story.tells(due, fmt::format("{} is due", whole_.name));
    for (std::size_t i = 0; i < chain.stages.size(); ++i) {
      const Stage& stage = chain.stages[i];
      const auto done = deed(check_.record, *stage.discharge, stage.done);
      if (!done) return;
      story.happens(at[i], a, *done);
      story.expects(at[i], fmt::format("{} of {} met", stage.clause->name, a),
                    fmt::format("{} is met, at the last moment", stage.clause->name));
    }
    story.expects(at.back(),
                  fmt::format("{} of {} met late, due {}", whole_.name, a, story.moment(due)),
                  fmt::format("{} is breached", whole_.name));
    auto timeline =
        story.finish(fmt::format("SLA2104: everybody is in time, and {} is breached", whole_.name));
    if (!timeline) return;

    auto found = make_finding(
        Code::stages_too_long, whole_.deadline.tiers[course.tiers[0]].span,
        fmt::format("`{}` can be breached although every stage before it is kept", whole_.name),
        fmt::format("for {} that comes on {} it is due on {}",
                    agreement::one(check_.record.subject_kind), story.shown(best_arrival_),
                    story.shown(due)));
    for (std::size_t i = 0; i < chain.stages.size(); ++i) {
      const Clause& stage = *chain.stages[i].clause;
      found.secondary.push_back(
          {stage.deadline.tiers[course.tiers[i + 1]].span,
           fmt::format("`{}` is in time on {}", stage.name, story.shown(at[i]))});
    }
    found.help = "shorten a stage, or promise the whole within what the stages add up to";
    found.timeline = std::move(*timeline);
    check_.findings.push_back(std::move(found));
  }

  /// The party whose people have to do something by name; there is one person in the example.
  int party_of_actor(const Chain& chain) const {
    for (const Stage& stage : chain.stages) {
      if (stage.discharge->by == agreement::By::party) return stage.discharge->by_party;
    }
    return whole_.party;
  }

  const TimeCheck& check_;
  const Clause& whole_;
  const std::vector<int>& depth_;
  std::set<std::vector<std::pair<const Clause*, std::size_t>>> swept_;
  std::optional<Course> best_;
  Instant best_arrival_ = time::kNever;
};

}  // namespace

void stages(const TimeCheck& check) {
  const std::vector<int> depth = depths_of(check.record.lifecycle);
  for (const Clause& clause : check.record.clauses) {
    if (agreement::has_clock(clause.kind)) Stages(check, clause, depth).look();
  }
}

}  // namespace sla::analyze
