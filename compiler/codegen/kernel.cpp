#include "compiler/codegen/kernel.h"

#include <algorithm>

#include <llvm/IR/CFG.h>

#include "compiler/codegen/codegen.h"
#include "compiler/codegen/event.h"
#include "compiler/codegen/frame.h"
#include "compiler/codegen/layout.h"
#include "compiler/codegen/state.h"
#include "runtime/helpers/plain_clock.h"

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

// The events [first, end) of the subject up to as_of, one after the other.
class Events {
 public:
  explicit Events(Frame& frame) : f_(frame), b_(frame.b()) {}

  /// Leaves the builder where they are over. Events before `audible` (null: none) write nothing.
  void run(Value* first, Value* end, Value* audible = nullptr) {
    Value* sink = f_.sink;
    before_ = sizes_of(f_);
    Value* silence = audible == nullptr ? nullptr : make_silence();
    BasicBlock* events = f_.block("events");
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
    f_.leave_if(b_.CreateICmpSGT(f_.event_time, f_.as_of), over);
    if (audible != nullptr)
      f_.sink = b_.CreateSelect(b_.CreateICmpULT(event_, audible), silence, sink);
    emit_ended_windows(f_, f_.event_time, [&] { return b_.CreateSub(event_, f_.i64(1)); });
    emit_event(f_, next);
    b_.SetInsertPoint(next);
    event_->addIncoming(b_.CreateAdd(event_, f_.i64(1)), next);
    b_.CreateBr(events);
    b_.SetInsertPoint(over);
    f_.sink = sink;
  }

  /// The event that comes after those that were gone through.
  Value* event() { return event_; }

  /// What comes after the last event may fault too; it does so at `last`.
  void faults_at(Value* last) {
    last_ = last;
    f_.fault_exit = fault_at_end_ = f_.block("subject.fault_at_end");
  }

  /// What happens on a fault: the results are taken back, and `after` is next.
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
    Value* marked = b_.CreateZExt(b_.CreateLoad(b_.getInt8Ty(), f_.fault), b_.getInt32Ty());
    f_.call("sla_write_fault",
            {f_.sink, before_.rows, before_.hits, before_.marks, faulted,
             b_.CreateTrunc(f_.subject, b_.getInt32Ty()), b_.CreateSub(marked, f_.i32(1))});
    b_.CreateBr(after);
  }

 private:
  Value* make_silence() {
    BasicBlock& entry = f_.function()->getEntryBlock();
    llvm::IRBuilder<> at_entry(&entry, entry.begin());
    Value* silence = at_entry.CreateAlloca(sink_type(f_.context()), nullptr, "silence");
    f_.call("sla_silence", {silence});
    return silence;
  }

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
  events.run(f.subject_begin, end);
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
  Value* plain_clocks = f.b().CreateAlloca(plain_clocks_type(plan, f.context()));
  // What no part of the state is set to is 0 as well, and that is what a plain clock begins as.
  f.b().CreateMemSet(state, f.b().getInt8(0), state_size(plan, module), llvm::MaybeAlign(8));
  place_in_memory(f, state, plain_clocks);
  emit_reset(f);
  f.b().CreateRetVoid();
}

// go(state, batch, subject, first, last, sink, finishes): a step, or with `finishes` and no events
// what comes after the last one.
class Go {
 public:
  Go(const plan::Plan& plan, llvm::Module& module)
      : plan_(plan),
        type_(module),
        f_(plan, module, "sla.go",
           {type_.pointer, type_.pointer, type_.i64, type_.i64, type_.i64, type_.pointer,
            llvm::Type::getInt1Ty(module.getContext())}),
        b_(f_.b()) {}

  void run() {
    name_arguments(f_, {"state", "batch", "subject", "first", "last", "sink", "finishes"});
    f_.function()->setLinkage(llvm::GlobalValue::InternalLinkage);
    f_.function()->addFnAttr(llvm::Attribute::NoInline);
    state_ = argument(0);
    f_.batch = argument(1);
    f_.subject = argument(2);
    f_.sink = argument(5);
    emit_hoisted(f_);
    plain_clocks_ = b_.CreateAlloca(plain_clocks_type(plan_, f_.context()));
    place_in_memory(f_, state_, plain_clocks_);
    f_.subject_begin = f_.element(type_.i64, f_.subject_begins, f_.subject, "begin");
    exit_ = f_.block("exit");
    Value* fault = b_.CreateLoad(b_.getInt8Ty(), f_.fault);
    f_.leave_if(b_.CreateICmpNE(fault, b_.getInt8(0)), exit_);
    emit_steps();
    b_.SetInsertPoint(exit_);
    b_.CreateRetVoid();
  }

 private:
  Value* argument(unsigned index) { return f_.function()->getArg(index); }

  void emit_steps() {
    Events events(f_);
    bool has_plain = has_plain_clocks(plan_);
    Value* first = argument(3);
    if (has_plain) first = emit_taken_up();
    events.run(first, argument(4), has_plain ? argument(3) : nullptr);
    BasicBlock* ends = f_.block("ends");
    BasicBlock* goes_on = f_.block("goes_on");
    b_.CreateCondBr(argument(6), ends, goes_on);
    b_.SetInsertPoint(ends);
    emit_ends(f_, b_.CreateSub(argument(4), f_.i64(1), "last"));
    b_.CreateBr(exit_);
    b_.SetInsertPoint(goes_on);
    if (has_plain) emit_keep(f_, state_, plain_clocks_);
    b_.CreateBr(exit_);
    events.emit_fault(exit_);
  }

  // What plain clocks keep does not reach beyond a number of events: the few subjects with more are
  // gone through from their first event again, in silence. The event to begin with.
  Value* emit_taken_up() {
    BasicBlock* again = f_.block("again");
    BasicBlock* recall = f_.block("recall");
    BasicBlock* go = f_.block("go");
    Value* seen = b_.CreateSub(argument(4), f_.subject_begin);
    b_.CreateCondBr(b_.CreateICmpUGT(seen, f_.i64(SLA_PLAIN_EVENTS)), again, recall);
    b_.SetInsertPoint(again);
    emit_reset(f_);
    b_.CreateBr(go);
    b_.SetInsertPoint(recall);
    emit_recall(f_, state_, plain_clocks_);
    b_.CreateBr(go);
    b_.SetInsertPoint(go);
    llvm::PHINode* first = b_.CreatePHI(type_.i64, 2);
    first->addIncoming(f_.subject_begin, again);
    first->addIncoming(argument(3), recall);
    return first;
  }

  const plan::Plan& plan_;
  Types type_;
  Frame f_;
  llvm::IRBuilder<>& b_;
  Value *state_ = nullptr, *plain_clocks_ = nullptr;
  BasicBlock* exit_ = nullptr;
};

void emit_go(Frame& frame, std::initializer_list<Value*> arguments) {
  frame.call("sla.go", arguments);
  frame.b().CreateRetVoid();
}

// step(state, batch, subject, first, last, sink)
void emit_step(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  Frame f(plan, module, kStep,
          {type.pointer, type.pointer, type.i64, type.i64, type.i64, type.pointer});
  name_arguments(f, {"state", "batch", "subject", "first", "last", "sink"});
  llvm::Function* self = f.function();
  emit_go(f, {self->getArg(0), self->getArg(1), self->getArg(2), self->getArg(3), self->getArg(4),
              self->getArg(5), f.b().getFalse()});
}

// finish(state, batch, subject, end, sink)
void emit_finish(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  Frame f(plan, module, kFinish, {type.pointer, type.pointer, type.i64, type.i64, type.pointer});
  name_arguments(f, {"state", "batch", "subject", "end", "sink"});
  llvm::Function* self = f.function();
  emit_go(f, {self->getArg(0), self->getArg(1), self->getArg(2), self->getArg(3), self->getArg(3),
              self->getArg(4), f.b().getTrue()});
}

}  // namespace

void emit_kernel(const plan::Plan& plan, llvm::Module& module) {
  emit_evaluate(plan, module);
  std::uint64_t size = 0;
  if (works_stepwise(plan)) {
    size = state_size(plan, module);
    emit_begin(plan, module);
    Go(plan, module).run();
    emit_step(plan, module);
    emit_finish(plan, module);
  }
  llvm::Type* i32 = llvm::Type::getInt32Ty(module.getContext());
  new llvm::GlobalVariable(module, i32, true, llvm::GlobalValue::ExternalLinkage,
                           llvm::ConstantInt::get(i32, size), kStateSize);
}

}  // namespace sla::codegen
