// SLA2112. A percentage of what a party lets in itself, with a reward, and nothing that asks for a
// number: whoever lets in less and wins less can have the reward for it. Both periods are played.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/period_shape.h"
#include "compiler/agreement/words.h"
#include "compiler/analyze/quantity/flows.h"
#include "compiler/analyze/quantity/quantity.h"
#include "compiler/analyze/quantity/reasoner.h"
#include "compiler/analyze/quantity/story.h"
#include "runtime/verdicts/period.h"

namespace sla::analyze {
namespace quantity {
namespace {

using agreement::Clause;
using agreement::ClauseKind;
using agreement::Expression;
using diagnose::Finding;

constexpr std::int64_t kAll = 100 * agreement::kScale;
constexpr std::int64_t kMostPlayed = 60;

/// Two periods: the second has a higher percentage of fewer.
struct Move {
  std::int64_t entered, reached;              ///< Of the first, which misses the target.
  std::int64_t fewer_entered, fewer_reached;  ///< Of the second, which meets it.
};

/// The smallest numbers that show it: two of so many are too few, one of fewer is enough.
Move smallest(std::int64_t micro_percent) {
  return {2 * kAll / micro_percent + 1, 2, kAll / micro_percent, 1};
}

bool is_rewarded(const Clause& clause) {
  return std::ranges::any_of(clause.steps, [](const agreement::Step& step) {
    const bool pays = std::ranges::any_of(step.effects, [](const agreement::Effect& effect) {
      return effect.kind == agreement::EffectKind::award;
    });
    return pays &&
           (step.at == agreement::Step::At::target_met || step.at == agreement::Step::At::met);
  });
}

class PaysForLess {
 public:
  PaysForLess(Reasoner& reasoner, std::vector<Finding>& findings)
      : reasoner_(reasoner), record_(reasoner.record), findings_(findings) {}

  void judge(const Clause& clause) {
    const bool is_conversion = clause.kind == ClauseKind::conversion && clause.conversion.at_least;
    const bool is_share =
        clause.kind == ClauseKind::share && clause.volume.at_least && clause.volume.sum_of < 0;
    if ((!is_conversion && !is_share) || !is_rewarded(clause)) return;
    const agreement::Trigger& entering =
        is_conversion ? clause.conversion.entering : clause.volume.counted;
    const auto states = entered(record_, entering.events);
    const std::int64_t micro_percent =
        is_conversion ? clause.conversion.target.micro_percent : clause.volume.micro_percent;
    // At 100% nothing may be missed, and with nothing there is no percentage.
    if (entering.kind != agreement::Trigger::Kind::event || !states || micro_percent >= kAll)
      return;
    entered_ = *states;
    reached_ = is_conversion ? entered(record_, clause.conversion.reached).value_or(0) : 0;
    if (asks_for_numbers(clause)) return;
    if (const auto way = way_out(clause)) tell(clause, *way, smallest(micro_percent));
  }

 private:
  /// From where leads may be turned away instead of being let in.
  struct Way {
    int from, in, away;
  };

  std::uint64_t bit(int state) const { return std::uint64_t{1} << state; }

  bool may_move(int from, int to) const {
    return (record_.lifecycle.moves[static_cast<std::size_t>(from)] >> to & 1u) != 0;
  }

  /// A clause that doing less would breach: a number of what is let in or comes of it, or a part of
  /// those before that has to be let in.
  bool asks_for_numbers(const Clause& rewarded) const {
    std::uint64_t after = entered_ | reached_;
    for (int round = 0; round < static_cast<int>(record_.lifecycle.states.size()); ++round) {
      for (int i = 0; i < static_cast<int>(record_.lifecycle.states.size()); ++i) {
        if ((after >> i & 1u) != 0) after |= record_.lifecycle.moves[static_cast<std::size_t>(i)];
      }
    }
    return std::ranges::any_of(record_.clauses, [&](const Clause& clause) {
      if (&clause == &rewarded) return false;
      if (clause.kind == ClauseKind::volume && clause.volume.at_least) {
        const auto counted = entered(record_, clause.volume.counted.events);
        // A number of calls asks for something too.
        return !counted || (*counted & after) != 0;
      }
      if (clause.kind == ClauseKind::conversion && clause.conversion.at_least) {
        const auto from = entered(record_, clause.conversion.entering.events);
        const auto to = entered(record_, clause.conversion.reached);
        return !from || !to || ((*from & entered_) == 0 && (*to & after) != 0);
      }
      return false;
    });
  }

  std::optional<Way> way_out(const Clause& clause) const {
    const auto count = static_cast<int>(record_.lifecycle.states.size());
    if (!record_.lifecycle.has_moves) return std::nullopt;
    for (int from = 0; from < count; ++from) {
      if ((entered_ & bit(from)) != 0) continue;
      for (int in = 0; in < count; ++in) {
        if ((entered_ & bit(in)) == 0 || !may_move(from, in) || !decides(clause, from, in))
          continue;
        for (int away = 0; away < count; ++away) {
          const bool elsewhere = ((entered_ | reached_) & bit(away)) == 0 && away != from;
          if (elsewhere && may_move(from, away) && is_free(clause, from, away))
            return Way{from, in, away};
        }
      }
    }
    return std::nullopt;
  }

  /// Whoever owns where leads come to lets them in; where nobody is said to, who owns where they
  /// come from.
  bool decides(const Clause& clause, int from, int in) const {
    const int owner = record_.lifecycle.states[static_cast<std::size_t>(in)].owner;
    const int before = record_.lifecycle.states[static_cast<std::size_t>(from)].owner;
    return owner == clause.party || (owner < 0 && before == clause.party);
  }

  /// Something that can be seen to by writing it down: `reason is known`.
  bool is_formal(const std::optional<Expression>& condition) const {
    if (!condition) return true;
    const auto parts = parts_of(*condition, agreement::Op::and_);
    return std::ranges::all_of(
        parts, [](const Expression* part) { return part->op == agreement::Op::field_known; });
  }

  /// Nothing forbids it, limits it, or is breached by it.
  bool is_free(const Clause& rewarded, int from, int away) const {
    if (!is_formal(record_.lifecycle.states[static_cast<std::size_t>(away)].requirement))
      return false;
    const events::Code event = record_.entering(away);
    const auto has = [&](const agreement::EventSet& events) {
      return std::ranges::find(events, event) != events.end();
    };
    return std::ranges::none_of(record_.clauses, [&](const Clause& clause) {
      switch (clause.kind) {
        case ClauseKind::prohibition:
          return std::ranges::any_of(clause.prohibition.forbidden,
                                     [&](const auto& thing) { return has(thing.events); }) &&
                 !(clause.prohibition.without && is_formal(clause.prohibition.without));
        case ClauseKind::volume:
          return !clause.volume.at_least && has(clause.volume.counted.events);
        case ClauseKind::share: return &clause != &rewarded && has(clause.volume.counted.events);
        case ClauseKind::conversion:
          return !clause.conversion.at_least && has(clause.conversion.reached);
        default: return forces_in(clause, from, away);
      }
    });
  }

  /// A clock that starts where leads wait, and that turning them away does not stop.
  bool forces_in(const Clause& clause, int from, int away) const {
    const agreement::Deadline& deadline = clause.deadline;
    const auto start = entered(record_, deadline.start.events);
    const bool waits_there =
        (start && (*start & bit(from)) != 0) || (deadline.start.in_states & bit(from)) != 0;
    if (!waits_there) return false;
    bool moves_in = false;
    bool moves_away = false;
    for (const agreement::Discharge& discharge : deadline.discharges) {
      const auto to = entered(record_, discharge.events);
      if (!to || discharge.left_states != 0) continue;
      moves_in = moves_in || (*to & entered_) != 0;
      moves_away = moves_away || (*to & bit(away)) != 0;
    }
    return moves_in && !moves_away;
  }

  const std::string& state(int index) const {
    return record_.lifecycle.states[static_cast<std::size_t>(index)].name;
  }

  void tell(const Clause& clause, const Way& way, const Move& move) {
    const std::string records = agreement::plural(record_.subject_kind);
    const std::string& party = record_.parties[static_cast<std::size_t>(clause.party)].name;
    const auto percent = [](std::int64_t part, std::int64_t whole) {
      return agreement::exact_decimal(part * 10'000 / whole * (agreement::kScale / 100)) + "%";
    };
    const auto done = [&](std::int64_t count) {
      if (clause.kind == ClauseKind::share)
        return fmt::format("{} where {}", count, agreement::words(record_, *clause.volume.part));
      return fmt::format("{} {} {}", count, count == 1 ? "reaches" : "reach",
                         agreement::event_words(record_, clause.conversion.reached));
    };
    Finding& made = findings_.emplace_back(
        finding(diagnose::Code::pays_for_less, clause.span,
                fmt::format("`{}` rewards {} for doing less: {} of {} is not enough, {} of {} is",
                            clause.name, party, move.reached, move.entered, move.fewer_reached,
                            move.fewer_entered),
                fmt::format("{} decides how many {} enter {}", party, records, state(way.in))));
    made.secondary.push_back({record_.lifecycle.states[static_cast<std::size_t>(way.away)].span,
                              fmt::format("{} may be sent here instead", records)});
    for (const agreement::Step& step : clause.steps) {
      if (step.at == agreement::Step::At::target_met || step.at == agreement::Step::At::met)
        made.secondary.push_back({step.span, "what it is worth"});
    }
    made.help = fmt::format(
        "add how many are owed, such as `{} must {} at least ... {} {}`, or take the percentage of "
        "{} entering {}",
        party, clause.kind == ClauseKind::conversion ? "win" : "deliver", records,
        clause.kind == ClauseKind::conversion
            ? "entering " + agreement::event_words(record_, clause.conversion.reached)
            : agreement::words(record_, clause.volume.counted),
        records, state(way.from));
    diagnose::Timeline timeline;
    timeline.lines.push_back(
        {"", fmt::format("{} {} enter {}, of which {}: {}, no reward", move.entered, records,
                         state(way.in), done(move.reached), percent(move.reached, move.entered))});
    timeline.lines.push_back(
        {"", fmt::format(
                 "{} {} enter {} and {} enter {}, of which {}: {}, rewarded", move.fewer_entered,
                 records, state(way.in), move.entered - move.fewer_entered, state(way.away),
                 done(move.fewer_reached), percent(move.fewer_reached, move.fewer_entered))});
    timeline.test = play(clause, way, move);
    made.timeline = std::move(timeline);
  }

  /// The states through which the first of `reached` is come to, without the start.
  std::vector<int> path(int from, std::uint64_t to) const {
    const auto count = record_.lifecycle.states.size();
    std::vector<int> came_from(count, -1);
    std::vector<int> queue = {from};
    for (std::size_t next = 0; next < queue.size(); ++next) {
      for (int state = 0; state < static_cast<int>(count); ++state) {
        const auto place = static_cast<std::size_t>(state);
        if (!may_move(queue[next], state) || came_from[place] >= 0 || state == from) continue;
        came_from[place] = queue[next];
        queue.push_back(state);
        if ((to & bit(state)) == 0) continue;
        std::vector<int> steps;
        for (int at = state; at != from; at = came_from[static_cast<std::size_t>(at)])
          steps.insert(steps.begin(), at);
        return steps;
      }
    }
    return {};
  }

  /// Two periods as a test; nothing where that is too long, or cannot be said.
  std::string play(const Clause& clause, const Way& way, const Move& move) {
    const bool is_conversion = clause.kind == ClauseKind::conversion;
    const agreement::Period& period =
        is_conversion ? clause.conversion.target.period : clause.volume.period;
    const agreement::Grouping& group =
        is_conversion ? clause.conversion.target.group : clause.volume.group;
    const std::vector<int> steps = is_conversion ? path(way.in, reached_) : std::vector<int>{};
    if (move.entered > kMostPlayed || group.by != agreement::GroupBy::none ||
        period.unit == agreement::PeriodUnit::whole_term || (is_conversion && steps.empty())) {
      return "";
    }
    const auto good = someone(clause, way, true);
    const auto bad = is_conversion ? good : someone(clause, way, false);
    if (!good || !bad) return "";
    const auto shape = agreement::shape_of(period);
    const Story story(record_);
    const std::int64_t number = verdicts::period_of(shape, story.day());
    // The same place in the next period, however long this one is.
    const time::Date second = verdicts::first_date_of(shape, number + 1);
    std::string givens;
    std::string events;
    const auto round = [&](const char* prefix, time::Date day, std::int64_t in, std::int64_t won) {
      bool is_first = true;
      const auto happens = [&](const std::string& lead, int to) {
        events +=
            fmt::format("  {}{} enters {}\n",
                        is_first ? fmt::format("at {}  ", Story::at(day)) : "", lead, state(to));
        is_first = false;
      };
      for (std::int64_t i = 1; i <= move.entered; ++i) {
        const std::string lead = fmt::format("{}{}", prefix, i);
        const std::string& facts = i <= won ? *good : *bad;
        givens += fmt::format("  given {} {}{}\n", record_.subject_kind, lead,
                              facts.empty() ? "" : fmt::format(" {{ {} }}", facts));
        happens(lead, way.from);
        happens(lead, i <= in ? way.in : way.away);
        if (i > won) continue;
        for (const int step : steps) happens(lead, step);
      }
    };
    round("a", story.day(), move.entered, move.reached);
    round("b", second, move.fewer_entered, move.fewer_reached);
    return fmt::format(
        "test \"doing less is rewarded: {0}\" {{\n{1}{2}  at {3}  expect {0} breached in {4}\n"
        "  expect {0} met in {5}\n}}\n",
        clause.name, givens, events, Story::at(second + 800), verdicts::label_of(shape, number),
        verdicts::label_of(shape, number + 1));
  }

  /// What is given of a lead that is let in, and belongs to the part or not.
  std::optional<std::string> someone(const Clause& clause, const Way& way, bool of_part) {
    std::vector<solve::Term> together = {reasoner_.encoder.state_in(bit(way.in)),
                                         reasoner_.encoder.holds(clause.when)};
    std::vector<const Expression*> asked;
    const auto ask = [&](const std::optional<Expression>& condition) {
      if (condition) asked.push_back(&*condition);
    };
    ask(clause.when);
    if (clause.kind == ClauseKind::share) {
      ask(clause.volume.where);
      ask(clause.volume.part);
      together.push_back(reasoner_.encoder.holds(clause.volume.where));
      together.push_back(of_part ? reasoner_.encoder.holds(clause.volume.part)
                                 : reasoner_.encoder.fails(clause.volume.part));
    } else {
      ask(clause.conversion.not_counting);
      together.push_back(reasoner_.encoder.spares(clause.conversion.not_counting));
    }
    const auto facts = reasoner_.example(together);
    return facts ? Story(record_).given(*facts, fields_of(asked)) : std::nullopt;
  }

  Reasoner& reasoner_;
  const agreement::Agreement& record_;
  std::vector<Finding>& findings_;
  std::uint64_t entered_ = 0, reached_ = 0;
};

void look_at_rewards(const agreement::Agreement& record, const Options& options,
                     std::vector<Finding>& findings) {
  const bool any = std::ranges::any_of(record.clauses, [](const Clause& clause) {
    return (clause.kind == ClauseKind::conversion || clause.kind == ClauseKind::share) &&
           is_rewarded(clause);
  });
  if (!any) return;
  const solve::Provider* solver = options.solver();
  if (solver == nullptr) return;
  Reasoner reasoner(record, options, *solver);
  PaysForLess pays(reasoner, findings);
  for (const Clause& clause : record.clauses) pays.judge(clause);
}

}  // namespace
}  // namespace quantity

void pays_for_less(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  quantity::look_at_all(subject, quantity::look_at_rewards, findings);
}

}  // namespace sla::analyze
