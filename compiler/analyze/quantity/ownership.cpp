// SLA2109 and SLA2113. Conditions that are meant to share leads out among the parties: those under
// which clauses of different parties start at the same event, and those under which states of
// different owners may be entered from the same place. Nothing in the language says `these
// definitions divide the leads`; what is taken for it is written at `Division`.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/quantity/flows.h"
#include "compiler/analyze/quantity/quantity.h"
#include "compiler/analyze/quantity/reasoner.h"
#include "compiler/analyze/quantity/story.h"

namespace sla::analyze {
namespace quantity {
namespace {

using agreement::Clause;
using agreement::Expression;
using diagnose::Code;
using diagnose::Finding;
using solve::Term;

/// Who has a subject under a condition.
struct Holder {
  std::string name;
  source::Span span;
  const Clause* clause = nullptr;  ///< Null: a state.
  std::optional<Expression> condition;
  int party = -1;
};

/// Holders among whom the subjects of one event may be shared out.
struct Division {
  agreement::Trigger event;  ///< Of clauses.
  std::string place;         ///< Of states: "that leaves `inquiry`".
  std::vector<Holder> holders;
  /// Others that care for some of the same subjects: with them nobody is left out.
  std::vector<std::optional<Expression>> helpers;
};

class Sharing {
 public:
  Sharing(Reasoner& reasoner, std::vector<Finding>& findings)
      : reasoner_(reasoner), story_(reasoner.record), findings_(findings) {}

  /// That conditions are meant to divide the subjects is taken from what they do: together they
  /// leave out nobody, and none of them could be spared; or two of them exclude each other by the
  /// same field. In the first case nobody should be in two of them, in the second nobody in none.
  void judge(const Division& division) {
    const auto& holders = division.holders;
    const bool all_ask = std::ranges::all_of(holders, [](const Holder& holder) {
      return holder.condition && !is_constant(*holder.condition);
    });
    std::set<int> parties;
    for (const Holder& holder : holders) {
      if (holder.party >= 0) parties.insert(holder.party);
    }
    if (!all_ask || parties.size() < 2) return;
    prepare(division);
    const auto core = reasoner_.core(given_, fails_);
    if (!core.empty()) {
      for (const std::size_t i : core) {
        for (const std::size_t j : core) {
          if (i < j) tell_overlap(division, i, j);
        }
      }
      return;
    }
    if (!some_exclude_each_other(holders)) return;
    tell_gap(division);
    for (std::size_t i = 0; i < holders.size(); ++i) {
      for (std::size_t j = i + 1; j < holders.size(); ++j) {
        if (share_a_field(holders[i], holders[j]) && !follows(i, j) && !follows(j, i))
          tell_overlap(division, i, j);
      }
    }
  }

 private:
  void prepare(const Division& division) {
    std::vector<const Expression*> conditions;
    holds_.clear();
    fails_.clear();
    given_ = {division.holders.front().clause != nullptr ? reasoner_.encoder.at(division.event)
                                                         : reasoner_.terms.truth(true)};
    for (const Holder& holder : division.holders) {
      conditions.push_back(&*holder.condition);
      holds_.push_back(reasoner_.encoder.holds(*holder.condition));
      fails_.push_back(reasoner_.encoder.fails(*holder.condition));
    }
    // What is not known yet may still be recorded; what nobody has listed is nobody's mistake.
    fields_ = fields_of(conditions);
    for (const int field : fields_) {
      given_.push_back(reasoner_.encoder.known(field));
      if (reasoner_.record.fields[static_cast<std::size_t>(field)].type.kind ==
          agreement::TypeKind::text) {
        given_.push_back(is_named(field, conditions));
      }
    }
    given_.push_back(reasoner_.encoder.nothing_owed_before());
  }

  /// The text is one that the conditions name.
  Term is_named(int field, const std::vector<const Expression*>& conditions) {
    std::set<std::int64_t> named;
    for (const Expression* condition : conditions) {
      for_each_below(*condition, [&](const Expression& e) {
        for (const Expression& child : e.children) {
          if (child.op != agreement::Op::field || child.index != field) continue;
          named.insert(e.list.begin(), e.list.end());
          for (const Expression& other : e.children) {
            if (other.op == agreement::Op::constant) named.insert(other.value);
          }
        }
      });
    }
    std::vector<Term> any;
    for (const std::int64_t text : named) {
      any.push_back(
          reasoner_.terms.equal(reasoner_.encoder.value(field), reasoner_.terms.number(text)));
    }
    return any.empty() ? reasoner_.terms.truth(true) : reasoner_.terms.any_of(std::move(any));
  }

  static bool share_a_field(const Holder& a, const Holder& b) {
    const auto first = fields_of({&*a.condition});
    const auto second = fields_of({&*b.condition});
    return std::ranges::any_of(
        first, [&](int field) { return std::ranges::find(second, field) != second.end(); });
  }

  bool some_exclude_each_other(const std::vector<Holder>& holders) {
    for (std::size_t i = 0; i < holders.size(); ++i) {
      for (std::size_t j = i + 1; j < holders.size(); ++j) {
        if (share_a_field(holders[i], holders[j]) && impossible({holds_[i], holds_[j]}))
          return true;
      }
    }
    return false;
  }

  bool follows(std::size_t i, std::size_t j) { return impossible({holds_[i], fails_[j]}); }

  bool impossible(std::initializer_list<Term> together) {
    std::vector<Term> all = given_;
    all.insert(all.end(), together);
    return reasoner_.impossible(all);
  }

  /// The evaluator's word that the condition has this answer.
  bool is(const std::optional<Expression>& condition, bool answer, const Facts& facts) const {
    return condition && reasoner_.options.holds(*condition, facts) == std::optional(answer);
  }

  void tell_overlap(const Division& division, std::size_t i, std::size_t j) {
    const Holder& a = division.holders[i];
    const Holder& b = division.holders[j];
    if (a.party < 0 || b.party < 0 || a.party == b.party) return;
    std::vector<Term> together = given_;
    together.push_back(holds_[i]);
    together.push_back(holds_[j]);
    for (const Holder* holder : {&a, &b}) {
      if (holder->clause == nullptr) continue;
      const agreement::Deadline& deadline = holder->clause->deadline;
      together.push_back(reasoner_.encoder.spares(deadline.paused_while));
      together.push_back(reasoner_.encoder.spares(deadline.excused_when));
    }
    const auto facts = reasoner_.example(together);
    if (!facts || !is(a.condition, true, *facts) || !is(b.condition, true, *facts)) return;
    const std::string who = story_.words(*facts, fields_);
    Finding& made = findings_.emplace_back(
        finding(Code::definitions_overlap, a.span,
                fmt::format("{} with {} belongs to both {} and {}", one(), who, party(a), party(b)),
                label(a)));
    made.secondary.push_back({b.span, label(b)});
    made.help = "let one of the conditions begin where the other ends";
    show(made, division, *facts, {&a, &b}, true);
  }

  void tell_gap(const Division& division) {
    std::vector<Term> together = given_;
    together.insert(together.end(), fails_.begin(), fails_.end());
    for (const auto& helper : division.helpers) together.push_back(reasoner_.encoder.fails(helper));
    const auto facts = reasoner_.example(together);
    if (!facts) return;
    for (const Holder& holder : division.holders) {
      if (!is(holder.condition, false, *facts)) return;
    }
    const std::string who = story_.words(*facts, fields_);
    const bool of_clauses = division.holders.front().clause != nullptr;
    Finding& made = findings_.emplace_back(
        finding(Code::definitions_leave_gap, division.holders.front().span,
                of_clauses ? fmt::format("nobody owes anything for {} with {}", one(), who)
                           : fmt::format("{} with {} {} may enter none of its next states", one(),
                                         who, division.place),
                label(division.holders.front())));
    for (std::size_t i = 1; i < division.holders.size(); ++i)
      made.secondary.push_back({division.holders[i].span, label(division.holders[i])});
    made.help = "let the conditions meet, or say who has what none of them covers";
    std::vector<const Holder*> holders;
    for (const Holder& holder : division.holders) holders.push_back(&holder);
    show(made, division, *facts, holders, false);
  }

  std::string one() const { return agreement::one(reasoner_.record.subject_kind); }

  const std::string& party(const Holder& holder) const {
    return reasoner_.record.parties[static_cast<std::size_t>(holder.party)].name;
  }

  std::string label(const Holder& holder) const {
    const std::string condition = agreement::words(reasoner_.record, *holder.condition);
    if (holder.party < 0) return fmt::format("entered when `{}`", condition);
    return holder.clause != nullptr
               ? fmt::format("{} owes this when `{}`", party(holder), condition)
               : fmt::format("owned by {}, entered when `{}`", party(holder), condition);
  }

  /// The example, and, of clauses, the test that plays it.
  void show(Finding& made, const Division& division, const Facts& facts,
            const std::vector<const Holder*>& holders, bool starts) const {
    diagnose::Timeline timeline;
    const std::string& kind = reasoner_.record.subject_kind;
    timeline.lines.push_back({"", fmt::format("{}: {}", kind, story_.words(facts, fields_))});
    if (holders.front()->clause == nullptr) {
      for (const Holder* holder : holders)
        timeline.lines.push_back(
            {"", fmt::format("`{}` may {}be entered", holder->name, starts ? "" : "not ")});
      made.timeline = std::move(timeline);
      return;
    }
    const auto happening = story_.happening(division.event, facts, "a");
    const auto given = story_.given(facts, fields_);
    std::string names;
    for (const Holder* holder : holders) names += fmt::format(" {}", holder->name);
    std::string test =
        fmt::format("test \"{}{}\" {{\n",
                    starts ? "two owe the same lead:" : "a lead nobody cares for:", names);
    test += fmt::format("  given {} a{}\n", kind,
                        given && !given->empty() ? fmt::format(" {{ {} }}", *given) : "");
    const std::string when = Story::when(story_.day());
    if (happening) {
      for (std::size_t i = 0; i < happening->size(); ++i) {
        timeline.lines.push_back({when, (*happening)[i]});
        test +=
            fmt::format("  {}{}\n", i == 0 ? fmt::format("at {}  ", Story::at(story_.day())) : "",
                        (*happening)[i]);
      }
    }
    for (const Holder* holder : holders) {
      const char* status = starts ? "running" : "not started";
      timeline.lines.push_back(
          {when, fmt::format("{} of {}: {}", holder->name, party(*holder), status)});
      test += fmt::format("  expect {} of a {}\n", holder->name, status);
    }
    if (happening && given) timeline.test = test + "}\n";
    made.timeline = std::move(timeline);
  }

  Reasoner& reasoner_;
  Story story_;
  std::vector<Finding>& findings_;
  std::vector<int> fields_;
  std::vector<Term> given_, holds_, fails_;
};

/// The states in which a lead may be when the trigger matches.
std::uint64_t states_at(const agreement::Agreement& record, const agreement::Trigger& trigger) {
  if (const auto states = entered(record, trigger.events)) return *states;
  return trigger.in_states != 0 ? trigger.in_states : ~std::uint64_t{0};
}

std::optional<Expression> start_condition(const Clause& clause) {
  return both(clause.when, clause.deadline.while_);
}

/// The clauses that start at each event, and those that care for the same subjects otherwise.
std::vector<Division> divisions_by_clauses(const agreement::Agreement& record) {
  std::vector<Division> divisions;
  for (const Clause& clause : record.clauses) {
    if (!has_clock(clause.kind)) continue;
    const agreement::Trigger& start = clause.deadline.start;
    auto found = std::ranges::find_if(
        divisions, [&](const Division& division) { return same(division.event, start); });
    if (found == divisions.end()) {
      divisions.push_back({start, "", {}, {}});
      found = divisions.end() - 1;
    }
    found->holders.push_back(
        {clause.name, clause.span, &clause, start_condition(clause), clause.party});
  }
  for (Division& division : divisions) {
    for (const Clause& clause : record.clauses) {
      const bool helps =
          has_clock(clause.kind) && !same(clause.deadline.start, division.event) &&
          (states_at(record, clause.deadline.start) & states_at(record, division.event)) != 0;
      if (helps) division.helpers.push_back(start_condition(clause));
    }
  }
  return divisions;
}

/// What has to hold to enter a state: what it requires, and what no clause lets it be entered
/// without.
std::optional<Expression> entry_condition(const agreement::Agreement& record, int state) {
  auto condition = record.lifecycle.states[static_cast<std::size_t>(state)].requirement;
  for (const Clause& clause : record.clauses) {
    if (clause.kind != agreement::ClauseKind::prohibition || clause.when) continue;
    const agreement::Prohibition& prohibition = clause.prohibition;
    const bool forbids = std::ranges::any_of(prohibition.forbidden, [&](const auto& discharge) {
      return discharge.by == agreement::By::anyone && discharge.fields.empty() &&
             std::ranges::find(discharge.events, record.entering(state)) != discharge.events.end();
    });
    if (forbids && prohibition.without && !prohibition.while_ && prohibition.outside < 0)
      condition = both(condition, prohibition.without);
  }
  return condition;
}

/// The states that may follow one, and those with which everything begins.
std::vector<Division> divisions_by_states(const agreement::Agreement& record) {
  const agreement::Lifecycle& lifecycle = record.lifecycle;
  const auto count = static_cast<int>(lifecycle.states.size());
  const auto holder = [&](int state) {
    const agreement::State& declared = lifecycle.states[static_cast<std::size_t>(state)];
    return Holder{declared.name, declared.span, nullptr, entry_condition(record, state),
                  declared.final ? -1 : declared.owner};
  };
  std::vector<Division> divisions;
  if (!lifecycle.has_moves) {
    Division& all = divisions.emplace_back();
    all.place = "that begins";
    for (int state = 0; state < count; ++state) {
      if (!lifecycle.states[static_cast<std::size_t>(state)].final)
        all.holders.push_back(holder(state));
    }
    return divisions;
  }
  for (int from = 0; from < count; ++from) {
    Division& next = divisions.emplace_back();
    next.place =
        fmt::format("that leaves `{}`", lifecycle.states[static_cast<std::size_t>(from)].name);
    for (int to = 0; to < count; ++to) {
      if ((lifecycle.moves[static_cast<std::size_t>(from)] >> to & 1u) != 0)
        next.holders.push_back(holder(to));
    }
  }
  return divisions;
}

/// Of states, one after the other is progress: only those between which no move leads divide.
bool are_steps(const agreement::Agreement& record, const Division& division) {
  std::uint64_t states = 0;
  for (std::size_t i = 0; i < record.lifecycle.states.size(); ++i) {
    for (const Holder& holder : division.holders) {
      if (holder.name == record.lifecycle.states[i].name) states |= std::uint64_t{1} << i;
    }
  }
  for (std::size_t i = 0; record.lifecycle.has_moves && i < record.lifecycle.states.size(); ++i) {
    if ((states >> i & 1u) != 0 && (record.lifecycle.moves[i] & states & ~(1ull << i)) != 0)
      return true;
  }
  return false;
}

void look_at_ownership(const agreement::Agreement& record, const Options& options,
                       std::vector<Finding>& findings) {
  std::vector<Division> divisions = divisions_by_clauses(record);
  for (Division& division : divisions_by_states(record)) {
    if (!are_steps(record, division)) divisions.push_back(std::move(division));
  }
  std::erase_if(divisions, [](const Division& division) { return division.holders.size() < 2; });
  if (divisions.empty()) return;
  const solve::Provider* solver = options.solver();
  if (solver == nullptr) return;
  Reasoner reasoner(record, options, *solver);
  Sharing sharing(reasoner, findings);
  for (const Division& division : divisions) sharing.judge(division);
}

}  // namespace
}  // namespace quantity

void divided_ownership(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  quantity::look_at_all(subject, quantity::look_at_ownership, findings);
}

}  // namespace sla::analyze
