#include <utility>

#include "compiler/parse/build.h"

namespace sla::parse {

std::optional<syntax::Clause> Builder::clause(Grammar::ClauseContext& context) {
  Grammar::ClauseBodyContext& body = *context.clauseBody();
  if (!sound(body.obligation())) return std::nullopt;
  syntax::Clause result;
  result.name = name(context.newName());
  result.title = optional_title(context.title());
  result.span = span(context);
  obligation(*body.obligation(), result);
  Said said(reporter_);
  if (auto* about = body.obligation()->aboutEach()) said.first("`for each`", span(*about));
  // In a prohibition `while` may also stand in the promise itself.
  if (auto* forbidden = std::get_if<syntax::ProhibitionBody>(&result.body)) {
    if (forbidden->while_) said.first("`while`", forbidden->while_->span);
  }
  for (auto* line : body.clauseLine()) {
    if (sound(line)) clause_line(*line, result, said);
  }
  return result;
}

void Builder::clause_line(Grammar::ClauseLineContext& line, syntax::Clause& clause, Said& said) {
  const source::Span at = span(line);
  if (line.action()) {
    clause.actions.push_back(action(*line.action()));
  } else if (line.K_EXCUSED()) {
    if (said.first("`excused when`", at)) clause.excused_when = expression(*line.expression());
  } else if (line.K_PAUSED()) {
    if (said.first("`paused while`", at)) clause.paused_while = expression(*line.expression());
  } else if (line.K_WHEN()) {
    if (said.first("`when`", at)) clause.when = expression(*line.expression());
  } else if (line.K_WHILE()) {
    if (said.first("`while`", at)) clause.while_ = expression(*line.expression());
  } else if (line.K_REENTRY()) {
    if (!said.first("`on reentry`", at)) return;
    auto rule = syntax::OnReentry::new_cycle;
    if (line.K_IGNORE()) rule = syntax::OnReentry::ignore;
    if (line.K_RESUME()) rule = syntax::OnReentry::resume;
    clause.reentry = syntax::ReentryRule{rule, at};
  } else if (line.K_REASSIGNMENT()) {
    if (said.first("`on reassignment`", at)) clause.reassignment = reassignment(line);
  } else if (line.K_CALENDAR()) {
    if (said.first("the calendar", at)) clause.calendar = name(line.calendarName());
  } else if (line.K_FOR()) {
    if (said.first("`for each`", at)) clause.subject = name(line.subjectName());
  } else if (line.K_TARGET()) {
    if (said.first("the target", at)) clause.target = target(line);
  }
}

syntax::ReassignmentRule Builder::reassignment(Grammar::ClauseLineContext& line) {
  syntax::ReassignmentRule result;
  result.span = span(line);
  if (line.K_RESTART()) result.rule = syntax::OnReassignment::restart;
  if (line.K_GRACE()) {
    result.rule = syntax::OnReassignment::grace;
    result.grace = duration(*line.duration());
  }
  return result;
}

syntax::Target Builder::target(Grammar::ClauseLineContext& line) {
  syntax::Target result;
  result.percent = number(line.PERCENT());
  result.span = span(line);
  Said said(reporter_);
  for (auto* part : line.targetPart()) {
    const source::Span at = span(*part);
    if (part->eachPeriod()) {
      if (said.first("the period", at)) result.each = period(*part->eachPeriod());
    } else if (part->groupPath()) {
      if (said.first("the group", at)) result.per = name(part->groupPath());
    } else if (said.first("`judged when due`", at)) {
      result.judged_when_due = true;
    }
  }
  return result;
}

}  // namespace sla::parse
