#include "compiler/lower/predicate.h"

namespace sla::lower {
namespace {

using agreement::Expression;
using plan::Instruction;
using ExprOp = agreement::Op;
using StepOp = plan::Op;

class Flattener {
 public:
  explicit Flattener(plan::Predicate& out) : out_(out) {}

  // `guard`: the register that says whether this expression is asked, -1 when it always is.
  int flatten(const Expression& e, int guard) {
    switch (e.op) {
      case ExprOp::constant: return constant(e.value);
      case ExprOp::field: return indexed(StepOp::field, e.index, guard);
      case ExprOp::field_known: return indexed(StepOp::field_known, e.index, -1);
      case ExprOp::in_states: return valued(StepOp::in_states, e.value);
      case ExprOp::was_in_states: return valued(StepOp::was_in_states, e.value);
      case ExprOp::clause_is: {
        Instruction step{.op = StepOp::clause_is};
        step.index = e.index;
        step.value = e.value;
        return emit(std::move(step));
      }
      case ExprOp::on_hold: return emit({.op = StepOp::on_hold});
      case ExprOp::not_: return unary(StepOp::not_, flatten(e.children[0], guard));
      case ExprOp::and_: return connect(e, guard, StepOp::and_);
      case ExprOp::or_: return connect(e, guard, StepOp::or_);
      case ExprOp::in_list: {
        Instruction step{.op = StepOp::in_list};
        step.operand[0] = flatten(e.children[0], guard);
        step.list = e.list;
        return emit(std::move(step));
      }
      case ExprOp::otherwise: return otherwise(e, guard);
      case ExprOp::negate: {
        int zero = constant(0);
        return binary(StepOp::subtract, zero, flatten(e.children[0], guard), guard);
      }
      case ExprOp::equal: return pair(StepOp::equal, e, guard);
      case ExprOp::not_equal: return pair(StepOp::not_equal, e, guard);
      case ExprOp::less: return pair(StepOp::less, e, guard);
      case ExprOp::less_equal: return pair(StepOp::less_equal, e, guard);
      case ExprOp::greater: return pair(StepOp::greater, e, guard);
      case ExprOp::greater_equal: return pair(StepOp::greater_equal, e, guard);
      case ExprOp::add: return pair(StepOp::add, e, guard);
      case ExprOp::subtract: return pair(StepOp::subtract, e, guard);
      case ExprOp::multiply: return pair(StepOp::multiply, e, guard);
      case ExprOp::divide: return pair(StepOp::divide, e, guard);
    }
    return constant(0);
  }

 private:
  int emit(Instruction step) {
    out_.code.push_back(std::move(step));
    return static_cast<int>(out_.code.size()) - 1;
  }
  int constant(std::int64_t value) { return valued(StepOp::constant, value); }
  int valued(StepOp op, std::int64_t value) {
    Instruction step{.op = op};
    step.value = value;
    return emit(std::move(step));
  }
  int indexed(StepOp op, int index, int guard) {
    Instruction step{.op = op};
    step.index = index;
    step.guard = guard;
    return emit(std::move(step));
  }
  int unary(StepOp op, int a) {
    Instruction step{.op = op};
    step.operand[0] = a;
    return emit(std::move(step));
  }
  int binary(StepOp op, int a, int b, int guard) {
    Instruction step{.op = op};
    step.operand[0] = a;
    step.operand[1] = b;
    step.guard = guard;
    return emit(std::move(step));
  }
  int pair(StepOp op, const Expression& e, int guard) {
    int a = flatten(e.children[0], guard);
    int b = flatten(e.children[1], guard);
    bool faulting = op == StepOp::add || op == StepOp::subtract || op == StepOp::multiply ||
                    op == StepOp::divide;
    return binary(op, a, b, faulting ? guard : -1);
  }
  // The right side is asked when the left holds (`and`) or does not (`or`), within the outer guard.
  int connect(const Expression& e, int guard, StepOp op) {
    int left = flatten(e.children[0], guard);
    int asked = op == StepOp::and_ ? left : unary(StepOp::not_, left);
    if (guard >= 0) asked = binary(StepOp::and_, guard, asked, -1);
    int right = flatten(e.children[1], asked);
    return binary(op, left, right, -1);
  }
  int otherwise(const Expression& e, int guard) {
    int field = e.children[0].index;
    int known = indexed(StepOp::field_known, field, -1);
    int value = indexed(StepOp::field_or_zero, field, -1);
    int missing = unary(StepOp::not_, known);
    if (guard >= 0) missing = binary(StepOp::and_, guard, missing, -1);
    int fallback = flatten(e.children[1], missing);
    Instruction step{.op = StepOp::choose};
    step.operand = {known, value, fallback};
    return emit(std::move(step));
  }

  plan::Predicate& out_;
};

}  // namespace

plan::Predicate lower_predicate(std::string name, const agreement::Expression& expression) {
  plan::Predicate predicate;
  predicate.name = std::move(name);
  Flattener(predicate).flatten(expression, -1);
  return predicate;
}

}  // namespace sla::lower
