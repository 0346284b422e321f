// The dispatcher, and the logic of conditions. How the right side of `and` and `or` profits from
// what the left side has shown is in narrowing.cpp.
#include "compiler/check/typer.h"

#include <fmt/format.h>

namespace sla::check {

using syntax::ExpressionKind;

Expression make(Op op, TypeKind kind, Span span, std::vector<Expression> children) {
  Expression e;
  e.op = op;
  e.type.kind = kind;
  e.span = span;
  e.children = std::move(children);
  return e;
}

Expression make_constant(Type type, std::int64_t value, Span span) {
  Expression e = make(Op::constant, type.kind, span);
  e.type = type;
  e.value = value;
  return e;
}

Expression make_not(Expression operand) {
  const Span span = operand.span;
  std::vector<Expression> children;
  children.push_back(std::move(operand));
  return make(Op::not_, TypeKind::yes_no, span, std::move(children));
}

std::string type_name(const Context& context, const Type& type) {
  if (type.kind == TypeKind::choice) {
    return fmt::format("a choice of `{}`",
                       context.agreement.fields[static_cast<std::size_t>(type.field)].name);
  }
  return agreement::name_of(type.kind);
}

Typer::Typed Typer::type(const syntax::Expression& e, const Known& known, const Type* wanted) {
  switch (e.kind) {
    case ExpressionKind::name: return name(e, known, wanted);
    case ExpressionKind::yes:
    case ExpressionKind::no:
      // A list of choices may hold the words `yes` and `no` themselves.
      if (wanted != nullptr && wanted->kind == TypeKind::choice) return name(e, known, wanted);
      return literal(e);
    case ExpressionKind::list:
      context_.add(Code::type_mismatch, e.span, "a list can only stand after `in`");
      return std::nullopt;
    case ExpressionKind::in_states: return state_set(e.span, e.children, false);
    case ExpressionKind::negate: return negate(e, known);
    case ExpressionKind::not_: {
      Typed operand = condition(e.children[0], known);
      if (!operand) return std::nullopt;
      Expression result = make_not(*std::move(operand));
      result.span = e.span;
      return result;
    }
    case ExpressionKind::and_: return logic(e, Op::and_, known);
    case ExpressionKind::or_: return logic(e, Op::or_, known);
    case ExpressionKind::equal: return compare(e, Op::equal, known);
    case ExpressionKind::not_equal: return compare(e, Op::not_equal, known);
    case ExpressionKind::less: return compare(e, Op::less, known);
    case ExpressionKind::less_equal: return compare(e, Op::less_equal, known);
    case ExpressionKind::greater: return compare(e, Op::greater, known);
    case ExpressionKind::greater_equal: return compare(e, Op::greater_equal, known);
    case ExpressionKind::in_list: return in_list(e, false, known);
    case ExpressionKind::not_in_list: return in_list(e, true, known);
    case ExpressionKind::is_known:
    case ExpressionKind::is_unknown: return known_test(e);
    case ExpressionKind::otherwise: return otherwise(e, known, wanted);
    case ExpressionKind::add: return sum(e, Op::add, known);
    case ExpressionKind::subtract: return sum(e, Op::subtract, known);
    case ExpressionKind::multiply: return product(e, Op::multiply, known);
    case ExpressionKind::divide: return product(e, Op::divide, known);
    default: return literal(e);
  }
}

Typer::Typed Typer::condition(const syntax::Expression& e, const Known& known) {
  Typed typed = type(e, known);
  if (!typed) return std::nullopt;
  if (typed->type.kind == TypeKind::yes_no) return typed;
  auto& finding =
      context_.add(Code::type_mismatch, e.span, "a condition is missing here",
                   fmt::format("this is {}, neither yes nor no", type_name(context_, typed->type)));
  const std::string written = source_text(context_, e.span);
  if (typed->op == Op::field && typed->type.kind == TypeKind::choice) {
    const auto& f = context_.agreement.fields[static_cast<std::size_t>(typed->index)];
    finding.help = fmt::format("compare it, such as `{} is {}`", written,
                               f.choices.empty() ? "..." : f.choices.front());
  } else {
    finding.help = fmt::format("compare it with a value, such as `{} = ...`", written);
  }
  return std::nullopt;
}

Typer::Typed Typer::logic(const syntax::Expression& e, Op op, const Known& known) {
  Typed left = condition(e.children[0], known);
  for (std::size_t i = 1; i < e.children.size(); ++i) {
    const Known shown = left ? known_when(*left, op == Op::and_) : Known::everything();
    Typed right = condition(e.children[i], known | shown);
    if (!left || !right) {
      left.reset();
      continue;
    }
    std::vector<Expression> children;
    children.push_back(*std::move(left));
    children.push_back(*std::move(right));
    left = make(op, TypeKind::yes_no, e.span, std::move(children));
  }
  return left;
}

std::optional<Expression> type_condition(Context& context, const syntax::Expression& e,
                                         const Scope& scope, const Known& known) {
  return Typer(context, scope).condition(e, known);
}

}  // namespace sla::check
