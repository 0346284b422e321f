// Conversions: who joins a cohort, and what decides a membership (runtime/helpers/cohort.h).

#include "compiler/codegen/frame.h"
#include "compiler/codegen/layout.h"
#include "runtime/helpers/cohort.h"

namespace sla::codegen {
namespace {

class CohortEmitter {
 public:
  CohortEmitter(Frame& frame, std::size_t index)
      : frame_(frame),
        b_(frame.b()),
        conversion_(frame.plan().conversions[index]),
        slot_(frame.cohort_slot[index]) {}

  // While there is a window that ended before t: ask, decide.
  void ended(Value* t, Value* last) {
    if (conversion_.not_counting < 0) return;
    BasicBlock* look = frame_.block(conversion_.name + ".look");
    BasicBlock* ask = frame_.block(conversion_.name + ".ended");
    BasicBlock* next = frame_.block(conversion_.name + ".none_ended");
    BasicBlock* due = frame_.block(conversion_.name + ".due");
    Value* is_due = frame_.call("sla_cohort_is_due", {slot_, t});
    b_.CreateCondBr(b_.CreateICmpNE(is_due, frame_.i32(0)), due, next);
    b_.SetInsertPoint(due);
    b_.CreateBr(look);
    b_.SetInsertPoint(look);
    Value* row = frame_.call("sla_cohort_next_ended", {slot_, frame_.sink, clause(), t});
    b_.CreateCondBr(b_.CreateICmpEQ(row, frame_.i64(-1)), next, ask);
    b_.SetInsertPoint(ask);
    frame_.asking = frame_.call("sla_cohort_end_of", {frame_.sink, row});
    frame_.entering = false;
    Value* is_excused = excused();
    frame_.call("sla_cohort_miss",
                {slot_, frame_.batch, frame_.sink, constants(), row, last, is_excused});
    b_.CreateBr(look);
    b_.SetInsertPoint(next);
  }

  void reached() {
    BasicBlock* some = frame_.block(conversion_.name + ".reached");
    BasicBlock* next = frame_.block(conversion_.name + ".decided");
    Value* open = b_.CreateLoad(b_.getInt32Ty(),
                                b_.CreateStructGEP(cohort_type(frame_.context()), slot_, kOpen));
    b_.CreateCondBr(b_.CreateICmpNE(open, frame_.i32(0)), some, next);
    b_.SetInsertPoint(some);
    Value* is_excused = conversion_.not_counting < 0 ? frame_.i32(0) : excused();
    frame_.call("sla_cohort_reach",
                {slot_, frame_.batch, frame_.sink, constants(), frame_.event, is_excused});
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }

  void join(Value* entering) {
    BasicBlock* done = frame_.block(conversion_.name + ".joined");
    auto go_on_if = [&](Value* condition) { frame_.leave_if(b_.CreateNot(condition), done); };
    go_on_if(entering);
    auto period = static_cast<std::size_t>(conversion_.period);
    bool whole_term = frame_.plan().periods[period].unit == plan::PeriodUnit::whole_term;
    Value* in_term = emit_in_term(frame_);
    // The term itself has no events outside it; any other period has, and begins with them.
    if (in_term != nullptr && whole_term) go_on_if(in_term);
    Value* periods =
        b_.CreateConstInBoundsGEP1_64(periods_type(frame_.context()), frame_.periods, period);
    Value* is_first = frame_.call("sla_cohort_enters", {slot_, periods, frame_.event_time});
    go_on_if(b_.CreateICmpNE(is_first, frame_.i32(0)));
    if (in_term != nullptr && !whole_term) go_on_if(in_term);
    if (conversion_.when >= 0) go_on_if(emit_condition(frame_, conversion_.when));
    Value* zone = emit_calendar(frame_, conversion_.calendar).zone;
    frame_.call("sla_cohort_join", {slot_, frame_.batch, frame_.sink, constants(),
                                    b_.CreateTrunc(frame_.subject, b_.getInt32Ty()), frame_.event,
                                    b_.CreateTrunc(zone, b_.getInt32Ty()),
                                    emit_group(frame_, conversion_.group_field)});
    b_.CreateBr(done);
    b_.SetInsertPoint(done);
  }

  void finish(Value* last) {
    frame_.call("sla_cohort_finish", {slot_, frame_.batch, frame_.sink, constants(), last});
  }

 private:
  static constexpr unsigned kOpen = 5;  // Of sla_cohort.

  Value* clause() { return frame_.i32(static_cast<std::uint64_t>(conversion_.clause)); }
  Value* excused() {
    return b_.CreateZExt(emit_condition(frame_, conversion_.not_counting), b_.getInt32Ty());
  }
  // What the helpers need to know of the clause, as a constant of the module; made once.
  Value* constants() {
    std::string name = "conversion." + std::to_string(conversion_.clause);
    llvm::Module& module = *frame_.function()->getParent();
    if (llvm::GlobalVariable* made = module.getGlobalVariable(name, true)) return made;
    llvm::StructType* type = conversion_type(frame_.context());
    auto constant = [](Value* value) { return llvm::cast<llvm::Constant>(value); };
    auto* value = llvm::ConstantStruct::get(
        type, {constant(clause()),
               constant(frame_.i32(static_cast<std::uint64_t>(conversion_.window.kind))),
               constant(frame_.i64(conversion_.window.amount)),
               constant(frame_.i32(static_cast<std::uint32_t>(conversion_.calendar)))});
    return new llvm::GlobalVariable(module, type, true, llvm::GlobalValue::PrivateLinkage, value,
                                    name);
  }

  Frame& frame_;
  llvm::IRBuilder<>& b_;
  const plan::Conversion& conversion_;
  Value* slot_;
};

}  // namespace

bool concerns(const plan::Conversion& conversion, std::uint16_t code) {
  return contains(conversion.entering.codes, code) || contains(conversion.reached, code);
}

void emit_conversion(Frame& frame, std::size_t index, std::uint16_t code) {
  const plan::Conversion& conversion = frame.plan().conversions[index];
  CohortEmitter emitter(frame, index);
  if (contains(conversion.reached, code)) emitter.reached();
  if (Value* entering = emit_trigger(frame, conversion.entering, code)) emitter.join(entering);
}

void emit_ended(Frame& frame, std::size_t index, Value* t, Value* last) {
  CohortEmitter(frame, index).ended(t, last);
}

void emit_conversion_end(Frame& frame, std::size_t index, Value* last) {
  CohortEmitter(frame, index).finish(last);
}

}  // namespace sla::codegen
