#include <string_view>

#include <fmt/format.h>

#include "compiler/syntax/print.h"
#include "compiler/syntax/print_parts.h"

namespace sla::syntax {
namespace {

std::string_view operator_of(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::in_states: return "in states";
    case ExpressionKind::negate: return "negate";
    case ExpressionKind::not_: return "not";
    case ExpressionKind::and_: return "and";
    case ExpressionKind::or_: return "or";
    case ExpressionKind::equal: return "=";
    case ExpressionKind::not_equal: return "!=";
    case ExpressionKind::less: return "<";
    case ExpressionKind::less_equal: return "<=";
    case ExpressionKind::greater: return ">";
    case ExpressionKind::greater_equal: return ">=";
    case ExpressionKind::in_list: return "in";
    case ExpressionKind::not_in_list: return "not in";
    case ExpressionKind::is_known: return "is known";
    case ExpressionKind::is_unknown: return "is unknown";
    case ExpressionKind::otherwise: return "otherwise";
    case ExpressionKind::add: return "+";
    case ExpressionKind::subtract: return "-";
    case ExpressionKind::multiply: return "*";
    case ExpressionKind::divide: return "/";
    default: return "";
  }
}

std::string children(const Expression& expression) {
  std::string text;
  for (const Expression& child : expression.children) text += " " + print(child);
  return text;
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result + "\"";
}

std::string shown(const Date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string shown(const ClockTime& time) {
  return fmt::format("{:02}:{:02}", time.minute / 60, time.minute % 60);
}

std::string shown(const Duration& duration) {
  constexpr std::string_view kUnits[] = {"second", "minute", "hour",    "day",
                                         "week",   "month",  "quarter", "year"};
  if (duration.end_of_day) return fmt::format("end of business day {}", duration.amount);
  return fmt::format("{} {}{}", duration.amount, duration.business ? "business " : "",
                     kUnits[static_cast<std::size_t>(duration.unit)]);
}

std::string print(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::name:
    case ExpressionKind::integer:
    case ExpressionKind::decimal: return expression.text;
    case ExpressionKind::percent: return expression.text + "%";
    case ExpressionKind::money: return fmt::format("{} {}", expression.text, expression.unit);
    case ExpressionKind::text: return quoted(expression.text);
    case ExpressionKind::yes: return "yes";
    case ExpressionKind::no: return "no";
    case ExpressionKind::date: return shown(expression.date);
    case ExpressionKind::instant:
      return fmt::format("{} {}", shown(expression.date), shown(expression.clock));
    case ExpressionKind::duration: return shown(expression.duration);
    case ExpressionKind::list: {
      const std::string items = children(expression);
      return fmt::format("[{}]", items.empty() ? items : items.substr(1));
    }
    default: return fmt::format("({}{})", operator_of(expression.kind), children(expression));
  }
}

}  // namespace sla::syntax
