#include "compiler/codegen/kernel.h"

#include <algorithm>

#include <llvm/IR/CFG.h>

#include "compiler/codegen/codegen.h"
#include "compiler/codegen/event.h"
#include "compiler/codegen/frame.h"
#include "compiler/codegen/layout.h"
#include "compiler/codegen/state.h"

namespace sla::codegen {
namespace {

bool asks_about_ended_windows(const plan::Plan& plan) {
  return std::ranges::any_of(plan.conversions,
                             [](const auto& conversion) { return conversion.not_counting >= 0; });
}

// Before anything of an event: what ended before it is decided by the subject as it was.
template <class Last>
void emit_ended_windows(Frame& frame, Value* t, Last last) {
  const plan::Plan& plan = frame.plan();
  if (!asks_about_ended_windows(plan)) return;
  Value* before = last();
  for (int clause : plan.order) {
    int c = plan::of_clause(plan.conversions, clause);
    if (c >= 0) emit_ended(frame, static_cast<std::size_t>(c), t, before);
  }
  frame.asking = frame.event_time;
}

// What the sink held before the subject, or before a step of it.
struct Before {
  Value *rows, *hits, *marks;
};

Before sizes_of(Frame& frame) {
  auto size = [&](unsigned buffer) {
    llvm::IRBuilder<>& b = frame.b();
    llvm::Type* type = sink_type(frame.context());
    Value* at =
        b.CreateInBoundsGEP(type, frame.sink, {frame.i32(0), frame.i32(buffer), frame.i32(1)});
    return b.CreateLoad(b.getInt64Ty(), at);
  };
  return {size(0), size(1), size(2)};
}

// Goes through the events [first, end) of the subject, in a batch those up to as_of. Leaves the
// builder where they are over, or after a fault in `faulted`.
class Events {
 public:
  explicit Events(Frame& frame) : f_(frame), b_(frame.b()) {}

  void run(Value* first, Value* end, bool up_to_as_of) {
    before_ = sizes_of(f_);
    BasicBlock* events = f_.block("events");
    BasicBlock* apply = f_.block("event.apply");
    BasicBlock* next = f_.block("event.next");
    BasicBlock* over = f_.block("events.over");
    f_.fault_exit = fault_ = f_.block("subject.fault");
    BasicBlock* entry = b_.GetInsertBlock();
    b_.CreateBr(events);

    b_.SetInsertPoint(events);
    event_ = b_.CreatePHI(b_.getInt64Ty(), 2, "event");
    event_->addIncoming(first, entry);
    f_.event = event_;
    f_.leave_if(b_.CreateNot(b_.CreateICmpULT(event_, end)), over);
    f_.event_time = f_.element(b_.getInt64Ty(), f_.time, event_, "t");
    if (up_to_as_of) {
      b_.CreateCondBr(b_.CreateICmpSGT(f_.event_time, f_.as_of), over, apply);
    } else {
      b_.CreateBr(apply);
    }
    b_.SetInsertPoint(apply);
    emit_ended_windows(f_, f_.event_time, [&] { return b_.CreateSub(event_, f_.i64(1)); });
    emit_event(f_, next);
    b_.SetInsertPoint(next);
    event_->addIncoming(b_.CreateAdd(event_, f_.i64(1)), next);
    b_.CreateBr(events);
    b_.SetInsertPoint(over);
  }

  /// The event at which the builder stands.
  Value* event() { return event_; }

  /// What comes after the last event may fault too; it does so at `last`.
  void faults_at(Value* last) {
    last_ = last;
    f_.fault_exit = fault_at_end_ = f_.block("subject.fault_at_end");
  }

  /// What happens on a fault: the subject's results are taken back, and `after` is next.
  void emit_fault(BasicBlock* after) {
    b_.SetInsertPoint(fault_);
    Value* faulted = event_;
    if (fault_at_end_ != nullptr) {
      llvm::PHINode* either = b_.CreatePHI(b_.getInt64Ty(), 2, "faulted");
      faulted = either;
      for (BasicBlock* from : llvm::predecessors(fault_)) either->addIncoming(event_, from);
      either->addIncoming(last_, fault_at_end_);
      llvm::IRBuilder<>(fault_at_end_).CreateBr(fault_);
    }
    Value* kind = b_.CreateSub(b_.CreateLoad(b_.getInt32Ty(), f_.fault), f_.i32(1));
    f_.call("sla_write_fault", {f_.sink, before_.rows, before_.hits, before_.marks, faulted,
                                b_.CreateTrunc(f_.subject, b_.getInt32Ty()), kind});
    b_.CreateBr(after);
  }

 private:
  Frame& f_;
  llvm::IRBuilder<>& b_;
  Before before_{};
  llvm::PHINode* event_ = nullptr;
  Value* last_ = nullptr;
  BasicBlock *fault_ = nullptr, *fault_at_end_ = nullptr;
};

void emit_ends(Frame& frame, Value* last) {
  for (std::size_t c = 0; c < frame.plan().clocks.size(); ++c) emit_clock_end(frame, c, last);
  for (std::size_t c = 0; c < frame.plan().conversions.size(); ++c) {
    emit_conversion_end(frame, c, last);
  }
}

void name_arguments(Frame& frame, std::initializer_list<const char*> names) {
  unsigned next = 0;
  for (const char* name : names) frame.function()->getArg(next++)->setName(name);
}

struct Types {
  llvm::Type *pointer, *i64;
  explicit Types(llvm::Module& module)
      : pointer(llvm::PointerType::get(module.getContext(), 0)),
        i64(llvm::Type::getInt64Ty(module.getContext())) {}
};

// evaluate(batch, first, last, sink)
void emit_evaluate(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  Frame f(plan, module, kEvaluate, {type.pointer, type.i64, type.i64, type.pointer});
  name_arguments(f, {"batch", "first", "last", "sink"});
  llvm::IRBuilder<>& b = f.b();
  f.batch = f.function()->getArg(0);
  f.sink = f.function()->getArg(3);
  emit_hoisted(f);
  place_on_stack(f);
  BasicBlock* subjects = f.block("subjects");
  BasicBlock* next_subject = f.block("subject.next");
  BasicBlock* exit = f.block("exit");
  BasicBlock* entry = b.GetInsertBlock();
  b.CreateBr(subjects);

  b.SetInsertPoint(subjects);
  llvm::PHINode* subject = b.CreatePHI(type.i64, 2, "subject");
  subject->addIncoming(f.function()->getArg(1), entry);
  f.subject = subject;
  f.leave_if(b.CreateNot(b.CreateICmpULT(subject, f.function()->getArg(2))), exit);
  f.subject_begin = f.element(type.i64, f.subject_begins, f.subject, "begin");
  Value* end = f.element(type.i64, f.subject_begins, b.CreateAdd(f.subject, f.i64(1)), "end");
  emit_reset(f);
  Events events(f);
  events.run(f.subject_begin, end, true);
  // A clock that has started saw an event, so `event - 1` is never read before the first one.
  Value* last = b.CreateSub(events.event(), f.i64(1), "last");
  if (asks_about_ended_windows(plan)) {
    events.faults_at(last);
    emit_ended_windows(f, f.as_of, [&] { return last; });
  }
  emit_ends(f, last);
  b.CreateBr(next_subject);
  events.emit_fault(next_subject);

  b.SetInsertPoint(next_subject);
  subject->addIncoming(b.CreateAdd(subject, f.i64(1)), next_subject);
  b.CreateBr(subjects);
  b.SetInsertPoint(exit);
  b.CreateRetVoid();
}

// begin(state)
void emit_begin(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  Frame f(plan, module, kBegin, {type.pointer});
  name_arguments(f, {"state"});
  Value* state = f.function()->getArg(0);
  // What no slot is set to is 0 as well, so that equal states are equal bytes.
  f.b().CreateMemSet(state, f.b().getInt8(0), state_size(plan, module), llvm::MaybeAlign(8));
  place_in_memory(f, state);
  emit_reset(f);
  f.b().CreateRetVoid();
}

// A fault that the state has seen ends the function at once.
void leave_faulted(Frame& frame, BasicBlock* exit) {
  Value* fault = frame.b().CreateLoad(frame.b().getInt32Ty(), frame.fault);
  frame.leave_if(frame.b().CreateICmpNE(fault, frame.i32(0)), exit);
}

// step(state, batch, subject, first, last, sink)
void emit_step(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  Frame f(plan, module, kStep,
          {type.pointer, type.pointer, type.i64, type.i64, type.i64, type.pointer});
  name_arguments(f, {"state", "batch", "subject", "first", "last", "sink"});
  llvm::IRBuilder<>& b = f.b();
  f.batch = f.function()->getArg(1);
  f.subject = f.function()->getArg(2);
  f.sink = f.function()->getArg(5);
  emit_hoisted(f);
  place_in_memory(f, f.function()->getArg(0));
  f.subject_begin = f.element(type.i64, f.subject_begins, f.subject, "begin");
  BasicBlock* exit = f.block("exit");
  leave_faulted(f, exit);
  Events events(f);
  events.run(f.function()->getArg(3), f.function()->getArg(4), false);
  b.CreateBr(exit);
  events.emit_fault(exit);
  b.SetInsertPoint(exit);
  b.CreateRetVoid();
}

// finish(state, batch, subject, end, sink)
void emit_finish(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  Frame f(plan, module, kFinish, {type.pointer, type.pointer, type.i64, type.i64, type.pointer});
  name_arguments(f, {"state", "batch", "subject", "end", "sink"});
  llvm::IRBuilder<>& b = f.b();
  f.batch = f.function()->getArg(1);
  f.subject = f.function()->getArg(2);
  f.sink = f.function()->getArg(4);
  emit_hoisted(f);
  place_in_memory(f, f.function()->getArg(0));
  BasicBlock* exit = f.block("exit");
  leave_faulted(f, exit);
  emit_ends(f, b.CreateSub(f.function()->getArg(3), f.i64(1), "last"));
  b.CreateBr(exit);
  b.SetInsertPoint(exit);
  b.CreateRetVoid();
}

}  // namespace

void emit_kernel(const plan::Plan& plan, llvm::Module& module) {
  emit_evaluate(plan, module);
  std::uint64_t size = 0;
  if (works_stepwise(plan)) {
    size = state_size(plan, module);
    emit_begin(plan, module);
    emit_step(plan, module);
    emit_finish(plan, module);
  }
  llvm::Type* i32 = llvm::Type::getInt32Ty(module.getContext());
  new llvm::GlobalVariable(module, i32, true, llvm::GlobalValue::ExternalLinkage,
                           llvm::ConstantInt::get(i32, size), kStateSize);
}

}  // namespace sla::codegen
