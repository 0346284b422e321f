#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/source/source.h"
#include "compiler/syntax/record.h"
#include "compiler/syntax/words.h"

/// Templates, parameters and what fills them in.
namespace sla::syntax {

enum class TemplateKind : std::uint8_t { clause, source, calendar, agreement };

/// What an argument may be. The last ones are names of the policy.
enum class ParameterType : std::uint8_t {
  duration,
  percent,
  number,
  money,
  text,
  date,
  period,
  condition,
  state,
  states,
  event,
  events,
  field,
  number_field,
  calendar,
  role,
  party,
  clause,
  group,
};

/// What stands for a parameter: `4 business hours`, `call, email or meeting`, `fiscal quarter`.
struct ArgumentValue {
  std::vector<Expression> items;  ///< Separated by commas; empty for a fiscal period.
  Span span;
};

struct Parameter {  ///< parameter limit "How long" duration = 4 business hours
  Name name;
  std::optional<Text> title;
  std::optional<ParameterType> type;  ///< Absent: not one of the language; has been reported.
  std::optional<ArgumentValue> otherwise;
  Span span;
};

struct Argument {  ///< limit 4 business hours
  Name name;
  ArgumentValue value;
  Span span;
};

/// template clause speed_to_lead "Title" { parameter ...  what a clause says }. The body is text:
/// what it means is known only when the parameters are filled in.
struct Template {
  TemplateKind kind = TemplateKind::clause;
  Name name;
  std::optional<Text> title;
  std::vector<Parameter> parameters;
  Span body;  ///< Between the parameters and the closing brace.
  Span span;
};

/// clause fast "Title" from std.speed_to_lead with { limit 4 hours } and { target 95% }
struct Instance {
  TemplateKind kind = TemplateKind::clause;
  Name name;  ///< An agreement has none.
  std::optional<Text> title;
  std::optional<Name> record = {};  ///< source stages of opportunity from crm.stages
  std::vector<Name> from;           ///< The template, after the library if it says one.
  std::vector<Argument> arguments;
  std::optional<Span> more;  ///< Between the braces after `and`.
  Span span;
};

}  // namespace sla::syntax
