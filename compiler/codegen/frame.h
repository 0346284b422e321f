#pragma once

#include <algorithm>
#include <vector>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include "compiler/plan/plan.h"

namespace sla::codegen {

using llvm::BasicBlock;
using llvm::Value;

/// Where the state of one subject is while it is gone through: addresses, each on the stack or
/// inside a state in memory (state.h).
struct Slots {
  Value *state = nullptr, *previous_state = nullptr, *hold = nullptr, *fault = nullptr;
  std::vector<Value*> value_slot, known_slot;  ///< By field; null where not used.
  std::vector<Value*> clock_slot;              ///< By clock; an sla_plain_clock where it is plain.
  std::vector<Value*> gap_slot;                ///< By clock; null without a gap.
  std::vector<Value*> count_slot;              ///< By clock; null when one event is enough.
  /// By set of `recorded`: the event at which the last of the fields became known, or -1.
  std::vector<Value*> recorded_slot;
  std::vector<Value*> judged_slot;  ///< By prohibition: how many rows it has.
  std::vector<Value*> answer_slot;  ///< By prohibition: what clause_is is told of the last one.
  std::vector<Value*> cohort_slot;  ///< By conversion.
};

/// The shared places of the function being generated: its arguments, hoisted pointers and the slots
/// of one subject's state. Made by kernel.cpp, used by the emitters of predicates and clocks.
class Frame : public Slots {
 public:
  /// Begins an internal function of the module; without a type it returns nothing.
  Frame(const plan::Plan& plan, llvm::Module& module, const char* name,
        llvm::ArrayRef<llvm::Type*> arguments, llvm::Type* result = nullptr);

  llvm::IRBuilder<>& b() { return builder_; }
  llvm::Function* function() { return function_; }
  llvm::LLVMContext& context() { return module_.getContext(); }
  llvm::Module& module() { return module_; }
  const plan::Plan& plan() const { return plan_; }

  BasicBlock* block(const llvm::Twine& name);
  Value* i16(std::uint64_t value) { return builder_.getInt16(static_cast<std::uint16_t>(value)); }
  Value* i32(std::uint64_t value) { return builder_.getInt32(static_cast<std::uint32_t>(value)); }
  Value* i64(std::int64_t value) { return builder_.getInt64(static_cast<std::uint64_t>(value)); }
  /// Calls a helper of the linked bitcode by name.
  Value* call(const char* helper, llvm::ArrayRef<Value*> arguments);
  /// Loads element `index` of an array of `type`.
  Value* element(llvm::Type* type, Value* array, Value* index, const llvm::Twine& name = "");
  /// Jumps to `target` when the condition holds and goes on in a new block otherwise.
  void leave_if(Value* condition, BasicBlock* target);
  /// True when the subject's state is in the set; never true before the first state.
  Value* in_states(Value* state, std::uint64_t set);

  /// Goes to the subject's fault exit when a step has faulted.
  void check_fault();
  /// Marks a fault of `kind` when the condition holds and none is marked yet.
  void mark_fault(Value* condition, int kind);

  /// The subject's state now, as i64.
  Value* state_now() {
    return builder_.CreateZExt(builder_.CreateLoad(builder_.getInt8Ty(), state),
                               builder_.getInt64Ty());
  }
  Value* state_before() {
    return builder_.CreateZExt(builder_.CreateLoad(builder_.getInt8Ty(), previous_state),
                               builder_.getInt64Ty());
  }

  // Arguments and hoisted members of the batch.
  Value *batch = nullptr, *sink = nullptr;
  Value *subject_begins = nullptr, *time = nullptr, *code = nullptr, *owner = nullptr,
        *owner_now = nullptr;
  Value *calendars = nullptr, *zone_now = nullptr, *text_zone = nullptr, *as_of = nullptr;
  Value *actor = nullptr, *actor_party = nullptr, *periods = nullptr;
  std::vector<Value*> field_value, field_set;  ///< Column pointers by field; null where not used.

  std::vector<std::vector<int>> recorded;  ///< Sets of fields, those of `recorded_slot`.
  std::vector<bool> is_plain;              ///< By clock.

  // The event at hand.
  Value *subject = nullptr, *subject_begin = nullptr, *event = nullptr, *event_time = nullptr;
  /// The instant that conditions are asked for; the event's, but for windows that ended before it.
  Value* asking = nullptr;
  bool entering = false;  ///< The event enters a state, so that `previous_state` is that before it.
  BasicBlock* fault_exit = nullptr;
  /// What the subject's state is kept in (state.h); null while it is on the stack.
  Value *state_memory = nullptr, *plain_memory = nullptr;

 private:
  const plan::Plan& plan_;
  llvm::Module& module_;
  llvm::Function* function_;
  llvm::IRBuilder<> builder_;
};

/// The state value before any state was entered: bit 63 is in no set of states.
inline constexpr std::uint64_t kNoState = 63;

/// A predicate with more steps than this is emitted in blocks of so many: what LLVM does with a
/// block grows faster than its length.
inline constexpr std::size_t kStepsOfBlock = 64;

/// Emits a predicate at the builder's place; the result is an i64. Leaves to the fault exit when it
/// faults.
Value* emit_predicate(Frame& frame, const plan::Predicate& predicate);
/// The same as a condition (i1).
Value* emit_condition(Frame& frame, int predicate);
/// i1: all these fields are known now.
Value* emit_known(Frame& frame, const std::vector<int>& fields);
/// A calendar in the zone that counts at this event. `zone`, as i64, is its index.
struct ZonedCalendar {
  Value *calendar, *zone;
};
/// The null pointer for -1.
ZonedCalendar emit_calendar(Frame& frame, int calendar);
/// The field's value now, or SLA_NO_GROUP when it is not known; SLA_NO_GROUP for -1.
Value* emit_group(Frame& frame, int field);
/// How an event of one code relates to one discharge or forbidden thing.
struct Doing {
  bool can = false;       ///< It may match.
  Value* when = nullptr;  ///< i1: it does; null when it always does.
};
/// What a discharge asks: fields hold from when they are recorded on.
Doing emit_discharge(Frame& frame, const plan::Discharge& discharge, std::uint16_t code);
/// What a prohibition asks: fields are recorded at this very event.
Doing emit_forbidden(Frame& frame, const plan::Discharge& thing, std::uint16_t code);
/// At the beginning of every event, once its fields are known: keeps `recorded_slot`.
void emit_recorded(Frame& frame);
/// i1: the trigger matches this event, whose code is `code`; null when it cannot.
Value* emit_trigger(Frame& frame, const plan::Trigger& trigger, std::uint16_t code);

/// i1: the event lies in the term; null when there is none to ask for.
Value* emit_in_term(Frame& frame);

/// True when the event at which the clock starts says everything about it, so that an
/// sla_plain_clock serves (runtime/helpers/plain_clock.h).
std::vector<bool> plain_clocks(const plan::Plan& plan);
/// True when an event of this code can change the clock.
bool concerns(const plan::Clock& clock, std::uint16_t code);
/// The clock's whole transition on an event of this code.
void emit_clock(Frame& frame, std::size_t index, std::uint16_t code);
/// What is still to be written when the subject's events are over; `last` is its last event.
void emit_clock_end(Frame& frame, std::size_t index, Value* last);
/// i64: the bits of clause_is for the latest obligation of a clause, as of `Frame::asking`.
Value* emit_status(Frame& frame, int clause);
void emit_counter(Frame& frame, const plan::Counter& counter, std::uint16_t code);

bool concerns(const plan::Prohibition& prohibition, std::uint16_t code);
void emit_prohibition(Frame& frame, std::size_t index, std::uint16_t code);

bool concerns(const plan::Conversion& conversion, std::uint16_t code);
void emit_conversion(Frame& frame, std::size_t index, std::uint16_t code);
/// Decides the memberships whose window ended before `t`, where a condition has a say in it.
/// `last`: the event that left the subject as it is.
void emit_ended(Frame& frame, std::size_t index, Value* t, Value* last);
/// What is still undecided when the subject's events are over.
void emit_conversion_end(Frame& frame, std::size_t index, Value* last);

inline bool contains(const std::vector<std::uint16_t>& codes, std::uint16_t code) {
  return std::ranges::find(codes, code) != codes.end();
}

}  // namespace sla::codegen
