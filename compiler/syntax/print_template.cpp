#include "compiler/syntax/dotted.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/print_parts.h"

namespace sla::syntax {

std::string_view name_of(ParameterType type) {
  constexpr std::string_view kNames[] = {
      "duration",  "percent", "number", "money",  "text",   "date",  "period",
      "condition", "state",   "states", "event",  "events", "field", "number field",
      "calendar",  "role",    "party",  "clause", "group"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string_view name_of(TemplateKind kind) {
  constexpr std::string_view kNames[] = {"clause", "source", "calendar", "agreement"};
  return kNames[static_cast<std::size_t>(kind)];
}

namespace {

std::string shown(const ArgumentValue& value) {
  if (value.items.empty()) return "fiscal period";
  std::string result;
  for (const Expression& item : value.items) result += (result.empty() ? "" : ", ") + print(item);
  return result;
}

}  // namespace

void print(Printer& out, const Parameter& parameter) {
  out.line("parameter {}{}: {}{}", parameter.name.text, title_of(parameter.title),
           parameter.type ? name_of(*parameter.type) : "?",
           parameter.otherwise ? " = " + shown(*parameter.otherwise) : "");
}

void print(Printer& out, const Template& template_) {
  out.line("template {} {}{}", name_of(template_.kind), template_.name.text,
           title_of(template_.title));
  const Nested nested(out);
  for (const Parameter& parameter : template_.parameters) print(out, parameter);
}

void print(Printer& out, const Instance& instance) {
  out.line("{}{}{} from {}", name_of(instance.kind),
           instance.name.text.empty() ? "" : " " + instance.name.text, title_of(instance.title),
           dotted(instance.from));
  const Nested nested(out);
  for (const Argument& argument : instance.arguments) {
    out.line("{}: {}", argument.name.text, shown(argument.value));
  }
  if (instance.more) out.line("and more");
}

void print(Printer& out, const Use& use) {
  out.line("use {}{}", use.library.empty() ? quoted(use.path.value) : dotted(use.library),
           use.alias ? " as " + use.alias->text : "");
}

}  // namespace sla::syntax
