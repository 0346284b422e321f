#include <utility>

#include <fmt/format.h>

#include "compiler/parse/build.h"

namespace sla::parse {

using syntax::Expression;
using syntax::ExpressionKind;

namespace {

/// Bounds the depth of the tree, which later stages walk recursively; nobody writes this many by
/// hand.
constexpr std::size_t kMostOperations = 1000;

Expression leaf(ExpressionKind kind, source::Span span, std::string text = {}) {
  Expression result{};
  result.kind = kind;
  result.span = span;
  result.text = std::move(text);
  return result;
}

}  // namespace

bool Builder::too_many_operations(source::Span span) {
  if (++operations_ == kMostOperations) {
    auto* finding =
        reporter_.add(diagnose::Code::nested_too_deep, span,
                      fmt::format("more than {} operations in one condition", kMostOperations));
    if (finding) finding->help = "name a part of it with `define`";
  }
  return operations_ >= kMostOperations;
}

Expression Builder::operation(ExpressionKind kind, Expression operand) {
  if (too_many_operations(operand.span)) return operand;
  Expression result = leaf(kind, operand.span);
  result.children.push_back(std::move(operand));
  return result;
}

Expression Builder::operation(ExpressionKind kind, Expression left, Expression right) {
  if (too_many_operations(right.span)) return right;
  Expression result = leaf(kind, source::join(left.span, right.span));
  result.children.reserve(2);
  result.children.push_back(std::move(left));
  result.children.push_back(std::move(right));
  return result;
}

Expression Builder::expression(Grammar::ExpressionContext& context) {
  operations_ = 0;
  return or_(context);
}

Expression Builder::or_(Grammar::ExpressionContext& context) {
  const auto parts = context.conjunction();
  Expression result = and_(*parts[0]);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    result = operation(ExpressionKind::or_, std::move(result), and_(*parts[i]));
  }
  return result;
}

Expression Builder::and_(Grammar::ConjunctionContext& context) {
  const auto parts = context.negation();
  Expression result = not_(*parts[0]);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    result = operation(ExpressionKind::and_, std::move(result), not_(*parts[i]));
  }
  return result;
}

Expression Builder::not_(Grammar::NegationContext& context) {
  Expression result = comparison(*context.comparison());
  const auto marks = context.K_NOT();
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
    result = operation(ExpressionKind::not_, std::move(result));
    result.span = source::join(span(*mark), result.span);
  }
  return result;
}

Expression Builder::comparison(Grammar::ComparisonContext& context) {
  const auto sums = context.sum();
  Expression left = sum(*sums[0]);
  const bool negative = context.K_NOT() != nullptr;
  if (context.K_KNOWN() || context.K_UNKNOWN()) {
    const bool known = (context.K_KNOWN() != nullptr) != negative;
    Expression result =
        operation(known ? ExpressionKind::is_known : ExpressionKind::is_unknown, std::move(left));
    result.span = span(context);
    return result;
  }
  if (auto* items = context.list()) {
    return operation(negative ? ExpressionKind::not_in_list : ExpressionKind::in_list,
                     std::move(left), list(*items));
  }
  if (sums.size() == 1) return left;
  ExpressionKind kind = negative ? ExpressionKind::not_equal : ExpressionKind::equal;
  if (auto* relation = context.relation()) {
    if (relation->NOT_EQUAL()) kind = ExpressionKind::not_equal;
    if (relation->LESS()) kind = ExpressionKind::less;
    if (relation->LESS_EQUAL()) kind = ExpressionKind::less_equal;
    if (relation->GREATER()) kind = ExpressionKind::greater;
    if (relation->GREATER_EQUAL()) kind = ExpressionKind::greater_equal;
  }
  return operation(kind, std::move(left), sum(*sums[1]));
}

Expression Builder::sum(Grammar::SumContext& context) {
  const auto parts = context.product();
  Expression result = product(*parts[0]);
  // Children alternate between operands and operators.
  for (std::size_t i = 1; i < parts.size(); ++i) {
    auto* mark = dynamic_cast<antlr4::tree::TerminalNode*>(context.children[2 * i - 1]);
    const bool plus = mark->getSymbol()->getType() == Grammar::PLUS;
    result = operation(plus ? ExpressionKind::add : ExpressionKind::subtract, std::move(result),
                       product(*parts[i]));
  }
  return result;
}

Expression Builder::product(Grammar::ProductContext& context) {
  const auto parts = context.fallback();
  Expression result = fallback(*parts[0]);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    auto* mark = dynamic_cast<antlr4::tree::TerminalNode*>(context.children[2 * i - 1]);
    const bool star = mark->getSymbol()->getType() == Grammar::STAR;
    result = operation(star ? ExpressionKind::multiply : ExpressionKind::divide, std::move(result),
                       fallback(*parts[i]));
  }
  return result;
}

Expression Builder::fallback(Grammar::FallbackContext& context) {
  const auto parts = context.negated();
  Expression result = negated(*parts[0]);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    result = operation(ExpressionKind::otherwise, std::move(result), negated(*parts[i]));
  }
  return result;
}

Expression Builder::negated(Grammar::NegatedContext& context) {
  Expression result = primary(*context.primary());
  const auto marks = context.MINUS();
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
    result = operation(ExpressionKind::negate, std::move(result));
    result.span = source::join(span(*mark), result.span);
  }
  return result;
}

Expression Builder::primary(Grammar::PrimaryContext& context) {
  if (auto* inner = context.expression()) return or_(*inner);
  if (auto* value = context.literal()) return literal(*value);
  if (auto* word = context.fieldPath())
    return leaf(ExpressionKind::name, span(context), name(word).text);
  Expression result = leaf(ExpressionKind::in_states, span(context));
  for (auto* state : context.stateName()) {
    result.children.push_back(leaf(ExpressionKind::name, span(*state), name(state).text));
  }
  return result;
}

Expression Builder::list(Grammar::ListContext& context) {
  Expression result = leaf(ExpressionKind::list, span(context));
  for (auto* item : context.expression()) result.children.push_back(or_(*item));
  return result;
}

Expression Builder::literal(Grammar::LiteralContext& context) {
  Expression result = leaf(ExpressionKind::integer, span(context));
  if (auto* length = context.duration()) {
    result.kind = ExpressionKind::duration;
    result.duration = duration(*length);
  } else if (context.NUMBER()) {
    result.text = number(context.NUMBER());
    if (result.text.find('.') != std::string::npos) result.kind = ExpressionKind::decimal;
    if (context.CURRENCY()) {
      result.kind = ExpressionKind::money;
      result.unit = name(context.CURRENCY()).text;
    }
  } else if (context.PERCENT()) {
    result.kind = ExpressionKind::percent;
    result.text = number(context.PERCENT());
  } else if (context.TEXT()) {
    result.kind = ExpressionKind::text;
    result.text = text(context.TEXT()).value;
  } else if (context.date()) {
    result.kind = context.clockTime() ? ExpressionKind::instant : ExpressionKind::date;
    result.date = date(context.date());
    if (context.clockTime()) result.clock = clock_time(context.clockTime());
  } else {
    result.kind = context.K_YES() ? ExpressionKind::yes : ExpressionKind::no;
    result.text = context.K_YES() ? "yes" : "no";
  }
  return result;
}

}  // namespace sla::parse
