#include <utility>

#include "compiler/syntax/print_parts.h"

namespace sla::syntax {
namespace {

std::string value_of(const std::optional<Text>& value) {
  return value ? quoted(value->value) : "otherwise";
}

std::string shown(const CellTest& test) {
  std::string words;
  for (const Text& value : test.values)
    words += (words.empty() ? "" : " or ") + quoted(value.value);
  return fmt::format("{} is {}{}", quoted(test.column.value), test.negated ? "not " : "",
                     words.empty() ? "known" : words);
}

std::string when(const std::optional<CellTest>& test) {
  return test ? " when " + shown(*test) : "";
}

void print(Printer& out, const TimeMapping& time) {
  constexpr std::string_view kFormats[] = {"", " as epoch seconds", " as epoch milliseconds"};
  out.line("time from {}{}{}{}", quoted(time.column.value),
           time.zone ? " in " + quoted(time.zone->value) : "",
           kFormats[static_cast<std::size_t>(time.format)],
           time.dates_at ? " dates at " + shown(*time.dates_at) : "");
}

void print(Printer& out, const EventMapping& event, bool each_row) {
  constexpr std::string_view kActions[] = {"enters ", "is ", "is ignored"};
  const std::string target = event.action == EventAction::ignored ? "" : event.target.text;
  const std::string from =
      event.merged_from ? " lead from " + quoted(event.merged_from->value) : "";
  const std::string into = event.into ? " into " + quoted(event.into->value) : "";
  out.line("{} {}{}{}{}", each_row && !event.value ? "each row" : value_of(event.value),
           kActions[static_cast<std::size_t>(event.action)], target, from, into);
}

}  // namespace

void print(Printer& out, const Source& source) {
  out.line("source {}{}{}", source.name.text, title_of(source.title),
           source.record ? " of " + source.record->text : "");
  const Nested nested(out);
  const std::pair<std::string_view, const std::optional<Text>*> parts[] = {
      {"lead", &source.subject}, {"owner", &source.owner}, {"team", &source.team},
      {"actor", &source.actor},  {"id", &source.id},       {"sequence", &source.sequence}};
  for (const auto& [part, column] : parts) {
    if (!*column) continue;
    const std::optional<CellTest>* test = part == "owner"   ? &source.owner_when
                                          : part == "team"  ? &source.team_when
                                          : part == "actor" ? &source.actor_when
                                                            : nullptr;
    out.line("{} from {}{}", part, quoted((*column)->value), test ? when(*test) : "");
  }
  for (const CellTest& test : source.rows) out.line("rows where {}", shown(test));
  if (source.time) print(out, *source.time);
  for (const FieldMapping& field : source.fields) {
    out.line("field {} from {}{}", field.field.text, quoted(field.column.value), when(field.when));
    const Nested values(out);
    for (const ValueMapping& value : field.values) {
      out.line("{} is {}", value_of(value.value), value.target.text);
    }
  }
  if (source.event_column) out.line("event from {}", quoted(source.event_column->value));
  for (const EventMapping& event : source.events) print(out, event, source.each_row);
}

}  // namespace sla::syntax
