#include "compiler/syntax/print.h"
#include "compiler/syntax/print_parts.h"

namespace sla::syntax {
namespace {

std::string shown(const Moment& moment) {
  if (moment.later) return shown(*moment.later) + " later";
  return fmt::format("{} {:02}:{:02}:{:02}{}", shown(moment.date), moment.second / 3600,
                     moment.second / 60 % 60, moment.second % 60, title_of(moment.zone));
}

std::string before(const std::optional<Moment>& at) { return at ? shown(*at) + ": " : ""; }

void print(Printer& out, const std::vector<Fact>& facts) {
  const Nested nested(out);
  for (const Fact& fact : facts) {
    out.line("{} = {}", fact.field.text, fact.value ? print(*fact.value) : "unknown");
  }
}

void print(Printer& out, const Person& person) {
  std::string parts;
  if (person.team) parts += " in " + quoted(person.team->value);
  if (person.zone) parts += " zone " + quoted(person.zone->value);
  if (person.party) parts += " party " + person.party->text;
  for (const auto& [role, holder] : person.roles) {
    parts += " " + role.text + " " + quoted(holder.value);
  }
  if (person.from) parts += " from " + shown(*person.from);
  if (person.until) parts += " until " + shown(*person.until);
  out.line("person {}{}", quoted(person.name.value), parts);
}

void print(Printer& out, const Happening& happening) {
  constexpr std::string_view kWords[] = {"enters ", "is ", "is ", "is ", "gets ", ""};
  std::string parts;
  if (happening.owner) parts += " to " + quoted(happening.owner->value);
  if (happening.team) parts += " in " + quoted(happening.team->value);
  if (happening.actor) parts += " by " + quoted(happening.actor->value);
  out.line("{}{} {}{}{}", before(happening.at), happening.lead.text,
           kWords[static_cast<std::size_t>(happening.kind)], happening.target.text, parts);
  print(out, happening.facts);
}

std::string shown(const Claim& claim) {
  constexpr std::string_view kWords[] = {
      "due",       "breach",  "met",         "met late", "breached", "running", "paused",
      "cancelled", "excused", "not started", "no data",  "percent",  "amount",  "cycle",
      "owner",     "team",    "tier",        "period",   "group"};
  std::string text(kWords[static_cast<std::size_t>(claim.kind)]);
  if (claim.moment) text += " " + shown(*claim.moment);
  if (claim.duration) text += " after " + shown(*claim.duration);
  if (!claim.text.empty()) text += " " + quoted(claim.text);
  if (claim.name) text += " " + claim.name->text;
  return text;
}

void print(Printer& out, const Expectation& expectation) {
  out.line("{}expect {}{}", before(expectation.at), expectation.clause.text,
           expectation.lead ? " of " + expectation.lead->text : "");
  const Nested nested(out);
  for (const Claim& claim : expectation.claims) out.line("{}", shown(claim));
}

}  // namespace

void print(Printer& out, const Test& test) {
  out.line("test {}", quoted(test.title.value));
  const Nested nested(out);
  for (const GivenLeads& given : test.leads) {
    out.line("given {}{}{}", given.record.text == "lead" ? "" : given.record.text + " ",
             shown(given.names), given.parent ? " of " + given.parent->text : "");
    print(out, given.facts);
  }
  for (const Person& person : test.people) print(out, person);
  for (const auto& step : test.steps) {
    std::visit([&](const auto& node) { print(out, node); }, step);
  }
}

}  // namespace sla::syntax
