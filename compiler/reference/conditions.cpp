#include "compiler/reference/conditions.h"

#include <algorithm>
#include <limits>

namespace sla::reference {
namespace {

using agreement::Expression;
using agreement::Op;
using verdicts::FaultKind;

/// Whether the latest obligation of the clause stands as the expression says.
bool clause_is(const Expression& expression, const Scene& scene) {
  if (scene.obligations == nullptr) return false;
  const auto standing = scene.obligations->latest(expression.index, scene.time);
  if (!standing) return false;
  const bool is_open_breach = standing->status == verdicts::Status::breached && !standing->has_stop;
  const std::int64_t asked = expression.value;
  return (asked >> static_cast<int>(standing->status) & 1) != 0 ||
         (is_open_breach && (asked & agreement::kBreachedOpenBit) != 0);
}

Answer<std::int64_t> logical(const Expression& expression, const Scene& scene) {
  const auto left = value_of(expression.children[0], scene);
  if (!left) return left;
  const bool decided = expression.op == Op::and_ ? *left == 0 : *left != 0;
  return decided ? left : value_of(expression.children[1], scene);
}

std::int64_t compare(Op op, std::int64_t a, std::int64_t b) {
  switch (op) {
    case Op::equal: return a == b;
    case Op::not_equal: return a != b;
    case Op::less: return a < b;
    case Op::less_equal: return a <= b;
    case Op::greater: return a > b;
    default: return a >= b;
  }
}

Answer<std::int64_t> divide(std::int64_t a, std::int64_t b) {
  if (b == 0) return std::unexpected(FaultKind::division_by_zero);
  if (a == std::numeric_limits<std::int64_t>::min() && b == -1) {
    return std::unexpected(FaultKind::overflow);
  }
  return a / b;
}

Answer<std::int64_t> arithmetic(Op op, std::int64_t a, std::int64_t b) {
  if (op == Op::divide) return divide(a, b);
  std::int64_t result = 0;
  const bool overflow = op == Op::add        ? __builtin_add_overflow(a, b, &result)
                        : op == Op::subtract ? __builtin_sub_overflow(a, b, &result)
                                             : __builtin_mul_overflow(a, b, &result);
  if (overflow) return std::unexpected(FaultKind::overflow);
  return result;
}

/// Operations on two operands that are both always evaluated.
Answer<std::int64_t> binary(const Expression& expression, const Scene& scene) {
  const auto left = value_of(expression.children[0], scene);
  if (!left) return left;
  const auto right = value_of(expression.children[1], scene);
  if (!right) return right;
  switch (expression.op) {
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide: return arithmetic(expression.op, *left, *right);
    default: return compare(expression.op, *left, *right);
  }
}

Answer<std::int64_t> unary(const Expression& expression, const Scene& scene) {
  const auto operand = value_of(expression.children[0], scene);
  if (!operand) return operand;
  switch (expression.op) {
    case Op::not_: return *operand == 0;
    case Op::in_list: return std::ranges::find(expression.list, *operand) != expression.list.end();
    default: return arithmetic(Op::subtract, 0, *operand);
  }
}

}  // namespace

bool has_state(std::uint64_t set, int state) { return state >= 0 && (set >> state & 1u) != 0; }

bool contains(const agreement::EventSet& set, events::Code code) {
  return std::ranges::find(set, code) != set.end();
}

Answer<std::int64_t> value_of(const Expression& expression, const Scene& scene) {
  const auto known = [&](int field) -> const std::optional<std::int64_t>& {
    return scene.subject.fields[static_cast<std::size_t>(field)];
  };
  switch (expression.op) {
    case Op::constant: return expression.value;
    case Op::field:
      if (!known(expression.index)) return std::unexpected(FaultKind::missing_field);
      return *known(expression.index);
    case Op::field_known: return known(expression.index).has_value();
    case Op::in_states:
      return has_state(static_cast<std::uint64_t>(expression.value), scene.subject.state);
    case Op::was_in_states:
      return has_state(static_cast<std::uint64_t>(expression.value), scene.state_before);
    case Op::on_hold: return scene.subject.on_hold;
    case Op::clause_is: return clause_is(expression, scene);
    case Op::otherwise:
      return known(expression.children[0].index) ? value_of(expression.children[0], scene)
                                                 : value_of(expression.children[1], scene);
    case Op::and_:
    case Op::or_: return logical(expression, scene);
    case Op::not_:
    case Op::negate:
    case Op::in_list: return unary(expression, scene);
    default: return binary(expression, scene);
  }
}

Answer<bool> holds(const std::optional<Expression>& condition, const Scene& scene) {
  if (!condition) return true;
  const auto value = value_of(*condition, scene);
  if (!value) return std::unexpected(value.error());
  return *value != 0;
}

bool matches(const agreement::Trigger& trigger, const Moment& moment, const Subject& subject) {
  const bool is_leaving = trigger.kind == agreement::Trigger::Kind::leaving;
  if (!(is_leaving && trigger.events.empty()) && !contains(trigger.events, moment.code))
    return false;
  if (is_leaving) {
    return has_state(trigger.left_states, moment.state_before) &&
           moment.state_before != subject.state;
  }
  return trigger.in_states == 0 || has_state(trigger.in_states, subject.state);
}

}  // namespace sla::reference
