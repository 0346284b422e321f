#include "compiler/analyze/clarity/bare_clauses.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using diagnose::Code;

/// A badge is a consequence as well.
bool has_badge(const Agreement& whole, int record, int clause) {
  return std::ranges::any_of(whole.programs, [&](const agreement::Program& program) {
    return std::ranges::any_of(program.badges, [&](const agreement::Badge& badge) {
      return badge.record == record && badge.clause == clause;
    });
  });
}

/// Clauses that lack one thing, as one finding.
struct Bare {
  std::vector<const Clause*> clauses;

  void report(Code code, const char* what, const char* help,
              std::vector<diagnose::Finding>& findings) const {
    if (clauses.empty()) return;
    std::vector<std::string> names;
    for (const Clause* clause : clauses) names.push_back(fmt::format("`{}`", clause->name));
    auto& found = findings.emplace_back(
        finding(code, clauses.front()->span,
                fmt::format("{} {}: {}", clauses.size() == 1 ? "a clause" : "clauses", what,
                            agreement::listing(names, "and")),
                "the first of them"));
    if (clauses.size() == 1) found.primary.text = "this clause";
    found.help = help;
  }
};

}  // namespace

void bare_clauses(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  if (!subject.options.pedantic) return;
  Bare untitled, without_target, without_consequence;
  const auto see = [&](const Agreement& agreement, int record) {
    for (std::size_t c = 0; c < agreement.clauses.size(); ++c) {
      const Clause& clause = agreement.clauses[c];
      if (clause.title.empty()) untitled.clauses.push_back(&clause);
      const bool judged_one_by_one =
          agreement::has_clock(clause.kind) || clause.kind == agreement::ClauseKind::prohibition;
      if (judged_one_by_one && agreement::target_of(clause) == nullptr)
        without_target.clauses.push_back(&clause);
      if (clause.steps.empty() && !has_badge(subject.whole, record, static_cast<int>(c)))
        without_consequence.clauses.push_back(&clause);
    }
  };
  see(subject.whole, 0);
  for (std::size_t r = 0; r < subject.whole.others.size(); ++r)
    see(subject.whole.others[r], static_cast<int>(r) + 1);
  untitled.report(Code::untitled_clause, "without a title, which is what reports show",
                  "write one after the name: `clause fast_answer \"Every MQL is answered fast\"`",
                  findings);
  without_target.report(Code::no_target, "without a target, which one late lead breaks",
                        "say how many must be in time, such as `target 95% each month`", findings);
  without_consequence.report(Code::no_consequence,
                             "of which nothing follows, no reminder, escalation or points",
                             "say what happens, such as `when breached  notify manager`", findings);
}

}  // namespace sla::analyze
