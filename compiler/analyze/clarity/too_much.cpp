#include "compiler/analyze/clarity/too_much.h"

#include <algorithm>

#include <fmt/format.h>

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::ClauseKind;
using agreement::Expression;
using agreement::Op;

/// What a definition stands for is written elsewhere.
bool is_defined_elsewhere(const Expression& e) {
  return std::ranges::any_of(e.children, [&](const Expression& child) {
    return child.span.file != e.span.file || child.span.begin < e.span.begin ||
           child.span.end > e.span.end;
  });
}

/// The separate cases that a condition names: `a or b` are two, a definition is one.
std::size_t cases_of(const Expression& e) {
  std::size_t count = 0;
  const bool joins = e.op == Op::and_ || e.op == Op::or_ || e.op == Op::not_;
  if (joins && !is_defined_elsewhere(e)) {
    for (const Expression& child : e.children) count += cases_of(child);
    return count;
  }
  return 1;
}

std::size_t cases_of(const std::optional<Expression>& condition) {
  return condition ? cases_of(*condition) : 0;
}

/// Everything that takes leads or time out of what the clause promises.
std::size_t exceptions_of(const Clause& clause) {
  std::size_t count = cases_of(clause.when);
  if (agreement::has_clock(clause.kind)) {
    const auto& deadline = clause.deadline;
    count += cases_of(deadline.while_) + cases_of(deadline.paused_while) +
             cases_of(deadline.excused_when);
  }
  if (clause.kind == ClauseKind::prohibition)
    count += cases_of(clause.prohibition.without) + cases_of(clause.prohibition.while_);
  if (clause.kind == ClauseKind::conversion) count += cases_of(clause.conversion.not_counting);
  if (agreement::has_counter(clause.kind)) count += cases_of(clause.volume.where);
  return count;
}

template <typename Each>
void for_each_clause(const Agreement& agreement, const Each& each) {
  for (const Clause& clause : agreement.clauses) each(clause);
  for (const Agreement& other : agreement.others) for_each_clause(other, each);
}

}  // namespace

void exceptions(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  for_each_clause(subject.whole, [&](const Clause& clause) {
    const std::size_t count = exceptions_of(clause);
    if (count <= subject.options.most_exceptions) return;
    auto& found = findings.emplace_back(
        finding(diagnose::Code::many_exceptions, clause.span,
                fmt::format("`{}` names {} cases in which it does not count, or counts otherwise",
                            clause.name, count),
                fmt::format("more than {}", subject.options.most_exceptions)));
    found.help =
        "give the leads that are meant one definition with a name of its own, or split the clause";
  });
}

void tiers(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  for_each_clause(subject.whole, [&](const Clause& clause) {
    if (!agreement::has_clock(clause.kind) ||
        clause.deadline.tiers.size() <= subject.options.most_tiers)
      return;
    const source::Span first = clause.deadline.tiers.front().span;
    auto& found = findings.emplace_back(
        finding(diagnose::Code::many_tiers, first,
                fmt::format("`{}` has {} tiers", clause.name, clause.deadline.tiers.size()),
                fmt::format("the first of more than {}", subject.options.most_tiers)));
    found.help =
        "join tiers whose times are close, or make clauses of their own for kinds of leads";
  });
}

void length(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  std::size_t count = 0;
  for_each_clause(subject.whole, [&](const Clause&) { ++count; });
  if (count <= subject.options.most_clauses) return;
  auto& found =
      findings.emplace_back(finding(diagnose::Code::long_agreement, subject.whole.title_span,
                                    fmt::format("this agreement has {} clauses", count),
                                    fmt::format("more than {}", subject.options.most_clauses)));
  found.help =
      "keep the promises that anybody acts on, or make an agreement for each pair of teams";
}

}  // namespace sla::analyze
