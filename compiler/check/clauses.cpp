#include "compiler/check/clauses.h"

#include <fmt/format.h>

#include "compiler/check/clause_parts.h"
#include "compiler/check/collect.h"
#include "compiler/check/durations.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

void warn_of_actions(Context& context, const syntax::Clause& clause) {
  if (clause.actions.empty()) return;
  auto& finding =
      context.add(Code::actions_not_carried_out, clause.actions.front().span,
                  fmt::format("the actions of clause `{}` are not carried out by this version",
                              clause.name.text));
  finding.notes.emplace_back("its verdicts do not depend on them");
}

/// A volume has no clock, so nothing can pause, cancel or restart one.
void refuse_clock_parts(Context& context, const syntax::Clause& clause) {
  const auto refuse = [&](Span span, const char* part) {
    context
        .add(Code::bad_value, span,
             fmt::format("a volume clause has no clock, so {} means nothing", part))
        .help = "remove it, or use `where` to choose what is counted";
  };
  if (clause.while_) refuse(clause.while_->span, "`while`");
  if (clause.paused_while) refuse(clause.paused_while->span, "`paused while`");
  if (clause.reentry) refuse(clause.reentry->span, "`on reentry`");
  if (clause.reassignment) refuse(clause.reassignment->span, "`on reassignment`");
  if (clause.target) refuse(clause.target->span, "a percentage of clocks");
}

class ClauseChecker {
 public:
  ClauseChecker(Context& context, const syntax::Clause& syntax)
      : context_(context), syntax_(syntax) {}

  void check() {
    clause_.name = syntax_.name.text;
    clause_.title = title_of(syntax_.title);
    clause_.span = syntax_.span;
    clause_.party = resolve_party(context_, syntax_.party).value_or(0);
    std::visit(*this, syntax_.body);
  }

  void operator()(const syntax::DeadlineBody& body) {
    const ClauseScope scope = scope_of_clause();
    clause_.kind = agreement::ClauseKind::deadline;
    clause_.deadline = check_deadline(context_, scope, body);
    finish(scope);
  }

  void operator()(const syntax::VolumeBody& body) {
    const ClauseScope scope = scope_of_clause();
    clause_.kind = agreement::ClauseKind::volume;
    clause_.volume = check_volume(context_, scope, body);
    refuse_clock_parts(context_, syntax_);
    finish(scope);
  }

  /// What is not evaluated is not judged further either: one finding says all there is to do.
  void operator()(const syntax::OtherBody& body) {
    report_not_supported(context_, syntax_.obligation, fmt::format("{} are", body.kind));
  }

 private:
  ClauseScope scope_of_clause() {
    return {syntax_, Scope{choose_calendar(context_, syntax_.calendar)}};
  }

  void finish(const ClauseScope& scope) {
    clause_.when = optional_condition(context_, scope, syntax_.when);
    warn_of_actions(context_, syntax_);
    context_.agreement.clauses.push_back(std::move(clause_));
  }

  Context& context_;
  const syntax::Clause& syntax_;
  agreement::Clause clause_;
};

}  // namespace

void check_clauses(Context& context) {
  for (const syntax::Clause* clause : context.declared.clauses)
    ClauseChecker(context, *clause).check();
}

}  // namespace sla::check
