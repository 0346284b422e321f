#include "compiler/codegen/parts.h"

#include <llvm/IR/CFG.h>

#include "compiler/codegen/event.h"
#include "compiler/codegen/state.h"

namespace sla::codegen {
namespace {

constexpr std::uint64_t kFaulted = 0xffffffff;

}  // namespace

bool is_small(const plan::Plan& plan, std::size_t clauses) {
  std::size_t tiers = 0, steps = 0;
  for (const plan::Clock& clock : plan.clocks) tiers += clock.tiers.size() - 1;
  for (const plan::Predicate& predicate : plan.predicates) steps += predicate.code.size();
  return plan.order.size() <= clauses && tiers <= kItemsOfPart &&
         steps <= kStepsOfBlock * std::max(clauses, std::size_t{4});
}

Value* emit_part(Frame& caller, Value* event, Value* time,
                 llvm::function_ref<Value*(Frame&)> body) {
  llvm::IRBuilder<>& b = caller.b();
  llvm::Type *p = b.getPtrTy(), *i64 = b.getInt64Ty();
  Frame part(caller.plan(), caller.module(), "part", {p, p, p, p, i64, i64, i64, b.getInt8Ty()},
             b.getInt32Ty());
  llvm::Function* self = part.function();
  self->addFnAttr(llvm::Attribute::NoInline);
  part.batch = self->getArg(2);
  part.sink = self->getArg(3);
  part.subject = self->getArg(4);
  part.event = self->getArg(5);
  part.event_time = part.asking = self->getArg(6);
  part.entering = caller.entering;
  emit_hoisted(part);
  place_in_memory(part, self->getArg(0), self->getArg(1));
  part.b().CreateStore(self->getArg(7), part.previous_state);
  part.subject_begin = part.element(i64, part.subject_begins, part.subject, "begin");
  part.fault_exit = part.block("faulted");
  Value* result = body(part);
  part.b().CreateRet(result == nullptr ? part.i32(0) : result);
  part.b().SetInsertPoint(part.fault_exit);
  part.b().CreateRet(part.i32(kFaulted));

  Value* previous = b.CreateLoad(b.getInt8Ty(), caller.previous_state);
  Value* done = b.CreateCall(self, {caller.state_memory, caller.plain_memory, caller.batch,
                                    caller.sink, caller.subject, event, time, previous});
  const bool can_fault = !llvm::pred_empty(part.fault_exit);
  if (can_fault) caller.leave_if(b.CreateICmpEQ(done, caller.i32(kFaulted)), caller.fault_exit);
  return done;
}

void emit_in_parts(Frame& frame, std::size_t count, Value* event, Value* time,
                   llvm::function_ref<void(Frame&, std::size_t, Value*)> emit) {
  if (frame.state_memory == nullptr || count <= kItemsOfPart) {
    for (std::size_t item = 0; item < count; ++item) emit(frame, item, event);
    return;
  }
  for (std::size_t first = 0; first < count; first += kItemsOfPart) {
    emit_part(frame, event, time, [&](Frame& part) -> Value* {
      for (std::size_t item = first; item < std::min(count, first + kItemsOfPart); ++item)
        emit(part, item, part.event);
      return nullptr;
    });
  }
}

}  // namespace sla::codegen
