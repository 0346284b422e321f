#include "compiler/codegen/kernel.h"

#include <algorithm>

#include <llvm/IR/CFG.h>
#include <llvm/IR/Constants.h>

#include "compiler/codegen/codegen.h"
#include "compiler/codegen/event.h"
#include "compiler/codegen/frame.h"
#include "compiler/codegen/layout.h"
#include "compiler/codegen/parts.h"
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
  std::vector<std::size_t> in_order;
  for (int clause : plan.order) {
    int c = plan::of_clause(plan.conversions, clause);
    if (c >= 0) in_order.push_back(static_cast<std::size_t>(c));
  }
  emit_in_parts(frame, in_order.size(), last(), t, [&](Frame& f, std::size_t c, Value* before) {
    emit_ended(f, in_order[c], &f == &frame ? t : f.event_time, before);
  });
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
  emit_in_parts(frame, frame.plan().clocks.size(), last, frame.as_of, emit_clock_end);
  emit_in_parts(frame, frame.plan().conversions.size(), last, frame.as_of, emit_conversion_end);
}

void name_arguments(Frame& frame, std::initializer_list<const char*> names) {
  unsigned next = 0;
  for (const char* name : names) frame.function()->getArg(next++)->setName(name);
}

// Parts that several entry points share.
constexpr const char* kGo = "go";
constexpr const char* kEnds = "ends";
constexpr const char* kReset = "reset";

struct Types {
  llvm::Type *pointer, *i64;
  explicit Types(llvm::Module& module)
      : pointer(llvm::PointerType::get(module.getContext(), 0)),
        i64(llvm::Type::getInt64Ty(module.getContext())) {}
};

// What holds one subject while it is gone through in memory.
struct Memory {
  Value *state, *plain_clocks;
};

// A state and plain clocks on this function's stack.
Memory make_memory(Frame& frame) {
  return {frame.b().CreateAlloca(state_type(frame.plan(), frame.module())),
          frame.b().CreateAlloca(plain_clocks_type(frame.plan(), frame.context()))};
}

// go(state, plain clocks, batch, subject, first, last, audible, sink): applies events, those before
// `audible` without a word. The event after the last one applied, or -1 after a fault.
void emit_go(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  llvm::Type* p = type.pointer;
  Frame f(plan, module, kGo, {p, p, p, type.i64, type.i64, type.i64, type.i64, p}, type.i64);
  name_arguments(f, {"state", "plain", "batch", "subject", "first", "last", "audible", "sink"});
  llvm::Function* self = f.function();
  f.batch = self->getArg(2);
  f.subject = self->getArg(3);
  f.sink = self->getArg(7);
  emit_hoisted(f);
  place_in_memory(f, self->getArg(0), self->getArg(1));
  f.subject_begin = f.element(type.i64, f.subject_begins, f.subject, "begin");
  Events events(f);
  events.run(self->getArg(4), self->getArg(5), has_plain_clocks(plan) ? self->getArg(6) : nullptr);
  f.b().CreateRet(events.event());
  BasicBlock* faulted = f.block("faulted");
  events.emit_fault(faulted);
  f.b().SetInsertPoint(faulted);
  f.b().CreateRet(f.i64(-1));
}

// ends(state, plain clocks, batch, subject, last, sink)
void emit_ends_function(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  llvm::Type* p = type.pointer;
  Frame f(plan, module, kEnds, {p, p, p, type.i64, type.i64, p});
  name_arguments(f, {"state", "plain", "batch", "subject", "last", "sink"});
  llvm::Function* self = f.function();
  f.batch = self->getArg(2);
  f.subject = self->getArg(3);
  f.sink = self->getArg(5);
  emit_hoisted(f);
  place_in_memory(f, self->getArg(0), self->getArg(1));
  emit_ends(f, self->getArg(4));
  f.b().CreateRetVoid();
}

// Words of 0, `stride` bytes apart. A loop: memset is not there in every place that the code is
// loaded into.
void emit_zeroes(Frame& f, Value* begin, std::uint64_t count, std::uint64_t stride = 8) {
  llvm::IRBuilder<>& b = f.b();
  BasicBlock* entry = b.GetInsertBlock();
  BasicBlock* zero = f.block("zero");
  BasicBlock* zeroed = f.block("zeroed");
  b.CreateBr(zero);
  b.SetInsertPoint(zero);
  llvm::PHINode* word = b.CreatePHI(b.getInt64Ty(), 2);
  word->addIncoming(f.i64(0), entry);
  Value* offset = b.CreateMul(word, b.getInt64(stride));
  b.CreateStore(f.i64(0), b.CreateInBoundsGEP(b.getInt8Ty(), begin, offset));
  Value* next = b.CreateAdd(word, f.i64(1));
  word->addIncoming(next, zero);
  b.CreateCondBr(b.CreateICmpULT(next, b.getInt64(count)), zero, zeroed);
  b.SetInsertPoint(zeroed);
}

// Beyond this a straight run of stores costs LLVM's scheduler more than it saves: it looks at every
// pair of them.
constexpr std::uint64_t kClocksResetOneByOne = 64;

// Of clocks that stand one after the other only the phase is read before they start; it is in the
// first word. Those that are reset here have no slot afterwards.
void reset_in_loop(Frame& f, bool plain, llvm::StructType* type) {
  static_assert(SLA_NOT_STARTED == 0);
  const auto count = static_cast<std::uint64_t>(std::ranges::count(f.is_plain, plain));
  if (count <= kClocksResetOneByOne) return;
  Value* first = nullptr;
  for (std::size_t c = 0; c < f.clock_slot.size(); ++c) {
    if (f.is_plain[c] != plain) continue;
    if (first == nullptr) first = f.clock_slot[c];
    f.clock_slot[c] = nullptr;
  }
  emit_zeroes(f, first, count, f.module().getDataLayout().getTypeAllocSize(type));
}

// reset(state, plain clocks)
void emit_reset_function(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  Frame f(plan, module, kReset, {type.pointer, type.pointer});
  name_arguments(f, {"state", "plain"});
  Value* plain_clocks = f.function()->getArg(1);
  place_in_memory(f, f.function()->getArg(0), plain_clocks);
  reset_in_loop(f, true, plain_clock_type(f.context()));
  reset_in_loop(f, false, clock_type(f.context()));
  emit_reset(f);
  f.b().CreateRetVoid();
}

// Goes through one subject: the loop over its events is part of this function.
void emit_subject_here(Frame& f, Value* end, BasicBlock* next_subject) {
  llvm::IRBuilder<>& b = f.b();
  if (f.state_memory == nullptr) emit_reset(f);
  else f.call(kReset, {f.state_memory, f.plain_memory});
  Events events(f);
  events.run(f.subject_begin, end);
  // A clock that has started saw an event, so `event - 1` is never read before the first one.
  Value* last = b.CreateSub(events.event(), f.i64(1), "last");
  if (asks_about_ended_windows(f.plan())) {
    events.faults_at(last);
    emit_ended_windows(f, f.as_of, [&] { return last; });
  }
  emit_ends(f, last);
  b.CreateBr(next_subject);
  events.emit_fault(next_subject);
}

// The same by the functions that the steps are made of.
void emit_subject_by_steps(Frame& f, const Memory& memory, Value* end, BasicBlock* next_subject) {
  llvm::IRBuilder<>& b = f.b();
  f.call(kReset, {memory.state, memory.plain_clocks});
  Value* over = f.call(kGo, {memory.state, memory.plain_clocks, f.batch, f.subject, f.subject_begin,
                             end, f.subject_begin, f.sink});
  f.leave_if(b.CreateICmpEQ(over, f.i64(-1)), next_subject);
  f.call(kEnds, {memory.state, memory.plain_clocks, f.batch, f.subject,
                 b.CreateSub(over, f.i64(1), "last"), f.sink});
  b.CreateBr(next_subject);
}

// Few clocks fit into registers; of many, most would be spilled, and compiling them twice costs.
constexpr std::size_t kClausesInRegisters = 4;
bool works_in_registers(const plan::Plan& plan) {
  return is_small(plan, works_stepwise(plan) ? kClausesInRegisters : kItemsOfPart);
}

// evaluate(batch, first, last, sink)
void emit_evaluate(const plan::Plan& plan, llvm::Module& module) {
  Types type(module);
  Frame f(plan, module, kEvaluate, {type.pointer, type.i64, type.i64, type.pointer});
  name_arguments(f, {"batch", "first", "last", "sink"});
  f.function()->setLinkage(llvm::GlobalValue::ExternalLinkage);
  llvm::IRBuilder<>& b = f.b();
  f.batch = f.function()->getArg(0);
  f.sink = f.function()->getArg(3);
  emit_hoisted(f);
  bool in_registers = works_in_registers(plan);
  Memory memory{};
  if (in_registers) {
    place_on_stack(f);
  } else {
    memory = make_memory(f);
    if (!works_stepwise(plan)) place_in_memory(f, memory.state, memory.plain_clocks);
  }
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
  if (in_registers || !works_stepwise(plan)) emit_subject_here(f, end, next_subject);
  else emit_subject_by_steps(f, memory, end, next_subject);

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
  f.function()->setLinkage(llvm::GlobalValue::ExternalLinkage);
  Value* state = f.function()->getArg(0);
  Value* plain_clocks = f.b().CreateAlloca(plain_clocks_type(plan, f.context()));
  // What no part of the state is set to is 0 as well, and that is what a plain clock begins as.
  emit_zeroes(f, state, state_size(plan, module) / 8);
  f.call(kReset, {state, plain_clocks});
  f.b().CreateRetVoid();
}

// Takes a kept state up. What plain clocks keep does not reach beyond a number of events: the few
// subjects with more are gone through from their first event again, in silence. The event to begin
// with.
Value* emit_taken_up(Frame& f, const Memory& memory, Value* first, Value* end) {
  if (!has_plain_clocks(f.plan())) return first;
  llvm::IRBuilder<>& b = f.b();
  BasicBlock* again = f.block("again");
  BasicBlock* recall = f.block("recall");
  BasicBlock* go = f.block("go");
  Value* seen = b.CreateSub(end, f.subject_begin);
  b.CreateCondBr(b.CreateICmpUGT(seen, f.i64(SLA_PLAIN_EVENTS)), again, recall);
  b.SetInsertPoint(again);
  f.call(kReset, {memory.state, memory.plain_clocks});
  b.CreateBr(go);
  b.SetInsertPoint(recall);
  emit_recall(f, memory.state, memory.plain_clocks);
  b.CreateBr(go);
  b.SetInsertPoint(go);
  llvm::PHINode* begin = b.CreatePHI(b.getInt64Ty(), 2);
  begin->addIncoming(f.subject_begin, again);
  begin->addIncoming(first, recall);
  return begin;
}

// step(state, batch, subject, first, last, sink)
// finish(state, batch, subject, end, sink)
void emit_step_or_finish(const plan::Plan& plan, llvm::Module& module, bool finishes) {
  Types type(module);
  llvm::Type* p = type.pointer;
  std::vector<llvm::Type*> arguments = {p, p, type.i64, type.i64, type.i64, p};
  if (finishes) arguments.erase(arguments.begin() + 3);
  Frame f(plan, module, finishes ? kFinish : kStep, arguments);
  if (finishes) name_arguments(f, {"state", "batch", "subject", "end", "sink"});
  else name_arguments(f, {"state", "batch", "subject", "first", "last", "sink"});
  f.function()->setLinkage(llvm::GlobalValue::ExternalLinkage);
  llvm::IRBuilder<>& b = f.b();
  llvm::Function* self = f.function();
  f.batch = self->getArg(1);
  f.subject = self->getArg(2);
  Value* first = self->getArg(3);
  Value* end = self->getArg(finishes ? 3 : 4);
  f.sink = self->getArg(finishes ? 4 : 5);
  emit_hoisted(f);
  Memory memory = make_memory(f);
  memory.state = self->getArg(0);
  place_in_memory(f, memory.state, memory.plain_clocks);
  f.subject_begin = f.element(type.i64, f.subject_begins, f.subject, "begin");
  BasicBlock* exit = f.block("exit");
  Value* fault = b.CreateLoad(b.getInt8Ty(), f.fault);
  f.leave_if(b.CreateICmpNE(fault, b.getInt8(0)), exit);
  Value* begin = emit_taken_up(f, memory, first, end);
  Value* over = f.call(
      kGo, {memory.state, memory.plain_clocks, f.batch, f.subject, begin, end, first, f.sink});
  f.leave_if(b.CreateICmpEQ(over, f.i64(-1)), exit);
  if (finishes) {
    f.call(kEnds, {memory.state, memory.plain_clocks, f.batch, f.subject,
                   b.CreateSub(end, f.i64(1), "last"), f.sink});
  } else if (has_plain_clocks(plan)) {
    emit_keep(f, memory.state, memory.plain_clocks);
  }
  b.CreateBr(exit);
  b.SetInsertPoint(exit);
  b.CreateRetVoid();
}

}  // namespace

void emit_kernel(const plan::Plan& plan, llvm::Module& module) {
  std::uint64_t size = 0;
  if (works_stepwise(plan) || !works_in_registers(plan)) emit_reset_function(plan, module);
  if (works_stepwise(plan)) {
    size = state_size(plan, module);
    emit_go(plan, module);
    emit_ends_function(plan, module);
    emit_begin(plan, module);
    emit_step_or_finish(plan, module, false);
    emit_step_or_finish(plan, module, true);
  }
  emit_evaluate(plan, module);
  llvm::Type* i32 = llvm::Type::getInt32Ty(module.getContext());
  new llvm::GlobalVariable(module, i32, true, llvm::GlobalValue::ExternalLinkage,
                           llvm::ConstantInt::get(i32, size), kStateSize);
}

}  // namespace sla::codegen
