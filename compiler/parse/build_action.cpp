#include <utility>

#include "compiler/parse/build.h"

namespace sla::parse {

syntax::Action Builder::action(Grammar::ActionContext& context) {
  syntax::Action result;
  result.span = span(context);
  action_time(*context.actionTime(), result);
  for (auto* child : context.effect()) result.effects.push_back(effect(*child));
  return result;
}

void Builder::action_time(Grammar::ActionTimeContext& context, syntax::Action& action) {
  using syntax::ActionTime;
  action.time = span(context);
  if (context.duration()) action.duration = duration(*context.duration());
  if (context.PERCENT()) {
    action.at = ActionTime::percent;
    action.percent = number(context.PERCENT());
  } else if (context.K_TARGET()) {
    action.at = context.K_MET() ? ActionTime::target_met : ActionTime::target_missed;
  } else if (context.K_WHEN()) {
    action.at = context.K_MET() ? ActionTime::met : ActionTime::breached;
  } else if (context.duration()) {
    action.at = context.K_AFTER() ? ActionTime::after_due : ActionTime::before_due;
  }
}

syntax::Effect Builder::effect(Grammar::EffectContext& context) {
  using syntax::EffectKind;
  syntax::Effect result;
  result.span = span(context);
  result.kind = context.K_REMIND()     ? EffectKind::remind
                : context.K_NOTIFY()   ? EffectKind::notify
                : context.K_ESCALATE() ? EffectKind::escalate
                : context.K_AWARD()    ? EffectKind::award
                : context.K_DEDUCT()   ? EffectKind::deduct
                                       : EffectKind::create_task;
  if (context.people()) result.to = names(context.people()->roleName());
  if (context.NUMBER()) result.points = number(context.NUMBER());
  if (context.title()) result.title = title(context.title());
  Said said(reporter_);
  for (auto* part : context.effectPart()) {
    if (part->channelName()) {
      if (said.first("the channel", span(*part))) result.channel = name(part->channelName());
    } else if (part->calendarName()) {
      if (said.first("the calendar", span(*part))) result.calendar = name(part->calendarName());
    } else if (!result.title) {
      result.title = title(part->title());
    } else {
      auto* finding = reporter_.add(diagnose::Code::said_twice, span(*part),
                                    "the text is said twice", "again here");
      if (finding) finding->secondary.push_back({result.title->span, "first said here"});
    }
  }
  return result;
}

}  // namespace sla::parse
