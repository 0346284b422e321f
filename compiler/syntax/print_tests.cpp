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
  constexpr std::string_view kWords[] = {"enters ",        "is ", "is ", "is ", "gets ", "",
                                         "is merged into "};
  std::string parts;
  if (happening.owner) parts += " to " + quoted(happening.owner->value);
  if (happening.team) parts += " in " + quoted(happening.team->value);
  if (happening.actor) parts += " by " + quoted(happening.actor->value);
  out.line("{}{} {}{}{}", before(happening.at), happening.lead.text,
           kWords[static_cast<std::size_t>(happening.kind)], happening.target.text, parts);
  print(out, happening.facts);
}

std::string shown(const Deed& deed) {
  std::string text = (deed.done ? "" : "not ") + deed.verb.text;
  if (deed.points) text += " " + deed.points->text;
  for (const Told& told : deed.to) {
    text += " to";
    if (told.role) text += " " + told.role->text;
    if (told.person) text += " " + quoted(told.person->value);
  }
  if (deed.channel) text += " by " + deed.channel->text;
  if (deed.message) text += " with " + quoted(deed.message->value);
  if (deed.at) text += " at " + shown(*deed.at);
  return text;
}

std::string shown(const Claim& claim) {
  constexpr std::string_view kWords[] = {
      "due",       "breach",  "met",         "met late", "breached", "running",     "paused",
      "cancelled", "excused", "not started", "no data",  "percent",  "amount",      "cycle",
      "owner",     "team",    "tier",        "period",   "group",    "provisional", "final",
      "used",      "best",    "worst",       ""};
  std::string text(kWords[static_cast<std::size_t>(claim.kind)]);
  if (claim.moment) text += " " + shown(*claim.moment);
  if (claim.duration) {
    text += (claim.kind == ClaimKind::used ? " " : " after ") + shown(*claim.duration);
  }
  if (!claim.text.empty()) text += " " + quoted(claim.text);
  if (claim.name) text += " " + claim.name->text;
  if (claim.deed) text += shown(*claim.deed);
  return text;
}

std::string shown(const Standing& standing) {
  constexpr std::string_view kWords[] = {"points", "badge", "rank", "prize", "period"};
  std::string text(kWords[static_cast<std::size_t>(standing.kind)]);
  if (standing.none) text += " none";
  if (!standing.number.empty()) text += " " + standing.number;
  if (standing.name) text += " " + standing.name->text;
  if (standing.title) text += " " + quoted(standing.title->value);
  if (!standing.label.empty()) text += " " + quoted(standing.label);
  return text;
}

void print(Printer& out, const Retraction& retraction) {
  out.line("{}retracted {}", before(retraction.at), shown(retraction.when));
  const Nested nested(out);
  print(out, retraction.what);
}

void print(Printer& out, const Expectation& expectation) {
  if (expectation.holder) {
    out.line("{}expect {}{}", before(expectation.at), expectation.of_team ? "team " : "",
             quoted(expectation.holder->value));
    const Nested nested(out);
    for (const Standing& standing : expectation.standings) out.line("{}", shown(standing));
    return;
  }
  if (expectation.no_action) {
    out.line("{}expect no action{} for {}", before(expectation.at),
             expectation.clause.text.empty() ? "" : " of " + expectation.clause.text,
             expectation.lead->text);
    return;
  }
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
