// Arithmetic and defaults. Equal units add; a quantity is multiplied or divided by an integer only,
// so that no result needs rounding rules that a contract would have to explain.
#include "compiler/check/names.h"
#include "compiler/check/typer.h"

#include <fmt/format.h>

namespace sla::check {
namespace {

using syntax::ExpressionKind;

bool is_quantity(TypeKind kind) {
  switch (kind) {
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::percent:
    case TypeKind::money:
    case TypeKind::duration:
    case TypeKind::business_duration: return true;
    default: return false;
  }
}

/// An instant moves by a duration, and two instants are a duration apart: the only sums of unlike
/// operands, because both count the same microseconds. Nothing for every other pair.
std::optional<Type> sum_with_instants(Op op, const Type& left, const Type& right) {
  const bool instant_left = left.kind == TypeKind::instant;
  const bool instant_right = right.kind == TypeKind::instant;
  if (instant_left && right.kind == TypeKind::duration) return left;
  if (op == Op::add && left.kind == TypeKind::duration && instant_right) return right;
  if (op == Op::subtract && instant_left && instant_right) return Type{TypeKind::duration, -1, -1};
  return std::nullopt;
}

/// Reports an operand that cannot be calculated with.
bool require_quantity(Context& context, const Expression& operand) {
  if (is_quantity(operand.type.kind)) return true;
  context.add(Code::type_mismatch, operand.span,
              fmt::format("{} cannot be calculated with", type_name(context, operand.type)));
  return false;
}

Expression binary(Op op, Type type, Span span, Expression left, Expression right) {
  std::vector<Expression> children;
  children.push_back(std::move(left));
  children.push_back(std::move(right));
  Expression result = make(op, type.kind, span, std::move(children));
  result.type = type;
  return result;
}

}  // namespace

Typer::Typed Typer::sum(const syntax::Expression& e, Op op, const Known& known) {
  Typed left = type(e.children[0], known);
  Typed right = type(e.children[1], known);
  if (!left || !right) return std::nullopt;
  if (const auto moved = sum_with_instants(op, left->type, right->type)) {
    return binary(op, *moved, e.span, *std::move(left), *std::move(right));
  }
  if (!require_quantity(context_, *left) || !require_quantity(context_, *right))
    return std::nullopt;
  promote(*left, *right);
  if (left->type != right->type) {
    report_mismatch(context_, *left, *right);
    return std::nullopt;
  }
  const Type type = left->type;
  return binary(op, type, e.span, *std::move(left), *std::move(right));
}

Typer::Typed Typer::product(const syntax::Expression& e, Op op, const Known& known) {
  Typed left = type(e.children[0], known);
  Typed right = type(e.children[1], known);
  if (!left || !right) return std::nullopt;
  if (!require_quantity(context_, *left) || !require_quantity(context_, *right))
    return std::nullopt;
  // The left operand carries the unit; a product may be written either way round.
  const bool unit_on_the_right =
      left->type.kind == TypeKind::integer && right->type.kind != TypeKind::integer;
  if (op == Op::multiply && unit_on_the_right) std::swap(left, right);
  if (right->type.kind != TypeKind::integer) {
    context_.add(
        Code::type_mismatch, right->span,
        op == Op::multiply ? "one factor must be an integer" : "the divisor must be an integer",
        fmt::format("this is {}", type_name(context_, right->type)));
    return std::nullopt;
  }
  if (op == Op::divide && right->op == Op::constant && right->value == 0) {
    context_.add(Code::bad_value, right->span, "nothing can be divided by zero");
    return std::nullopt;
  }
  const Type type = left->type;
  return binary(op, type, e.span, *std::move(left), *std::move(right));
}

Typer::Typed Typer::negate(const syntax::Expression& e, const Known& known) {
  Typed operand = type(e.children[0], known);
  if (!operand || !require_quantity(context_, *operand)) return std::nullopt;
  // Folded, so that `-5` is a literal like any other; literals are never the smallest integer.
  if (operand->op == Op::constant) {
    return make_constant(operand->type, -operand->value, e.span);
  }
  const Type type = operand->type;
  std::vector<Expression> children;
  children.push_back(*std::move(operand));
  Expression result = make(Op::negate, type.kind, e.span, std::move(children));
  result.type = type;
  return result;
}

Typer::Typed Typer::otherwise(const syntax::Expression& e, const Known& known, const Type* wanted) {
  const syntax::Expression& optional = e.children[0];
  const syntax::Expression& fallback = e.children[1];
  if (optional.kind == ExpressionKind::otherwise) {
    // The parser groups `a otherwise b otherwise 0` to the left; a default of a default means the
    // same.
    syntax::Expression inner = e;
    inner.children = {optional.children[1], fallback};
    inner.span = source::join(inner.children[0].span, inner.children[1].span);
    syntax::Expression outer = e;
    outer.children = {optional.children[0], std::move(inner)};
    return otherwise(outer, known, wanted);
  }
  const bool is_name = optional.kind == ExpressionKind::name;
  const auto index = is_name ? find_name(context_.agreement.fields, optional.text) : std::nullopt;
  if (!index) {
    if (is_name && !declared(optional)) {
      report_unknown_word(optional);
    } else {
      context_.add(Code::type_mismatch, optional.span, "only a field can have a default").help =
          "write the name of a field before `otherwise`";
    }
    return std::nullopt;
  }
  Known with_it = known;
  with_it.insert(*index);
  Typed value = field(optional, *index, with_it);
  if (!value) return std::nullopt;
  Typed by_default = type(fallback, known, &value->type);
  if (!by_default) return std::nullopt;
  promote(*value, *by_default);
  if (value->type != by_default->type) {
    report_mismatch(context_, *value, *by_default);
    return std::nullopt;
  }
  const Type type = value->type;
  return binary(Op::otherwise, type, e.span, *std::move(value), *std::move(by_default));
}

}  // namespace sla::check
