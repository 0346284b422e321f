#include "compiler/analyze/graph/truth.h"

#include <algorithm>
#include <limits>

namespace sla::analyze {
namespace {

using agreement::Expression;
using agreement::Op;
using Value = std::optional<std::int64_t>;  // Nothing: not known here, or a fault.

Truth opposite(Truth truth) {
  if (truth == Truth::maybe) return truth;
  return truth == Truth::yes ? Truth::no : Truth::yes;
}

Truth of(bool known) { return known ? Truth::yes : Truth::no; }

Value field_of(int index, const Known& known) {
  if (known.values == nullptr) return std::nullopt;
  return (*known.values)[static_cast<std::size_t>(index)];
}

Value sum_of(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

Value product_of(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

Value number_of(const Expression& e, const Known& known);

Value arithmetic(const Expression& e, const Known& known) {
  const Value a = number_of(e.children[0], known);
  if (!a || e.op == Op::negate)
    return a && *a != std::numeric_limits<std::int64_t>::min() ? Value(-*a) : std::nullopt;
  const Value b = number_of(e.children[1], known);
  if (!b) return std::nullopt;
  switch (e.op) {
    case Op::add: return sum_of(*a, *b);
    case Op::subtract:
      return *b == std::numeric_limits<std::int64_t>::min() ? std::nullopt : sum_of(*a, -*b);
    case Op::multiply: return product_of(*a, *b);
    case Op::divide: return *b == 0 || *b == -1 ? std::nullopt : Value(*a / *b);
    default: return std::nullopt;
  }
}

Value number_of(const Expression& e, const Known& known) {
  switch (e.op) {
    case Op::constant: return e.value;
    case Op::field: return field_of(e.index, known);
    case Op::otherwise: {
      if (known.values == nullptr) return std::nullopt;
      const Value value = field_of(e.children[0].index, known);
      return value ? value : number_of(e.children[1], known);
    }
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate: return arithmetic(e, known);
    default: break;
  }
  // A yes/no that is compared as a value.
  const Truth truth = truth_of(e, known);
  if (truth == Truth::maybe) return std::nullopt;
  return truth == Truth::yes ? 1 : 0;
}

Truth comparison(const Expression& e, const Known& known) {
  const Value a = number_of(e.children[0], known);
  const Value b = number_of(e.children[1], known);
  if (!a || !b) return Truth::maybe;
  switch (e.op) {
    case Op::equal: return of(*a == *b);
    case Op::not_equal: return of(*a != *b);
    case Op::less: return of(*a < *b);
    case Op::less_equal: return of(*a <= *b);
    case Op::greater: return of(*a > *b);
    default: return of(*a >= *b);
  }
}

Truth connective(const Expression& e, const Known& known) {
  const Truth deciding = e.op == Op::and_ ? Truth::no : Truth::yes;
  const Truth left = truth_of(e.children[0], known);
  if (left == deciding) return deciding;
  const Truth right = truth_of(e.children[1], known);
  if (right == deciding) return deciding;
  return left == Truth::maybe || right == Truth::maybe ? Truth::maybe : opposite(deciding);
}

}  // namespace

bool has_state(std::uint64_t states, int state) {
  return state >= 0 && ((states >> static_cast<unsigned>(state)) & 1u) != 0;
}

Truth truth_of(const Expression& e, const Known& known) {
  switch (e.op) {
    case Op::in_states: return of(has_state(static_cast<std::uint64_t>(e.value), known.state));
    case Op::was_in_states:
      return of(has_state(static_cast<std::uint64_t>(e.value), known.state_before));
    case Op::on_hold: return known.on_hold ? of(*known.on_hold) : Truth::maybe;
    case Op::clause_is: return Truth::maybe;
    case Op::field_known:
      return known.values == nullptr ? Truth::maybe : of(field_of(e.index, known).has_value());
    case Op::not_: return opposite(truth_of(e.children[0], known));
    case Op::and_:
    case Op::or_: return connective(e, known);
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return comparison(e, known);
    case Op::in_list: {
      const Value value = number_of(e.children[0], known);
      return value ? of(std::ranges::find(e.list, *value) != e.list.end()) : Truth::maybe;
    }
    default: {
      const Value value = number_of(e, known);
      return value ? of(*value != 0) : Truth::maybe;
    }
  }
}

Truth truth_of(const std::optional<Expression>& condition, const Known& known) {
  return condition ? truth_of(*condition, known) : Truth::yes;
}

}  // namespace sla::analyze
