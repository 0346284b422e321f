#include "compiler/check/clauses.h"

#include <fmt/format.h>

#include "compiler/check/clause_parts.h"
#include "compiler/check/durations.h"
#include "compiler/check/names.h"
#include "compiler/check/outcomes.h"

namespace sla::check {
namespace {

using agreement::ClauseKind;

void refuse(Context& context, Span span, std::string message, const char* help) {
  context.add(Code::bad_value, span, std::move(message)).help = help;
}

/// At which event `when` is asked; null where that can be several things.
const syntax::Trigger* trigger_of(const syntax::DeadlineBody& body) { return &body.start; }
const syntax::Trigger* trigger_of(const syntax::CadenceBody& body) {
  return body.start ? &*body.start : nullptr;
}
const syntax::Trigger* trigger_of(const syntax::VolumeBody& body) { return &body.counted; }
const syntax::Trigger* trigger_of(const syntax::ShareBody& body) { return &body.counted; }
const syntax::Trigger* trigger_of(const syntax::ConversionBody& body) { return &body.entering; }
const syntax::Trigger* trigger_of(const syntax::StayBody&) { return nullptr; }
const syntax::Trigger* trigger_of(const syntax::ProhibitionBody&) { return nullptr; }

/// Only what has a clock can be paused, excused or restarted.
void refuse_clock_lines(Context& context, const syntax::Clause& clause,
                        agreement::ClauseKind kind) {
  const auto refuse_line = [&](Span span, const char* line) {
    refuse(context, span,
           fmt::format("a {} clause has no clock, so {} means nothing", name_of(kind), line),
           "remove it, or choose with `when` what the clause is about");
  };
  if (clause.paused_while) refuse_line(clause.paused_while->span, "`paused while`");
  if (clause.excused_when) refuse_line(clause.excused_when->span, "`excused when`");
  if (clause.reentry) refuse_line(clause.reentry->span, "`on reentry`");
  if (clause.reassignment) refuse_line(clause.reassignment->span, "`on reassignment`");
}

/// What is counted per period has its own bound, and `when` or `where` to choose what counts.
void refuse_lines_of_obligations(Context& context, const syntax::Clause& clause,
                                 agreement::ClauseKind kind) {
  refuse_clock_lines(context, clause, kind);
  if (clause.while_) {
    refuse(context, clause.while_->span,
           fmt::format("a {} clause has no clock, so `while` means nothing", name_of(kind)),
           "remove it, or choose with `when` what the clause is about");
  }
  if (clause.target) {
    refuse(context, clause.target->span,
           fmt::format("a {} clause has its bound in the promise itself", name_of(kind)),
           "remove the line `target`");
  }
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
    read(ClauseKind::deadline, clause_.deadline, body, check_deadline);
  }
  void operator()(const syntax::CadenceBody& body) {
    read(ClauseKind::cadence, clause_.deadline, body, check_cadence);
  }
  void operator()(const syntax::StayBody& body) {
    read(ClauseKind::time_in_state, clause_.deadline, body, check_stay);
  }
  void operator()(const syntax::ProhibitionBody& body) {
    read(ClauseKind::prohibition, clause_.prohibition, body, check_prohibition);
  }
  void operator()(const syntax::VolumeBody& body) {
    read(ClauseKind::volume, clause_.volume, body, check_volume);
  }
  void operator()(const syntax::ShareBody& body) {
    read(ClauseKind::share, clause_.volume, body, check_share);
  }
  void operator()(const syntax::ConversionBody& body) {
    read(ClauseKind::conversion, clause_.conversion, body, check_conversion);
  }

 private:
  template <class Body>
  ClauseScope scope_of(const Body& body) {
    ClauseScope scope{syntax_, Scope{choose_calendar(context_, syntax_.calendar)}};
    if (const syntax::Trigger* asked_at = trigger_of(body)) {
      scope.at_event = known_at(context_, *asked_at);
    }
    scope.when = optional_condition(context_, scope, syntax_.when, scope.at_event);
    return scope;
  }

  /// Everything about a clause of a kind: what it promises, the lines it cannot have, its steps.
  template <class Part, class Body>
  void read(ClauseKind kind, Part& part, const Body& body,
            Part (*check)(Context&, const ClauseScope&, const Body&)) {
    clause_.kind = kind;
    const ClauseScope scope = scope_of(body);
    part = check(context_, scope, body);
    if (kind == ClauseKind::prohibition) refuse_clock_lines(context_, syntax_, kind);
    else if (!has_clock(kind)) refuse_lines_of_obligations(context_, syntax_, kind);
    clause_.when = scope.when;
    clause_.calendar = scope.expressions.calendar.index;
    check_party(context_, scope, clause_);
    check_steps(context_, scope, clause_);
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
  order_clauses(context);
}

}  // namespace sla::check
