#include <llvm/IR/Intrinsics.h>

#include "compiler/codegen/frame.h"
#include "runtime/helpers/batch.h"

namespace sla::codegen {
namespace {

using plan::Instruction;
using plan::Op;

// Values of verdicts::FaultKind.
enum { kMissingField = 0, kOverflow = 1, kDivisionByZero = 2 };

class PredicateEmitter {
 public:
  PredicateEmitter(Frame& frame, const plan::Predicate& predicate)
      : frame_(frame), b_(frame.b()), predicate_(predicate) {}

  Value* run() {
    for (const Instruction& step : predicate_.code) {
      registers_.push_back(emit(step));
      // A fault leaves early: nothing but the first one counts.
      if (registers_.size() % kStepsOfBlock == 0) frame_.check_fault();
    }
    return registers_.back();
  }

 private:
  Value* emit(const Instruction& step) {
    switch (step.op) {
      case Op::constant: return frame_.i64(step.value);
      case Op::field: return field(step);
      case Op::field_or_zero: return value_or_zero(step.index);
      case Op::field_known: return b_.CreateZExt(known(step.index), b_.getInt64Ty());
      case Op::in_states:
        return flag(frame_.in_states(frame_.state_now(), static_cast<std::uint64_t>(step.value)));
      case Op::was_in_states:
        return flag(frame_.in_states(frame_.entering ? frame_.state_before() : frame_.state_now(),
                                     static_cast<std::uint64_t>(step.value)));
      case Op::clause_is:
        return flag(b_.CreateICmpNE(
            b_.CreateAnd(emit_status(frame_, step.index), frame_.i64(step.value)), frame_.i64(0)));
      case Op::on_hold:
        return b_.CreateZExt(b_.CreateLoad(b_.getInt8Ty(), frame_.hold), b_.getInt64Ty());
      case Op::not_: return flag(b_.CreateICmpEQ(a(step), frame_.i64(0)));
      case Op::and_: return b_.CreateAnd(a(step), c(step));
      case Op::or_: return b_.CreateOr(a(step), c(step));
      case Op::equal: return flag(b_.CreateICmpEQ(a(step), c(step)));
      case Op::not_equal: return flag(b_.CreateICmpNE(a(step), c(step)));
      case Op::less: return flag(b_.CreateICmpSLT(a(step), c(step)));
      case Op::less_equal: return flag(b_.CreateICmpSLE(a(step), c(step)));
      case Op::greater: return flag(b_.CreateICmpSGT(a(step), c(step)));
      case Op::greater_equal: return flag(b_.CreateICmpSGE(a(step), c(step)));
      case Op::in_list: return in_list(step);
      case Op::choose:
        return b_.CreateSelect(b_.CreateICmpNE(a(step), frame_.i64(0)), c(step),
                               registers_[static_cast<std::size_t>(step.operand[2])]);
      case Op::add: return checked(step, llvm::Intrinsic::sadd_with_overflow);
      case Op::subtract: return checked(step, llvm::Intrinsic::ssub_with_overflow);
      case Op::multiply: return checked(step, llvm::Intrinsic::smul_with_overflow);
      case Op::divide: return divide(step);
    }
    llvm_unreachable("every op is handled");
  }

  Value* a(const Instruction& step) {
    return registers_[static_cast<std::size_t>(step.operand[0])];
  }
  Value* c(const Instruction& step) {
    return registers_[static_cast<std::size_t>(step.operand[1])];
  }
  Value* flag(Value* bit) { return b_.CreateZExt(bit, b_.getInt64Ty()); }
  Value* known(int field) {
    Value* slot = frame_.known_slot[static_cast<std::size_t>(field)];
    return b_.CreateICmpNE(b_.CreateLoad(b_.getInt8Ty(), slot), b_.getInt8(0));
  }
  Value* value_or_zero(int field) {
    Value* slot = frame_.value_slot[static_cast<std::size_t>(field)];
    return b_.CreateSelect(known(field), b_.CreateLoad(b_.getInt64Ty(), slot), frame_.i64(0));
  }
  Value* guarded(const Instruction& step, Value* condition) {
    if (step.guard < 0) return condition;
    Value* asked = b_.CreateICmpNE(registers_[static_cast<std::size_t>(step.guard)], frame_.i64(0));
    return b_.CreateAnd(asked, condition);
  }

  Value* field(const Instruction& step) {
    frame_.mark_fault(guarded(step, b_.CreateNot(known(step.index))), kMissingField);
    return value_or_zero(step.index);
  }

  Value* in_list(const Instruction& step) {
    Value* found = b_.getFalse();
    for (std::int64_t item : step.list) {
      found = b_.CreateOr(found, b_.CreateICmpEQ(a(step), frame_.i64(item)));
    }
    return flag(found);
  }

  Value* checked(const Instruction& step, llvm::Intrinsic::ID operation) {
    Value* both = b_.CreateBinaryIntrinsic(operation, a(step), c(step));
    frame_.mark_fault(guarded(step, b_.CreateExtractValue(both, 1)), kOverflow);
    return b_.CreateExtractValue(both, 0);
  }

  // sdiv by zero and INT64_MIN / -1 would trap: divide by 1 there and fault instead.
  Value* divide(const Instruction& step) {
    Value* zero = b_.CreateICmpEQ(c(step), frame_.i64(0));
    Value* overflow = b_.CreateAnd(b_.CreateICmpEQ(a(step), frame_.i64(INT64_MIN)),
                                   b_.CreateICmpEQ(c(step), frame_.i64(-1)));
    frame_.mark_fault(guarded(step, zero), kDivisionByZero);
    frame_.mark_fault(guarded(step, overflow), kOverflow);
    Value* safe = b_.CreateSelect(b_.CreateOr(zero, overflow), frame_.i64(1), c(step));
    return b_.CreateSDiv(a(step), safe);
  }

  Frame& frame_;
  llvm::IRBuilder<>& b_;
  const plan::Predicate& predicate_;
  std::vector<Value*> registers_;
};

}  // namespace

Value* emit_predicate(Frame& frame, const plan::Predicate& predicate) {
  Value* result = PredicateEmitter(frame, predicate).run();
  if (plan::can_fault(predicate)) frame.check_fault();
  return result;
}

Value* emit_condition(Frame& frame, int predicate) {
  const plan::Predicate& p = frame.plan().predicates[static_cast<std::size_t>(predicate)];
  return frame.b().CreateICmpNE(emit_predicate(frame, p), frame.i64(0));
}

Value* emit_known(Frame& frame, const std::vector<int>& fields) {
  Value* all = frame.b().getTrue();
  for (int field : fields) {
    Value* slot = frame.known_slot[static_cast<std::size_t>(field)];
    Value* known = frame.b().CreateLoad(frame.b().getInt8Ty(), slot);
    all = frame.b().CreateAnd(all, frame.b().CreateICmpNE(known, frame.b().getInt8(0)));
  }
  return all;
}

Value* emit_group(Frame& frame, int field) {
  if (field < 0) return frame.i64(SLA_NO_GROUP);
  auto at = static_cast<std::size_t>(field);
  Value* value = frame.b().CreateLoad(frame.b().getInt64Ty(), frame.value_slot[at]);
  return frame.b().CreateSelect(emit_known(frame, {field}), value, frame.i64(SLA_NO_GROUP));
}

}  // namespace sla::codegen
