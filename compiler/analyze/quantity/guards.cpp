// SLA2135, SLA2136 and SLA2137 of conditions by themselves: the solver finds no subject for which
// they fail, or hold; the evaluator then agrees on samples around all that they name.
#include "compiler/analyze/quantity/guards.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/quantity/quantity.h"

namespace sla::analyze {
namespace quantity {
namespace {

using agreement::Clause;
using agreement::ClauseKind;
using agreement::Expression;
using agreement::Op;
using diagnose::Code;
using diagnose::Finding;

class Collector {
 public:
  explicit Collector(const agreement::Agreement& record) : record_(record) {}

  std::vector<Guard> all() {
    for (const agreement::Define& define : record_.defines) {
      if (define.value.type.kind == agreement::TypeKind::yes_no)
        add(define.value, Role::chooses, fmt::format("`{}`", define.name), "");
    }
    for (const agreement::State& state : record_.lifecycle.states) {
      if (state.requirement) {
        add(*state.requirement, Role::chooses, fmt::format("what `{}` requires", state.name),
            fmt::format("`{}`", state.name));
      }
    }
    for (const Clause& clause : record_.clauses) add_clause(clause);
    return std::move(guards_);
  }

 private:
  void add(const Expression& condition, Role role, std::string called, std::string owner) {
    if (!is_constant(condition))
      guards_.push_back({&condition, role, std::move(called), std::move(owner)});
  }

  void add(const std::optional<Expression>& condition, Role role, const char* word,
           const Clause& clause) {
    if (condition) {
      add(*condition, role, fmt::format("the `{}` of `{}`", word, clause.name),
          fmt::format("`{}`", clause.name));
    }
  }

  void add_clause(const Clause& clause) {
    add(clause.when, Role::chooses, "when", clause);
    if (has_clock(clause.kind)) {
      add(clause.deadline.while_, Role::chooses, "while", clause);
      add(clause.deadline.paused_while, Role::pauses, "paused while", clause);
      add(clause.deadline.excused_when, Role::excepts, "excused when", clause);
    } else if (clause.kind == ClauseKind::prohibition) {
      add(clause.prohibition.while_, Role::chooses, "while", clause);
      add(clause.prohibition.without, Role::permits, "without", clause);
    } else if (clause.kind == ClauseKind::conversion) {
      add(clause.conversion.not_counting, Role::excepts, "not counting", clause);
    } else {
      add(clause.volume.where, Role::chooses, "where", clause);
      add(clause.volume.part, Role::tells_part, "where", clause);
    }
  }

  const agreement::Agreement& record_;
  std::vector<Guard> guards_;
};

class Alone {
 public:
  Alone(Reasoner& reasoner, Told& told, std::vector<Finding>& findings)
      : reasoner_(reasoner), told_(told), findings_(findings) {}

  void judge(const Guard& guard) {
    if (told_.concerns(*guard.condition)) return;
    if (reasoner_.always(*guard.condition)) {
      tell_always(guard);
    } else if (reasoner_.never(*guard.condition)) {
      tell_never(guard);
    } else {
      judge_parts(guard, *guard.condition);
      return;
    }
    told_.add(*guard.condition);
  }

 private:
  /// `country != "US" or country != "CA"` inside a condition that as a whole is not wrong.
  void judge_parts(const Guard& guard, const Expression& condition) {
    for (const Expression& child : condition.children) {
      if (child.type.kind != agreement::TypeKind::yes_no || is_definition(child)) continue;
      const bool joins = child.op == Op::and_ || child.op == Op::or_;
      if (joins && child.op == Op::or_ && reasoner_.always(child)) {
        tell_part(guard, child, true);
      } else if (joins && child.op == Op::and_ && reasoner_.never(child)) {
        tell_part(guard, child, false);
      } else {
        judge_parts(guard, child);
      }
    }
  }

  /// What comes from a definition is judged there.
  bool is_definition(const Expression& condition) const {
    return std::ranges::any_of(reasoner_.record.defines, [&](const agreement::Define& define) {
      return says_the_same(define.value, condition);
    });
  }

  void tell_part(const Guard& guard, const Expression& part, bool always) {
    if (told_.concerns(part)) return;
    told_.add(part);
    Finding& made = findings_.emplace_back(
        finding(always ? Code::always_true : Code::never_true, part.span,
                fmt::format("this part of {} {} for every {}", guard.called,
                            always ? "holds" : "fails", reasoner_.record.subject_kind),
                always ? "holds whatever is known" : "can never hold"));
    explain(made, part, always);
  }

  void tell_always(const Guard& guard) {
    const std::string& subject = reasoner_.record.subject_kind;
    Code code = Code::always_true;
    std::string message = fmt::format("{} holds for every {}", guard.called, subject);
    if (guard.role == Role::excepts) {
      code = Code::exception_takes_all;
      message = fmt::format("{} holds for every {}, so that {} never counts", guard.called, subject,
                            guard.owner);
    } else if (guard.role == Role::pauses) {
      code = Code::exception_takes_all;
      message = fmt::format("{} always holds, so that its clock never runs", guard.called);
    } else if (guard.role == Role::permits) {
      code = Code::exception_takes_all;
      message = fmt::format("{} holds for every {}, so that {} forbids nothing", guard.called,
                            subject, guard.owner);
    } else if (guard.role == Role::tells_part) {
      message = fmt::format("{} holds for every {}, so that the part is always the whole",
                            guard.called, subject);
    }
    Finding& made = findings_.emplace_back(
        finding(code, guard.condition->span, std::move(message), "matches everything"));
    explain(made, *guard.condition, true);
  }

  void tell_never(const Guard& guard) {
    std::string message = fmt::format("{} can never hold", guard.called);
    if (guard.role == Role::chooses && !guard.owner.empty())
      message += fmt::format(", so that {} is about nothing", guard.owner);
    Finding& made = findings_.emplace_back(
        finding(Code::never_true, guard.condition->span, std::move(message), "matches nothing"));
    explain(made, *guard.condition, false);
  }

  /// Which parts alone do it.
  void explain(Finding& made, const Expression& condition, bool always) {
    const Op joint = always ? Op::or_ : Op::and_;
    const auto parts = parts_of(condition, joint);
    if (parts.size() < 2) return;
    std::vector<solve::Term> terms;
    for (const Expression* part : parts) {
      terms.push_back(always ? reasoner_.encoder.fails(*part) : reasoner_.encoder.holds(*part));
    }
    const auto core = reasoner_.core({}, terms);
    if (core.size() > 1) {
      for (const std::size_t i : core) {
        made.secondary.push_back({parts[i]->span, always ? "or this" : "and this"});
      }
      made.secondary.front().text =
          always ? "one of these always holds" : "these exclude each other";
      for (std::size_t i = 1; i < made.secondary.size(); ++i)
        made.secondary[i].text = always ? "or this" : "and this";
    }
    made.help = always ? "write `and` where all of it is meant, or remove the condition"
                       : "write `or` where any of it is meant, or correct the values";
  }

  Reasoner& reasoner_;
  Told& told_;
  std::vector<Finding>& findings_;
};

}  // namespace

bool Told::concerns(const Expression& condition) const {
  bool found = false;
  for_each_below(condition, [&](const Expression& e) {
    found = found || std::ranges::any_of(
                         told_, [&](const Expression* told) { return says_the_same(*told, e); });
  });
  return found;
}

std::vector<Guard> guards_of(const agreement::Agreement& record) { return Collector(record).all(); }

void judge_alone(Reasoner& reasoner, Told& told, std::vector<Finding>& findings) {
  Alone alone(reasoner, told, findings);
  for (const Guard& guard : guards_of(reasoner.record)) alone.judge(guard);
}

namespace {

void look_at_guards(const agreement::Agreement& record, const Options& options,
                    std::vector<Finding>& findings) {
  const bool has_tiers = std::ranges::any_of(record.clauses, [](const Clause& clause) {
    return has_clock(clause.kind) && clause.deadline.tiers.size() > 1;
  });
  if (!has_tiers && guards_of(record).empty()) return;
  const solve::Provider* solver = options.solver();
  if (solver == nullptr) return;
  Reasoner reasoner(record, options, *solver);
  Told told;
  judge_alone(reasoner, told, findings);
  judge_together(reasoner, told, findings);
}

}  // namespace
}  // namespace quantity

void guards(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  quantity::look_at_all(subject, quantity::look_at_guards, findings);
}

}  // namespace sla::analyze
