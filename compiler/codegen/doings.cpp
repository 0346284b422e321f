// What an event is to a clause: a trigger, a discharge, a forbidden thing, and by whom.

#include "compiler/codegen/frame.h"
#include "runtime/helpers/batch.h"

namespace sla::codegen {
namespace {

// i1: the event was done by whom it is asked of; null when anybody counts.
Value* by_whom(Frame& frame, const plan::Discharge& thing, Value* event) {
  if (thing.by == plan::By::anyone) return nullptr;
  llvm::IRBuilder<>& b = frame.b();
  llvm::Type* id = b.getInt32Ty();
  if (thing.by == plan::By::owner) {
    Value* actor = frame.element(id, frame.actor, event, "actor");
    Value* is_somebody = b.CreateICmpNE(actor, frame.i32(SLA_NONE));
    Value* owner = frame.element(id, frame.owner_now, event);
    return b.CreateAnd(is_somebody, b.CreateICmpEQ(actor, owner));
  }
  Value* party = frame.element(id, frame.actor_party, event);
  return b.CreateICmpEQ(party, frame.i32(static_cast<std::uint64_t>(thing.party)));
}

Value* recorded_at(Frame& frame, const std::vector<int>& fields) {
  auto place = std::ranges::find(frame.recorded, fields);
  auto index = static_cast<std::size_t>(place - frame.recorded.begin());
  return frame.b().CreateLoad(frame.b().getInt64Ty(), frame.recorded_slot[index]);
}

// Of events by code: leaving asks for the states too.
Doing of_event(Frame& frame, const plan::Discharge& thing, std::uint16_t code) {
  if (!contains(thing.codes, code)) return {};
  llvm::IRBuilder<>& b = frame.b();
  Doing doing{true, by_whom(frame, thing, frame.event)};
  if (thing.left_states == 0) return doing;
  Value* was = frame.in_states(frame.state_before(), thing.left_states);
  Value* is = frame.in_states(frame.state_now(), thing.left_states);
  Value* left = b.CreateAnd(was, b.CreateNot(is));
  doing.when = doing.when == nullptr ? left : b.CreateAnd(left, doing.when);
  return doing;
}

}  // namespace

Doing emit_discharge(Frame& frame, const plan::Discharge& discharge, std::uint16_t code) {
  if (discharge.fields.empty()) return of_event(frame, discharge, code);
  if (discharge.by == plan::By::anyone) return {true, emit_known(frame, discharge.fields)};
  // Asked of the event that made the last field known, however long ago; the subject's first event
  // stands in for it while there is none.
  llvm::IRBuilder<>& b = frame.b();
  Value* at = recorded_at(frame, discharge.fields);
  Value* is_recorded = b.CreateICmpNE(at, frame.i64(-1));
  Value* event = b.CreateSelect(is_recorded, at, frame.subject_begin);
  return {true, b.CreateAnd(is_recorded, by_whom(frame, discharge, event))};
}

Doing emit_forbidden(Frame& frame, const plan::Discharge& thing, std::uint16_t code) {
  if (thing.fields.empty()) return of_event(frame, thing, code);
  llvm::IRBuilder<>& b = frame.b();
  Value* now = b.CreateICmpEQ(recorded_at(frame, thing.fields), frame.event);
  Value* theirs = by_whom(frame, thing, frame.event);
  return {true, theirs == nullptr ? now : b.CreateAnd(now, theirs)};
}

void emit_recorded(Frame& frame) {
  llvm::IRBuilder<>& b = frame.b();
  for (std::size_t r = 0; r < frame.recorded.size(); ++r) {
    Value* slot = frame.recorded_slot[r];
    Value* before = b.CreateLoad(b.getInt64Ty(), slot);
    Value* since = b.CreateSelect(b.CreateICmpEQ(before, frame.i64(-1)), frame.event, before);
    Value* known = emit_known(frame, frame.recorded[r]);
    b.CreateStore(b.CreateSelect(known, since, frame.i64(-1)), slot);
  }
}

Value* emit_trigger(Frame& frame, const plan::Trigger& trigger, std::uint16_t code) {
  if (!contains(trigger.codes, code)) return nullptr;
  llvm::IRBuilder<>& b = frame.b();
  Value* now = frame.state_now();
  Value* matches = b.getTrue();
  if (trigger.in_states != 0) matches = frame.in_states(now, trigger.in_states);
  if (trigger.left_states != 0) {
    Value* before = frame.state_before();
    matches = b.CreateAnd(matches, frame.in_states(before, trigger.left_states));
    matches = b.CreateAnd(matches, b.CreateICmpNE(before, now));
  }
  return matches;
}

Value* emit_in_term(Frame& frame) {
  const plan::Plan& plan = frame.plan();
  if (plan.term_begin == INT64_MIN && plan.term_end == INT64_MAX) return nullptr;
  Value* begun = frame.b().CreateICmpSGE(frame.event_time, frame.i64(plan.term_begin));
  Value* not_over = frame.b().CreateICmpSLT(frame.event_time, frame.i64(plan.term_end));
  return frame.b().CreateAnd(begun, not_over);
}

}  // namespace sla::codegen
