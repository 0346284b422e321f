// The same codes for conditions that are asked at one and the same event: where they cannot hold
// together the clause is about nothing, and where an exception follows from the others it swallows
// the rule. SLA2006 for tiers: those before one leave nobody for it.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/analyze/quantity/guards.h"

namespace sla::analyze::quantity {
namespace {

using agreement::Clause;
using agreement::ClauseKind;
using agreement::Expression;
using agreement::Tier;
using diagnose::Code;
using diagnose::Finding;
using solve::Term;

/// A condition that is asked at an event, as written.
struct Asked {
  const char* word;
  const Expression* condition;
};

class Together {
 public:
  Together(Reasoner& reasoner, const Told& told, std::vector<Finding>& findings)
      : reasoner_(reasoner), told_(told), findings_(findings) {}

  void judge(const Clause& clause) {
    if (has_clock(clause.kind)) {
      judge_clock(clause);
    } else if (clause.kind == ClauseKind::prohibition) {
      judge_prohibition(clause);
    } else if (clause.kind == ClauseKind::conversion) {
      leaves_something(clause, reasoner_.encoder.at(clause.conversion.entering),
                       clause.conversion.entering.span, asked_of({{"when", &clause.when}}));
    } else {
      judge_counter(clause);
    }
  }

 private:
  using Optional = std::optional<Expression>;

  std::vector<Asked> asked_of(std::vector<std::pair<const char*, const Optional*>> written) const {
    std::vector<Asked> asked;
    for (const auto& [word, condition] : written) {
      if (*condition && !is_constant(**condition)) asked.push_back({word, &**condition});
    }
    return asked;
  }

  std::vector<Term> holding(const std::vector<Asked>& asked) {
    std::vector<Term> terms;
    for (const Asked& one : asked) terms.push_back(reasoner_.encoder.holds(*one.condition));
    return terms;
  }

  static bool asks_for_state(const Expression& condition) {
    bool asks = false;
    for_each_below(condition,
                   [&](const Expression& e) { asks = asks || e.op == agreement::Op::in_states; });
    return asks;
  }

  bool is_told(const std::vector<Asked>& asked) const {
    return std::ranges::any_of(asked,
                               [&](const Asked& one) { return told_.concerns(*one.condition); });
  }

  /// Whether the clause is about anybody; tells if not.
  bool leaves_something(const Clause& clause, Term event, source::Span event_span,
                        const std::vector<Asked>& asked) {
    if (is_told(asked)) return false;
    const std::vector<Term> terms = holding(asked);
    std::vector<Term> all = terms;
    all.push_back(event);
    if (asked.empty() || !reasoner_.impossible(all)) return true;
    // Without the event, when the conditions exclude each other whatever happens.
    std::vector<std::size_t> core = reasoner_.core({}, terms);
    const bool needs_event = core.empty();
    if (needs_event) core = reasoner_.core({event}, terms);
    if (core.empty()) return false;
    // A clock that no event can start because of the states is told of as that, with the moves.
    const bool is_of_states = std::ranges::any_of(
        core, [&](std::size_t i) { return asks_for_state(*asked[i].condition); });
    if (has_clock(clause.kind) && is_of_states) return false;
    const Asked& first = asked[core.front()];
    std::string message =
        core.size() > 1 ? fmt::format("the conditions of `{}` can never hold together", clause.name)
                        : fmt::format("the `{}` of `{}` can never hold", first.word, clause.name);
    if (needs_event) message += " at the event that asks them";
    Finding& made = findings_.emplace_back(
        finding(Code::never_true, first.condition->span, message + ", so that it is about nothing",
                core.size() > 1 ? "this ..." : "cannot hold there"));
    for (std::size_t i = 1; i < core.size(); ++i)
      made.secondary.push_back({asked[core[i]].condition->span, "... excludes this"});
    if (needs_event && !(event_span == source::Span{}))
      made.secondary.push_back({event_span, "asked at this event"});
    made.help = "repair the values, or remove the clause";
    return false;
  }

  void swallowed(const Clause& clause, const Asked& exception, const std::vector<Asked>& asked,
                 Term event, const std::string& message) {
    if (told_.concerns(*exception.condition)) return;
    std::vector<Term> terms = holding(asked);
    const Term outside = reasoner_.encoder.fails(*exception.condition);
    std::vector<Term> all = terms;
    all.push_back(event);
    all.push_back(outside);
    if (!reasoner_.impossible(all)) return;
    Finding& made =
        findings_.emplace_back(finding(Code::exception_takes_all, exception.condition->span,
                                       message, "holds whenever the rest does"));
    for (const std::size_t i : reasoner_.core({event, outside}, terms))
      made.secondary.push_back({asked[i].condition->span, "all of these"});
    if (made.secondary.empty()) made.secondary.push_back({clause.span, "the rule"});
    made.help = "make the exception narrower than the rule";
  }

  void judge_clock(const Clause& clause) {
    const agreement::Deadline& deadline = clause.deadline;
    const auto asked = asked_of({{"when", &clause.when}, {"while", &deadline.while_}});
    const Term event = reasoner_.encoder.at(deadline.start);
    if (!leaves_something(clause, event, deadline.start.span, asked)) return;
    if (deadline.excused_when && !is_constant(*deadline.excused_when)) {
      swallowed(
          clause, {"excused when", &*deadline.excused_when}, asked, event,
          fmt::format("everything that `{0}` is about is excused: the `excused when` of `{0}` "
                      "holds from the start",
                      clause.name));
    }
    judge_tiers(clause, event, asked);
  }

  void judge_prohibition(const Clause& clause) {
    const agreement::Prohibition& prohibition = clause.prohibition;
    std::vector<Term> events;
    for (const agreement::Discharge& discharge : prohibition.forbidden)
      events.push_back(reasoner_.encoder.at(discharge));
    const Term event = reasoner_.terms.any_of(std::move(events));
    const auto asked = asked_of({{"when", &clause.when}, {"while", &prohibition.while_}});
    if (!leaves_something(clause, event, {}, asked)) return;
    if (prohibition.without && !is_constant(*prohibition.without)) {
      swallowed(
          clause, {"without", &*prohibition.without}, asked, event,
          fmt::format("`{}` forbids nothing: what it allows is all that it is about", clause.name));
    }
  }

  void judge_counter(const Clause& clause) {
    const agreement::Volume& volume = clause.volume;
    const Term event = reasoner_.encoder.at(volume.counted);
    const auto asked = asked_of({{"when", &clause.when}, {"where", &volume.where}});
    if (!leaves_something(clause, event, volume.counted.span, asked) || !volume.part) return;
    auto with_part = asked;
    with_part.push_back({"where", &*volume.part});
    if (!leaves_something(clause, event, volume.counted.span, with_part)) return;
    if (asked.empty() || told_.concerns(*volume.part)) return;
    std::vector<Term> all = holding(asked);
    all.push_back(event);
    all.push_back(reasoner_.encoder.fails(*volume.part));
    if (!reasoner_.impossible(all)) return;
    Finding& made = findings_.emplace_back(
        finding(Code::always_true, volume.part->span,
                fmt::format("the part of `{}` is always the whole", clause.name),
                "holds for all that is counted"));
    made.secondary.push_back({asked.front().condition->span, "which only counts these"});
    made.help = "let `when` choose a larger whole, or make the part narrower";
  }

  void judge_tiers(const Clause& clause, Term event, const std::vector<Asked>& asked) {
    std::vector<Term> given = holding(asked);
    given.push_back(event);
    std::vector<Term> earlier;
    const auto& tiers = clause.deadline.tiers;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      // The last one has to be there, whatever those before it leave.
      const bool may_be_empty = !tiers[i].when || is_constant(*tiers[i].when);
      if (may_be_empty) return;
      if (told_.concerns(*tiers[i].when)) {
        earlier.push_back(reasoner_.terms.truth(true));
        continue;
      }
      const Term chosen = reasoner_.encoder.holds(*tiers[i].when);
      std::vector<Term> all = given;
      all.insert(all.end(), earlier.begin(), earlier.end());
      all.push_back(chosen);
      if (reasoner_.impossible(all)) {
        tell_tier(clause, i, given, earlier, asked);
        earlier.push_back(reasoner_.terms.truth(true));
      } else {
        earlier.push_back(reasoner_.encoder.fails(*tiers[i].when));
      }
    }
  }

  /// The conditions of the clause, when it is they that leave nobody for the tier.
  void tell_tier(const Clause& clause, std::size_t tier, std::vector<Term> given,
                 const std::vector<Term>& earlier, const std::vector<Asked>& asked) {
    const Tier& never = clause.deadline.tiers[tier];
    Finding& made = findings_.emplace_back(finding(
        Code::unreachable_tier, never.when->span,
        fmt::format("no {} reaches this tier of `{}`", reasoner_.record.subject_kind, clause.name),
        "never chosen"));
    given.push_back(reasoner_.encoder.holds(*never.when));
    const auto core = reasoner_.core(given, earlier);
    for (const std::size_t i : core) {
      const Tier& taker = clause.deadline.tiers[i];
      made.secondary.push_back({taker.when->span, core.size() == 1
                                                      ? "this tier takes all of them first"
                                                      : "these tiers take all of them first"});
    }
    const bool by_itself = reasoner_.impossible({given.back()});
    if (core.empty() && !by_itself) {
      for (const Asked& one : asked)
        made.secondary.push_back({one.condition->span, "the clause is only about these"});
    }
    made.help = core.empty() ? "remove the tier, or repair its values"
                             : "put the tier before the one that takes its leads, or remove it";
  }

  Reasoner& reasoner_;
  const Told& told_;
  std::vector<Finding>& findings_;
};

}  // namespace

void judge_together(Reasoner& reasoner, const Told& told, std::vector<Finding>& findings) {
  Together together(reasoner, told, findings);
  for (const Clause& clause : reasoner.record.clauses) together.judge(clause);
}

}  // namespace sla::analyze::quantity
