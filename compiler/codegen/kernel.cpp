#include "compiler/codegen/kernel.h"

#include <algorithm>

#include <llvm/IR/CFG.h>

#include "compiler/codegen/frame.h"
#include "compiler/codegen/layout.h"
#include "runtime/events/event_code.h"
#include "runtime/helpers/batch.h"

namespace sla::codegen {
namespace {

// Values of verdicts::ViolationKind.
enum { kMove = 0, kRequirement = 1 };

class Kernel {
 public:
  Kernel(const plan::Plan& plan, llvm::Module& module)
      : plan_(plan), f_(plan, module), b_(f_.b()) {}

  void run() {
    hoist();
    make_slots();
    BasicBlock* subjects = f_.block("subjects");
    BasicBlock* begin = f_.block("subject.begin");
    next_subject_ = f_.block("subject.next");
    BasicBlock* exit = f_.block("exit");
    BasicBlock* entry = b_.GetInsertBlock();
    b_.CreateBr(subjects);

    b_.SetInsertPoint(subjects);
    llvm::PHINode* subject = b_.CreatePHI(b_.getInt64Ty(), 2, "subject");
    subject->addIncoming(f_.function()->getArg(1), entry);
    f_.subject = subject;
    b_.CreateCondBr(b_.CreateICmpULT(subject, f_.function()->getArg(2)), begin, exit);

    b_.SetInsertPoint(begin);
    emit_subject();

    b_.SetInsertPoint(next_subject_);
    subject->addIncoming(b_.CreateAdd(subject, f_.i64(1)), next_subject_);
    b_.CreateBr(subjects);
    b_.SetInsertPoint(exit);
    b_.CreateRetVoid();
  }

 private:
  Value* member(unsigned index, llvm::Type* type, const llvm::Twine& name) {
    return b_.CreateLoad(type, b_.CreateStructGEP(batch_type(f_.context()), f_.batch, index), name);
  }

  void hoist() {
    llvm::Type* p = b_.getPtrTy();
    subject_begin_ = member(kSubjectBegin, p, "subject_begin");
    f_.time = member(kTime, p, "time");
    f_.code = member(kCode, p, "code");
    f_.owner = member(kOwner, p, "owner");
    f_.owner_now = member(kOwnerNow, p, "owner_now");
    f_.calendars = member(kCalendars, p, "calendars");
    f_.zone_now = member(kZoneNow, p, "zone_now");
    f_.text_zone = member(kTextZone, p, "text_zone");
    f_.as_of = member(kAsOf, b_.getInt64Ty(), "as_of");
    f_.actor = member(kActor, p, "actor");
    f_.actor_party = member(kActorParty, p, "actor_party");
    f_.periods = member(kPeriods, p, "periods");
    Value* columns = member(kFields, p, "fields");
    used_ = plan::used_fields(plan_);
    f_.field_value.resize(used_.size());
    f_.field_set.resize(used_.size());
    for (std::size_t field = 0; field < used_.size(); ++field) {
      if (!used_[field]) continue;
      Value* column =
          b_.CreateConstInBoundsGEP1_64(field_column_type(f_.context()), columns, field);
      const std::string& name = plan_.fields[field].name;
      f_.field_value[field] = b_.CreateLoad(
          p, b_.CreateStructGEP(field_column_type(f_.context()), column, 0), name + ".value");
      f_.field_set[field] = b_.CreateLoad(
          p, b_.CreateStructGEP(field_column_type(f_.context()), column, 1), name + ".set");
    }
  }

  // All stack slots stand in the entry block, so that they exist once and can become registers.
  void make_slots() {
    f_.state = b_.CreateAlloca(b_.getInt64Ty(), nullptr, "state");
    f_.previous_state = b_.CreateAlloca(b_.getInt64Ty(), nullptr, "previous_state");
    f_.hold = b_.CreateAlloca(b_.getInt64Ty(), nullptr, "hold");
    f_.fault = b_.CreateAlloca(b_.getInt32Ty(), nullptr, "fault");
    f_.value_slot.resize(used_.size());
    f_.known_slot.resize(used_.size());
    for (std::size_t field = 0; field < used_.size(); ++field) {
      if (!used_[field]) continue;
      f_.value_slot[field] = b_.CreateAlloca(b_.getInt64Ty(), nullptr, plan_.fields[field].name);
      f_.known_slot[field] =
          b_.CreateAlloca(b_.getInt8Ty(), nullptr, plan_.fields[field].name + ".known");
    }
    llvm::Type* clock_struct = clock_type(f_.context());
    for (const plan::Clock& clock : plan_.clocks) {
      f_.clock_slot.push_back(b_.CreateAlloca(clock_struct, nullptr, clock.name));
      f_.gap_slot.push_back(
          clock.has_gap ? b_.CreateAlloca(clock_struct, nullptr, clock.name + ".gap") : nullptr);
      f_.count_slot.push_back(clock.needed > 1
                                  ? b_.CreateAlloca(b_.getInt32Ty(), nullptr, clock.name + ".count")
                                  : nullptr);
    }
    f_.recorded = plan::recorded_fields(plan_);
    for (std::size_t r = 0; r < f_.recorded.size(); ++r) {
      f_.recorded_slot.push_back(b_.CreateAlloca(b_.getInt64Ty(), nullptr, "recorded"));
    }
    for (const plan::Prohibition& prohibition : plan_.prohibitions) {
      f_.judged_slot.push_back(
          b_.CreateAlloca(b_.getInt32Ty(), nullptr, prohibition.name + ".judged"));
      f_.answer_slot.push_back(
          b_.CreateAlloca(b_.getInt64Ty(), nullptr, prohibition.name + ".answer"));
    }
    for (const plan::Conversion& conversion : plan_.conversions) {
      f_.cohort_slot.push_back(
          b_.CreateAlloca(cohort_type(f_.context()), nullptr, conversion.name));
    }
  }

  void emit_subject() {
    Value* first = f_.element(b_.getInt64Ty(), subject_begin_, f_.subject, "begin");
    Value* end =
        f_.element(b_.getInt64Ty(), subject_begin_, b_.CreateAdd(f_.subject, f_.i64(1)), "end");
    f_.subject_begin = first;
    reset_slots();
    Value* rows = buffer_size(0);
    Value* hits = buffer_size(1);
    Value* marks = buffer_size(2);

    BasicBlock* events = f_.block("events");
    BasicBlock* look = f_.block("event.look");
    BasicBlock* apply = f_.block("event.apply");
    next_event_ = f_.block("event.next");
    BasicBlock* over = f_.block("subject.over");
    BasicBlock* fault = f_.block("subject.fault");
    f_.fault_exit = fault;
    BasicBlock* entry = b_.GetInsertBlock();
    b_.CreateBr(events);

    b_.SetInsertPoint(events);
    llvm::PHINode* event = b_.CreatePHI(b_.getInt64Ty(), 2, "event");
    event->addIncoming(first, entry);
    f_.event = event;
    b_.CreateCondBr(b_.CreateICmpULT(event, end), look, over);
    b_.SetInsertPoint(look);
    f_.event_time = f_.element(b_.getInt64Ty(), f_.time, event, "t");
    b_.CreateCondBr(b_.CreateICmpSGT(f_.event_time, f_.as_of), over, apply);
    b_.SetInsertPoint(apply);
    emit_ended_windows(f_.event_time, [&] { return b_.CreateSub(event, f_.i64(1)); });
    emit_event();
    b_.SetInsertPoint(next_event_);
    event->addIncoming(b_.CreateAdd(event, f_.i64(1)), next_event_);
    b_.CreateBr(events);

    b_.SetInsertPoint(over);
    // A clock that has started saw an event, so `event - 1` is never read before the first one.
    Value* last = b_.CreateSub(event, f_.i64(1), "last");
    BasicBlock* fault_at_end = nullptr;
    if (asks_about_ended_windows()) {
      fault_at_end = f_.block("subject.fault_at_end");
      f_.fault_exit = fault_at_end;
      emit_ended_windows(f_.as_of, [&] { return last; });
    }
    for (std::size_t c = 0; c < plan_.clocks.size(); ++c) emit_clock_end(f_, c, last);
    for (std::size_t c = 0; c < plan_.conversions.size(); ++c) emit_conversion_end(f_, c, last);
    b_.CreateBr(next_subject_);

    b_.SetInsertPoint(fault);
    Value* faulted = event;
    if (fault_at_end != nullptr) {
      llvm::PHINode* either = b_.CreatePHI(b_.getInt64Ty(), 2, "faulted");
      faulted = either;
      for (BasicBlock* from : llvm::predecessors(fault)) either->addIncoming(event, from);
      either->addIncoming(last, fault_at_end);
      llvm::IRBuilder<>(fault_at_end).CreateBr(fault);
    }
    Value* kind = b_.CreateSub(b_.CreateLoad(b_.getInt32Ty(), f_.fault), f_.i32(1));
    f_.call("sla_write_fault", {f_.sink, rows, hits, marks, faulted,
                                b_.CreateTrunc(f_.subject, b_.getInt32Ty()), kind});
    b_.CreateBr(next_subject_);
  }

  bool asks_about_ended_windows() const {
    return std::ranges::any_of(plan_.conversions,
                               [](const auto& conversion) { return conversion.not_counting >= 0; });
  }

  // Before anything of an event: what ended before it is decided by the subject as it was.
  template <class Last>
  void emit_ended_windows(Value* t, Last last) {
    if (!asks_about_ended_windows()) return;
    Value* before = last();
    for (int clause : plan_.order) {
      int c = plan::of_clause(plan_.conversions, clause);
      if (c >= 0) emit_ended(f_, static_cast<std::size_t>(c), t, before);
    }
    f_.asking = f_.event_time;
  }

  void reset_slots() {
    b_.CreateStore(f_.i64(kNoState), f_.state);
    b_.CreateStore(f_.i64(kNoState), f_.previous_state);
    b_.CreateStore(f_.i64(0), f_.hold);
    b_.CreateStore(f_.i32(0), f_.fault);
    for (std::size_t field = 0; field < used_.size(); ++field) {
      if (!used_[field]) continue;
      b_.CreateStore(f_.i64(0), f_.value_slot[field]);
      b_.CreateStore(b_.getInt8(0), f_.known_slot[field]);
    }
    for (Value* clock : f_.clock_slot) b_.CreateStore(f_.i32(0), clock);
    for (Value* slot : f_.recorded_slot) b_.CreateStore(f_.i64(-1), slot);
    for (Value* slot : f_.judged_slot) b_.CreateStore(f_.i32(0), slot);
    for (Value* slot : f_.answer_slot) b_.CreateStore(f_.i64(0), slot);
    for (Value* cohort : f_.cohort_slot) f_.call("sla_cohort_clear", {cohort});
  }

  Value* buffer_size(unsigned buffer) {
    llvm::Type* type = sink_type(f_.context());
    Value* at = b_.CreateInBoundsGEP(type, f_.sink, {f_.i32(0), f_.i32(buffer), f_.i32(1)});
    return b_.CreateLoad(b_.getInt64Ty(), at);
  }

  void emit_event() {
    for (std::size_t field = 0; field < used_.size(); ++field) {
      if (used_[field]) apply_field(field);
    }
    emit_recorded(f_);
    Value* code = f_.element(b_.getInt16Ty(), f_.code, f_.event, "code");
    llvm::SwitchInst* jump =
        b_.CreateSwitch(code, next_event_, static_cast<unsigned>(plan_.code_count));
    for (int c = 0; c < plan_.code_count; ++c) {
      auto event_code = static_cast<std::uint16_t>(c);
      if (!concerns_any(event_code)) continue;
      BasicBlock* block = f_.block("code." + llvm::Twine(c));
      jump->addCase(b_.getInt16(event_code), block);
      b_.SetInsertPoint(block);
      emit_code(event_code);
      b_.CreateBr(next_event_);
    }
  }

  // An event's cell: says nothing (0), sets (1), makes unknown (2).
  void apply_field(std::size_t field) {
    BasicBlock* read = f_.block("field.read");
    BasicBlock* set = f_.block("field.set");
    BasicBlock* next = f_.block("field.next");
    b_.CreateCondBr(b_.CreateIsNull(f_.field_set[field]), next, read);
    b_.SetInsertPoint(read);
    Value* says = f_.element(b_.getInt8Ty(), f_.field_set[field], f_.event);
    b_.CreateCondBr(b_.CreateICmpEQ(says, b_.getInt8(0)), next, set);
    b_.SetInsertPoint(set);
    Value* value = f_.element(b_.getInt64Ty(), f_.field_value[field], f_.event);
    b_.CreateStore(value, f_.value_slot[field]);
    b_.CreateStore(b_.CreateZExt(b_.CreateICmpEQ(says, b_.getInt8(1)), b_.getInt8Ty()),
                   f_.known_slot[field]);
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }

  bool is_state(std::uint16_t code) const {
    return code >= events::kFirstState && code < events::kFirstState + plan_.state_count;
  }

  bool concerns_any(std::uint16_t code) const {
    if (is_state(code) || code == events::kHeld || code == events::kResumed) return true;
    for (const plan::Clock& clock : plan_.clocks) {
      if (concerns(clock, code)) return true;
    }
    for (const plan::Counter& counter : plan_.counters) {
      for (std::uint16_t counted : counter.counted.codes) {
        if (counted == code) return true;
      }
    }
    auto does = [&](const auto& item) { return concerns(item, code); };
    return std::ranges::any_of(plan_.prohibitions, does) ||
           std::ranges::any_of(plan_.conversions, does);
  }

  void emit_code(std::uint16_t code) {
    if (code == events::kHeld || code == events::kResumed) {
      b_.CreateStore(f_.i64(code == events::kHeld ? 1 : 0), f_.hold);
    }
    f_.asking = f_.event_time;
    f_.entering = false;  // A requirement is asked before the state changes.
    if (is_state(code)) enter(code - events::kFirstState);
    f_.entering = is_state(code);
    for (int clause : plan_.order) emit_clause(clause, code);
  }

  void emit_clause(int clause, std::uint16_t code) {
    if (int c = plan::of_clause(plan_.clocks, clause); c >= 0) {
      auto index = static_cast<std::size_t>(c);
      if (concerns(plan_.clocks[index], code)) emit_clock(f_, index, code);
    } else if (c = plan::of_clause(plan_.counters, clause); c >= 0) {
      emit_counter(f_, plan_.counters[static_cast<std::size_t>(c)], code);
    } else if (c = plan::of_clause(plan_.prohibitions, clause); c >= 0) {
      emit_prohibition(f_, static_cast<std::size_t>(c), code);
    } else if (c = plan::of_clause(plan_.conversions, clause); c >= 0) {
      emit_conversion(f_, static_cast<std::size_t>(c), code);
    }
  }

  void enter(int state) {
    Value* from = b_.CreateLoad(b_.getInt64Ty(), f_.state);
    b_.CreateStore(from, f_.previous_state);
    if (plan_.has_moves) check_move(from, state);
    // The requirement looks at the fields of this event and at the state the lead comes from.
    for (const plan::Requirement& requirement : plan_.requirements) {
      if (requirement.state == state) check_requirement(requirement, from);
    }
    b_.CreateStore(f_.i64(state), f_.state);
  }

  void check_move(Value* from, int state) {
    std::uint64_t permitted_from = std::uint64_t{1} << kNoState;  // A first state is nobody's move.
    for (std::size_t s = 0; s < plan_.moves.size(); ++s) {
      if ((plan_.moves[s] >> state & 1) != 0) permitted_from |= std::uint64_t{1} << s;
    }
    violation_unless(f_.in_states(from, permitted_from), from, state, kMove);
  }

  void check_requirement(const plan::Requirement& requirement, Value* from) {
    violation_unless(emit_condition(f_, requirement.predicate), from, requirement.state,
                     kRequirement);
  }

  void violation_unless(Value* holds, Value* from, int state, std::uint64_t kind) {
    BasicBlock* broken = f_.block("violation");
    BasicBlock* next = f_.block("lawful");
    b_.CreateCondBr(holds, next, broken);
    b_.SetInsertPoint(broken);
    Value* none = b_.CreateICmpEQ(from, f_.i64(kNoState));
    Value* name = b_.CreateSelect(none, f_.i32(0xffff), b_.CreateTrunc(from, b_.getInt32Ty()));
    f_.call("sla_write_violation",
            {f_.sink, f_.event, name, f_.i32(static_cast<std::uint64_t>(state)), f_.i32(kind)});
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }

  const plan::Plan& plan_;
  Frame f_;
  llvm::IRBuilder<>& b_;
  std::vector<bool> used_;
  Value* subject_begin_ = nullptr;
  BasicBlock* next_subject_ = nullptr;
  BasicBlock* next_event_ = nullptr;
};

}  // namespace

void emit_kernel(const plan::Plan& plan, llvm::Module& module) { Kernel(plan, module).run(); }

}  // namespace sla::codegen
