#include "compiler/syntax/print.h"
#include "compiler/syntax/print_parts.h"

namespace sla::syntax {
namespace {

std::string shown(const Trigger& trigger) {
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

void print(Printer& out, const VolumeBody& body) {
  out.line("volume, {} {}{}", body.bound == VolumeBound::at_least ? "at least" : "at most",
           body.amount, body.currency ? " " + body.currency->text : "");
  const Nested nested(out);
  if (body.sum_of) out.line("sum of {}", body.sum_of->text);
  out.line("counted at {}", shown(body.counted));
  if (body.each) out.line("each {}", shown(*body.each));
  if (body.per) out.line("per {}", body.per->text);
  if (body.every_entry) out.line("every entry");
  if (body.paced) out.line("paced by business day");
  if (body.where) out.line("where {}", print(*body.where));
}

void print(Printer& out, const OtherBody& body) { out.line("one of the {}", body.kind); }

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
  out.line("party {}", clause.party.text);
  std::visit([&](const auto& body) { print(out, body); }, clause.body);
  constexpr std::string_view kReentry[] = {"new cycle", "ignore", "resume"};
  if (clause.when) out.line("when {}", print(*clause.when));
  if (clause.while_) out.line("while {}", print(*clause.while_));
  if (clause.paused_while) out.line("paused while {}", print(*clause.paused_while));
  if (clause.reentry)
    out.line("on reentry {}", kReentry[static_cast<std::size_t>(clause.reentry->rule)]);
  if (clause.reassignment) print(out, *clause.reassignment);
  if (clause.calendar) out.line("calendar {}", clause.calendar->text);
  if (clause.target) print(out, *clause.target);
  if (!clause.actions.empty()) out.line("actions {}", clause.actions.size());
}

}  // namespace sla::syntax
