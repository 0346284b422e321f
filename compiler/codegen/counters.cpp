// Clauses without a clock: what is counted, and what must not be.

#include "compiler/codegen/frame.h"
#include "runtime/helpers/clock.h"

namespace sla::codegen {
namespace {

Value* subject_id(Frame& frame) {
  return frame.b().CreateTrunc(frame.subject, frame.b().getInt32Ty());
}

// i1: the event is one of the forbidden things; null when it always is.
Doing forbidden(Frame& frame, const plan::Prohibition& prohibition, std::uint16_t code) {
  Doing any;
  for (const plan::Discharge& thing : prohibition.forbidden) {
    Doing doing = emit_forbidden(frame, thing, code);
    if (!doing.can) continue;
    if (doing.when == nullptr) return doing;
    any.when = any.when == nullptr ? doing.when : frame.b().CreateOr(any.when, doing.when);
    any.can = true;
  }
  return any;
}

// Goes to `allowed` as soon as a restriction does not hold.
void emit_restrictions(Frame& frame, const plan::Prohibition& prohibition, BasicBlock* allowed) {
  llvm::IRBuilder<>& b = frame.b();
  if (prohibition.while_ >= 0) {
    frame.leave_if(b.CreateNot(emit_condition(frame, prohibition.while_)), allowed);
  }
  if (prohibition.without >= 0) frame.leave_if(emit_condition(frame, prohibition.without), allowed);
  if (prohibition.outside >= 0) {
    Value* calendar = emit_calendar(frame, prohibition.outside).calendar;
    Value* is_open = frame.call("sla_calendar_is_open", {calendar, frame.event_time});
    frame.leave_if(b.CreateICmpNE(is_open, frame.i32(0)), allowed);
  }
}

}  // namespace

void emit_counter(Frame& frame, const plan::Counter& counter, std::uint16_t code) {
  Value* triggered = emit_trigger(frame, counter.counted, code);
  if (triggered == nullptr) return;
  llvm::IRBuilder<>& b = frame.b();
  BasicBlock* done = frame.block(counter.name + ".counted");
  auto go_on_if = [&](Value* condition) { frame.leave_if(b.CreateNot(condition), done); };
  go_on_if(triggered);
  if (Value* in_term = emit_in_term(frame)) go_on_if(in_term);
  if (counter.when >= 0) go_on_if(emit_condition(frame, counter.when));
  if (counter.where >= 0) go_on_if(emit_condition(frame, counter.where));
  Value* part = frame.i32(1);
  if (counter.part >= 0) {
    part = b.CreateZExt(emit_condition(frame, counter.part), b.getInt32Ty());
  }
  Value* amount = frame.i64(1);
  if (counter.sum_field >= 0) {
    plan::Predicate sum{"sum", {{.op = plan::Op::field, .index = counter.sum_field}}};
    amount = emit_predicate(frame, sum);
  }
  frame.call(
      "sla_write_hit",
      {frame.batch, frame.sink, frame.i32(static_cast<std::uint64_t>(counter.clause)),
       subject_id(frame), frame.event, amount, emit_group(frame, counter.group_field), part});
  b.CreateBr(done);
  b.SetInsertPoint(done);
}

bool concerns(const plan::Prohibition& prohibition, std::uint16_t code) {
  return std::ranges::any_of(prohibition.forbidden, [&](const plan::Discharge& thing) {
    return !thing.fields.empty() || contains(thing.codes, code);
  });
}

void emit_prohibition(Frame& frame, std::size_t index, std::uint16_t code) {
  const plan::Prohibition& prohibition = frame.plan().prohibitions[index];
  if (!concerns(prohibition, code)) return;
  llvm::IRBuilder<>& b = frame.b();
  BasicBlock* done = frame.block(prohibition.name + ".done");
  BasicBlock* allowed = frame.block(prohibition.name + ".allowed");
  BasicBlock* judged = frame.block(prohibition.name + ".judged");
  Doing doing = forbidden(frame, prohibition, code);
  if (doing.when != nullptr) frame.leave_if(b.CreateNot(doing.when), done);
  if (Value* in_term = emit_in_term(frame)) frame.leave_if(b.CreateNot(in_term), done);
  if (prohibition.when >= 0) {
    frame.leave_if(b.CreateNot(emit_condition(frame, prohibition.when)), done);
  }
  emit_restrictions(frame, prohibition, allowed);
  BasicBlock* broken = b.GetInsertBlock();
  b.CreateBr(judged);
  b.SetInsertPoint(allowed);
  b.CreateBr(judged);
  b.SetInsertPoint(judged);
  llvm::PHINode* is_breach = b.CreatePHI(b.getInt1Ty(), 2);
  is_breach->addIncoming(b.getTrue(), broken);
  is_breach->addIncoming(b.getFalse(), allowed);
  Value* count = b.CreateLoad(b.getInt32Ty(), frame.judged_slot[index]);
  frame.call("sla_write_judged",
             {frame.batch, frame.sink, frame.i32(static_cast<std::uint64_t>(prohibition.clause)),
              subject_id(frame), frame.event, count, b.CreateZExt(is_breach, b.getInt32Ty()),
              emit_group(frame, prohibition.group_field)});
  b.CreateStore(b.CreateAdd(count, frame.i32(1)), frame.judged_slot[index]);
  b.CreateStore(b.CreateSelect(is_breach, b.getInt8(1 << SLA_STATUS_BREACHED),
                               b.getInt8(1 << SLA_STATUS_MET)),
                frame.answer_slot[index]);
  b.CreateBr(done);
  b.SetInsertPoint(done);
}

Value* emit_status(Frame& frame, int clause) {
  llvm::IRBuilder<>& b = frame.b();
  if (int p = plan::of_clause(frame.plan().prohibitions, clause); p >= 0) {
    Value* answer = b.CreateLoad(b.getInt8Ty(), frame.answer_slot[static_cast<std::size_t>(p)]);
    return b.CreateZExt(answer, b.getInt64Ty());
  }
  auto c = static_cast<std::size_t>(plan::of_clause(frame.plan().clocks, clause));
  Value* window = frame.clock_slot[c];
  Value* gap = frame.gap_slot[c];
  Value* bits = gap == nullptr ? frame.call("sla_clock_status", {window, frame.asking})
                               : frame.call("sla_cadence_status", {window, gap, frame.asking});
  return b.CreateZExt(bits, b.getInt64Ty());
}

}  // namespace sla::codegen
