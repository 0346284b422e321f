#include "compiler/syntax/print.h"
#include "compiler/syntax/print_parts.h"

namespace sla::syntax {
namespace {

std::string shown_event(const Trigger& trigger) {
  switch (trigger.kind) {
    case TriggerKind::entering: return "entering " + shown(trigger.states);
    case TriggerKind::leaving: return "leaving " + shown(trigger.states);
    case TriggerKind::assigned:
      return trigger.states.empty() ? "being assigned"
                                    : "being assigned in " + shown(trigger.states);
    case TriggerKind::event: return "event " + shown(trigger.names);
  }
  return "";
}

std::string shown(const Trigger& trigger) {
  const bool of_others = trigger.subject && !trigger.subject->text.starts_with("lead");
  return (of_others ? trigger.subject->text + " " : "") + shown_event(trigger);
}

void print(Printer& out, const Discharge& discharge) {
  constexpr std::string_view kKinds[] = {"move to ", "event ", "assign", "record "};
  out.line("{}{}{}", kKinds[static_cast<std::size_t>(discharge.kind)], shown(discharge.names),
           discharge.by ? " by " + discharge.by->text : "");
}

void print(Printer& out, const Tier& tier) {
  const std::string when = tier.when ? print(*tier.when) : tier.otherwise ? "otherwise" : "always";
  out.line("within {}: {}", when, tier.immediately ? "immediately" : shown(tier.target));
}

void print(Printer& out, const DeadlineBody& body) {
  out.line("deadline, {} of", body.all ? "all" : "any");
  const Nested nested(out);
  for (const Discharge& discharge : body.discharges) print(out, discharge);
  for (const Tier& tier : body.tiers) print(out, tier);
  out.line("start {}", shown(body.start));
}

const char* bound_of(VolumeBound bound) {
  return bound == VolumeBound::at_least ? "at least" : "at most";
}

void print(Printer& out, const VolumeBody& body) {
  out.line("volume, {} {}{}", bound_of(body.bound), body.amount,
           body.currency ? " " + body.currency->text : "");
  const Nested nested(out);
  if (body.sum_of) out.line("sum of {}", body.sum_of->text);
  out.line("counted at {}", shown(body.counted));
  if (body.each) out.line("each {}", shown(*body.each));
  if (body.per) out.line("per {}", body.per->text);
  if (body.every_entry) out.line("every entry");
  if (body.paced) out.line("paced by business day");
  if (body.where) out.line("where {}", print(*body.where));
}

void print(Printer& out, const CadenceBody& body) {
  out.line("cadence, at least {} of {}{}", body.amount, shown(body.touches.names),
           body.touches.by ? " by " + body.touches.by->text : "");
  const Nested nested(out);
  for (const Tier& tier : body.tiers) print(out, tier);
  if (body.start) out.line("start {}", shown(*body.start));
  if (body.apart) out.line("at most {} apart", shown(*body.apart));
  if (!body.until.empty()) out.line("until {}", shown(body.until));
}

void print(Printer& out, const StayBody& body) {
  out.line("time in {}, at most", shown(body.states));
  const Nested nested(out);
  for (const Tier& tier : body.tiers) print(out, tier);
}

void print(Printer& out, const ProhibitionBody& body) {
  out.line("prohibition of");
  const Nested nested(out);
  for (const Discharge& each : body.forbidden) print(out, each);
  if (body.without) out.line("without {}", print(*body.without));
  if (body.while_) out.line("while {}", print(*body.while_));
  if (body.outside) out.line("outside {}", body.outside->text);
}

void print(Printer& out, const ShareBody& body) {
  out.line("share, {} {}%", bound_of(body.bound), body.percent);
  const Nested nested(out);
  if (body.sum_of) out.line("sum of {}", body.sum_of->text);
  out.line("counted at {}", shown(body.counted));
  if (body.each) out.line("each {}", shown(*body.each));
  if (body.per) out.line("per {}", body.per->text);
  if (body.every_entry) out.line("every entry");
  if (body.where) out.line("where {}", print(*body.where));
}

void print(Printer& out, const ConversionBody& body) {
  out.line("conversion, {} {}%", bound_of(body.bound), body.percent);
  const Nested nested(out);
  out.line("from {}", shown(body.entering));
  if (!body.to.empty()) out.line("to {}", shown(body.to));
  if (body.window) out.line("within {}", shown(*body.window));
  if (body.each) out.line("each {}", shown(*body.each));
  if (body.per) out.line("per {}", body.per->text);
  if (body.not_counting) out.line("not counting {}", print(*body.not_counting));
}

std::string shown(const Effect& effect) {
  constexpr std::string_view kKinds[] = {"remind",      "notify", "escalate",
                                         "create task", "award",  "deduct"};
  std::string text(kKinds[static_cast<std::size_t>(effect.kind)]);
  if (!effect.points.empty()) text += " " + effect.points;
  if (!effect.to.empty()) text += " to " + shown(effect.to);
  if (effect.channel) text += " by " + effect.channel->text;
  if (effect.calendar) text += " in " + effect.calendar->text;
  return text + title_of(effect.title);
}

std::string time_of(const Action& action) {
  const std::string duration = action.duration ? shown(*action.duration) : "";
  switch (action.at) {
    case ActionTime::percent: return fmt::format("at {}%", action.percent);
    case ActionTime::before_due: return duration + " before due";
    case ActionTime::due: return "at due";
    case ActionTime::after_due: return duration + " after due";
    case ActionTime::met: return duration.empty() ? "when met" : "when met within " + duration;
    case ActionTime::breached: return "when breached";
    case ActionTime::target_met: return "when target met";
    case ActionTime::target_missed: return "when target missed";
  }
  return "";
}

void print(Printer& out, const Action& action) {
  std::string effects;
  for (const Effect& effect : action.effects)
    effects += (effects.empty() ? "" : "; ") + shown(effect);
  out.line("{}: {}", time_of(action), effects);
}

void print(Printer& out, const ReassignmentRule& rule) {
  constexpr std::string_view kRules[] = {"continue", "restart", "continue with grace of "};
  out.line("on reassignment {}{}", kRules[static_cast<std::size_t>(rule.rule)],
           rule.rule == OnReassignment::grace ? shown(rule.grace) : "");
}

void print(Printer& out, const Target& target) {
  out.line("target {}%{}{}{}", target.percent, target.each ? " each " + shown(*target.each) : "",
           target.per ? " per " + target.per->text : "",
           target.judged_when_due ? " judged when due" : "");
}

}  // namespace

void print(Printer& out, const Clause& clause) {
  out.line("clause {}{}", clause.name.text, title_of(clause.title));
  const Nested nested(out);
  if (clause.subject) out.line("for each {}", clause.subject->text);
  out.line("party {}", clause.party.text);
  std::visit([&](const auto& body) { print(out, body); }, clause.body);
  constexpr std::string_view kReentry[] = {"new cycle", "ignore", "resume"};
  if (clause.when) out.line("when {}", print(*clause.when));
  if (clause.while_) out.line("while {}", print(*clause.while_));
  if (clause.paused_while) out.line("paused while {}", print(*clause.paused_while));
  if (clause.excused_when) out.line("excused when {}", print(*clause.excused_when));
  if (clause.reentry)
    out.line("on reentry {}", kReentry[static_cast<std::size_t>(clause.reentry->rule)]);
  if (clause.reassignment) print(out, *clause.reassignment);
  if (clause.calendar) out.line("calendar {}", clause.calendar->text);
  if (clause.target) print(out, *clause.target);
  for (const Action& action : clause.actions) print(out, action);
}

}  // namespace sla::syntax
