#include "compiler/syntax/print.h"

#include "compiler/syntax/print_parts.h"

namespace sla::syntax {

std::string title_of(const std::optional<Text>& title) {
  return title ? " " + quoted(title->value) : "";
}

std::string shown(const std::vector<Name>& names) {
  std::string result;
  for (const Name& name : names) result += (result.empty() ? "" : ", ") + name.text;
  return result;
}

std::string shown(const Period& period) {
  constexpr std::string_view kUnits[] = {"day", "week", "month", "quarter", "year"};
  return fmt::format("{}{}", period.fiscal ? "fiscal " : "",
                     kUnits[static_cast<std::size_t>(period.unit)]);
}

namespace {

void print(Printer& out, const AgreementHeader& header) {
  out.line("agreement {}", quoted(header.title.value));
  const Nested nested(out);
  if (header.version) out.line("version {}", header.version->text);
  if (!header.parties.empty()) out.line("parties {}", shown(header.parties));
  if (header.term) out.line("term {} to {}", shown(header.term->from), shown(header.term->to));
  if (header.zone) out.line("zone {}", quoted(header.zone->value));
  if (header.currency) out.line("currency {}", header.currency->text);
  if (header.calendar) out.line("calendar {}", header.calendar->text);
  if (header.fiscal_start) out.line("fiscal year starting {}", header.fiscal_start->text);
  if (header.review) out.line("review every {}", shown(*header.review));
}

void print(Printer& out, const std::vector<Field>& fields) {
  const Nested nested(out);
  for (const Field& field : fields) {
    const TypeName& type = field.type;
    out.line("field {}{}: {}{}{}{}", field.name.text, title_of(field.title), type.name.text,
             type.choices.empty() ? "" : " " + shown(type.choices),
             type.calendar ? " of " + type.calendar->text : "", type.optional ? "?" : "");
  }
}

void print(Printer& out, const Record& record) {
  out.line("record {}{}", record.name.text, record.parent ? " of " + record.parent->text : "");
  print(out, record.fields);
}

void print(Printer& out, const Define& define) {
  out.line("define {}{} = {}", define.name.text, title_of(define.title), print(define.value));
}

void print(Printer& out, const Lifecycle& lifecycle) {
  out.line("lifecycle {}", lifecycle.subject.text);
  const Nested nested(out);
  for (const StateLine& state : lifecycle.states) {
    out.line("state {}{}{}{}{}", shown(state.names), title_of(state.title),
             state.owner ? " owned by " + state.owner->text : "", state.final ? " final" : "",
             state.requires_ ? " requires " + print(*state.requires_) : "");
  }
  for (const MoveChain& chain : lifecycle.moves) {
    std::string steps;
    for (const auto& step : chain.steps) steps += (steps.empty() ? "" : " -> ") + shown(step);
    out.line("moves {}", steps);
  }
}

void print(Printer& out, const Role& role) {
  out.line("role {}{}", role.name.text, title_of(role.title));
}

void print(Printer& out, const EventDeclaration& event) {
  out.line("{} {}{}", event.touch ? "touch" : "event", event.name.text, title_of(event.title));
  print(out, event.fields);
}

void print(Printer& out, const Program& program) {
  out.line("program {}{}", program.name.text, title_of(program.title));
  const Nested nested(out);
  for (const Badge& badge : program.badges) {
    out.line("badge {}{} when {} is {}{}{}{}", badge.name.text, title_of(badge.title),
             badge.clause.text, badge.met ? "met" : "breached",
             badge.times ? fmt::format(" {} times", badge.times->text) : "",
             badge.in_a_row ? " in a row" : "", badge.per ? " per " + badge.per->text : "");
  }
  for (const Leaderboard& board : program.leaderboards) {
    out.line("leaderboard{}{}{}", title_of(board.title), board.per ? " per " + board.per->text : "",
             board.each ? " each " + shown(*board.each) : "");
  }
  for (const Prize& prize : program.prizes) {
    out.line("prize{}{} to top {}{}{}", title_of(prize.title),
             prize.currency ? fmt::format(" {} {}", prize.money, prize.currency->text) : "",
             prize.top ? prize.top->text + " " : "", prize.group.text,
             prize.each ? " each " + shown(*prize.each) : "");
  }
}

}  // namespace

std::string print(const File& file) {
  Printer out;
  for (const Declaration& declaration : file.declarations) {
    std::visit([&](const auto& node) { print(out, node); }, declaration);
  }
  return out.text();
}

}  // namespace sla::syntax
