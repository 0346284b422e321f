#include <algorithm>

#include "compiler/codegen/frame.h"
#include "compiler/codegen/layout.h"
#include "runtime/events/event_code.h"
#include "runtime/helpers/clock.h"

namespace sla::codegen {
namespace {

bool contains(const std::vector<std::uint16_t>& codes, std::uint16_t code) {
  return std::ranges::find(codes, code) != codes.end();
}

// A clock's transition on an event of one code, as straight-line code
// (docs/reference/evaluation.md):
//
//   if open:  stop? -> close, write     while fails? -> cancel, write     reassigned? -> restart or
//   grace
//             paused while? -> pause or resume
//   else:     trigger, not stopped by the same event, in term, when, while? -> start (or reopen),
//   pause
class ClockEmitter {
 public:
  ClockEmitter(Frame& frame, std::size_t index, std::uint16_t code)
      : frame_(frame),
        b_(frame.b()),
        clock_(frame.plan().clocks[index]),
        slot_(frame.clock_slot[index]),
        code_(code) {}

  void run() {
    done_ = frame_.block(clock_.name + ".done");
    BasicBlock* open = frame_.block(clock_.name + ".open");
    BasicBlock* not_open = frame_.block(clock_.name + ".not_open");
    Value* phase = load_phase();
    Value* is_open = b_.CreateICmpULT(b_.CreateSub(phase, frame_.i32(SLA_RUNNING)), frame_.i32(2));
    b_.CreateCondBr(is_open, open, not_open);
    b_.SetInsertPoint(open);
    emit_open();
    b_.SetInsertPoint(not_open);
    emit_start(phase);
    b_.SetInsertPoint(done_);
  }

 private:
  void emit_open() {
    emit_stop();
    emit_cancel();
    emit_reset();
    emit_pause();
    b_.CreateBr(done_);
  }

  // The discharges that this event matches: those by event are known now, those by field only then.
  std::uint8_t matched_now() const {
    unsigned mask = 0;
    for (std::size_t d = 0; d < clock_.discharges.size(); ++d) {
      if (contains(clock_.discharges[d].codes, code_)) mask |= 1u << d;
    }
    return static_cast<std::uint8_t>(mask);
  }
  Value* matches() {
    Value* mask = b_.getInt8(matched_now());
    for (std::size_t d = 0; d < clock_.discharges.size(); ++d) {
      if (clock_.discharges[d].fields.empty()) continue;
      Value* known = b_.CreateZExt(emit_known(frame_, clock_.discharges[d].fields), b_.getInt8Ty());
      mask = b_.CreateOr(mask, b_.CreateShl(known, b_.getInt8(static_cast<std::uint8_t>(d))));
    }
    return mask;
  }
  bool can_match() const {
    return matched_now() != 0 ||
           std::ranges::any_of(clock_.discharges, [](const auto& d) { return !d.fields.empty(); });
  }
  // i1: these matches are enough to stop.
  Value* stops(Value* mask) {
    if (!clock_.all) return b_.CreateICmpNE(mask, b_.getInt8(0));
    auto full = static_cast<std::uint8_t>((1u << clock_.discharges.size()) - 1);
    return b_.CreateICmpEQ(mask, b_.getInt8(full));
  }

  void emit_stop() {
    if (!can_match()) return;
    Value* mask = matches();
    if (clock_.all) {
      Value* remembered = discharged_slot();
      mask = b_.CreateOr(mask, b_.CreateLoad(b_.getInt8Ty(), remembered));
      b_.CreateStore(mask, remembered);
    }
    end_if(stops(mask), SLA_END_DISCHARGED);
  }

  void emit_cancel() {
    if (clock_.while_ < 0) return;
    end_if(b_.CreateNot(emit_condition(frame_, clock_.while_)), SLA_END_CANCELLED);
  }

  void end_if(Value* condition, std::uint32_t end) {
    BasicBlock* ends = frame_.block(clock_.name + ".ends");
    BasicBlock* next = frame_.block(clock_.name + ".goes_on");
    b_.CreateCondBr(condition, ends, next);
    b_.SetInsertPoint(ends);
    close(end);
    if (clock_.reentry != plan::Reentry::resume) write();
    b_.CreateBr(done_);
    b_.SetInsertPoint(next);
  }

  // A reassignment names an owner other than the known one before it.
  Value* reassigned() {
    Value* none = frame_.i32(SLA_NONE);
    Value* named = frame_.element(b_.getInt32Ty(), frame_.owner, frame_.event);
    Value* is_first = b_.CreateICmpEQ(frame_.event, frame_.subject_begin);
    Value* before_index =
        b_.CreateSelect(is_first, frame_.event, b_.CreateSub(frame_.event, frame_.i64(1)));
    Value* before = frame_.element(b_.getInt32Ty(), frame_.owner_now, before_index);
    before = b_.CreateSelect(is_first, none, before);
    Value* both = b_.CreateAnd(b_.CreateICmpNE(named, none), b_.CreateICmpNE(before, none));
    return b_.CreateAnd(both, b_.CreateICmpNE(named, before));
  }

  void emit_reset() {
    if (code_ != events::kAssigned || clock_.reassignment == plan::Reassignment::carry_on) return;
    BasicBlock* reset = frame_.block(clock_.name + ".reassigned");
    BasicBlock* next = frame_.block(clock_.name + ".kept");
    b_.CreateCondBr(reassigned(), reset, next);
    b_.SetInsertPoint(reset);
    if (clock_.reassignment == plan::Reassignment::grace) {
      frame_.call("sla_clock_grace", {slot_, frame_.event_time, frame_.i64(clock_.grace)});
    } else {
      emit_restart();
    }
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }

  // A breach stays with the owner who made it: that cycle is written and a new one begins.
  void emit_restart() {
    BasicBlock* over = frame_.block(clock_.name + ".over");
    BasicBlock* again = frame_.block(clock_.name + ".again");
    Value* is_over = frame_.call("sla_clock_over", {slot_, frame_.event_time});
    b_.CreateCondBr(b_.CreateICmpNE(is_over, frame_.i32(0)), over, again);
    b_.SetInsertPoint(over);
    close(SLA_END_RESET);
    write();
    Value* cycle = cycle_slot();
    b_.CreateStore(b_.CreateAdd(b_.CreateLoad(b_.getInt32Ty(), cycle), frame_.i32(1)), cycle);
    b_.CreateBr(again);
    b_.SetInsertPoint(again);
    begin();
    // The clock starts at this event, so what the event itself discharges is remembered.
    if (clock_.all) b_.CreateStore(matches(), discharged_slot());
  }

  void emit_pause() {
    if (clock_.paused_while < 0) return;
    BasicBlock* pause = frame_.block(clock_.name + ".pause");
    BasicBlock* check = frame_.block(clock_.name + ".check_paused");
    BasicBlock* resume = frame_.block(clock_.name + ".resume");
    BasicBlock* next = frame_.block(clock_.name + ".pause_done");
    Value* holds = emit_condition(frame_, clock_.paused_while);
    Value* paused = b_.CreateICmpEQ(load_phase(), frame_.i32(SLA_PAUSED));
    b_.CreateCondBr(b_.CreateAnd(holds, b_.CreateNot(paused)), pause, check);
    b_.SetInsertPoint(pause);
    frame_.call("sla_clock_pause", {slot_, frame_.event_time});
    b_.CreateBr(next);
    b_.SetInsertPoint(check);
    b_.CreateCondBr(b_.CreateAnd(paused, b_.CreateNot(holds)), resume, next);
    b_.SetInsertPoint(resume);
    frame_.call("sla_clock_resume", {slot_, frame_.event_time});
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }

  void emit_start(Value* phase) {
    Value* triggered = emit_trigger(frame_, clock_.start, code_);
    bool always_stopped = matched_now() != 0 && !clock_.all;
    if (triggered == nullptr || always_stopped) {
      b_.CreateBr(done_);
      return;
    }
    go_on_if(triggered);
    Value* mask = b_.getInt8(0);
    if (can_match()) {
      mask = matches();
      go_on_if(b_.CreateNot(stops(mask)));
    }
    if (Value* in_term = emit_in_term(frame_)) go_on_if(in_term);
    if (clock_.reentry == plan::Reentry::ignore) {
      go_on_if(b_.CreateICmpEQ(phase, frame_.i32(SLA_NOT_STARTED)));
    }
    if (clock_.when >= 0) go_on_if(emit_condition(frame_, clock_.when));
    if (clock_.while_ >= 0) go_on_if(emit_condition(frame_, clock_.while_));
    attach(phase);
    if (clock_.all) b_.CreateStore(mask, discharged_slot());
    emit_pause();
    b_.CreateBr(done_);
  }

  void go_on_if(Value* condition) { frame_.leave_if(b_.CreateNot(condition), done_); }

  void attach(Value* phase) {
    Value* cycle = cycle_slot();
    Value* is_first = b_.CreateICmpEQ(phase, frame_.i32(SLA_NOT_STARTED));
    if (clock_.reentry != plan::Reentry::resume) {
      Value* next = b_.CreateAdd(b_.CreateLoad(b_.getInt32Ty(), cycle), frame_.i32(1));
      b_.CreateStore(b_.CreateSelect(is_first, frame_.i32(1), next), cycle);
      begin();
      return;
    }
    BasicBlock* first = frame_.block(clock_.name + ".first");
    BasicBlock* again = frame_.block(clock_.name + ".reopen");
    BasicBlock* next = frame_.block(clock_.name + ".attached");
    b_.CreateCondBr(is_first, first, again);
    b_.SetInsertPoint(first);
    b_.CreateStore(frame_.i32(1), cycle);
    begin();
    b_.CreateBr(next);
    b_.SetInsertPoint(again);
    frame_.call("sla_clock_reopen", {slot_, frame_.event_time});
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }

  // Chooses the tier and starts counting at this event.
  void begin() {
    Value* calendar = load_calendar();
    Value* group = emit_group(frame_, clock_.group_field);
    BasicBlock* started = frame_.block(clock_.name + ".started");
    for (std::size_t t = 0; t < clock_.tiers.size(); ++t) {
      const plan::Tier& tier = clock_.tiers[t];
      BasicBlock* other = nullptr;
      if (tier.predicate >= 0) {
        BasicBlock* chosen = frame_.block(clock_.name + ".tier");
        other = frame_.block(clock_.name + ".other");
        b_.CreateCondBr(emit_condition(frame_, tier.predicate), chosen, other);
        b_.SetInsertPoint(chosen);
      }
      frame_.call("sla_clock_start", {slot_, frame_.batch, frame_.event, calendar,
                                      frame_.i32(static_cast<std::uint64_t>(tier.kind)),
                                      frame_.i64(tier.amount), frame_.i16(t), group});
      b_.CreateBr(started);
      if (other == nullptr) break;
      b_.SetInsertPoint(other);
    }
    b_.SetInsertPoint(started);
  }

  // The clause's calendar in the zone of the owner or the lead at this event; zone 0 is the
  // fallback.
  Value* load_calendar() {
    llvm::Type* pointer = b_.getPtrTy();
    if (clock_.calendar < 0) return llvm::ConstantPointerNull::get(b_.getPtrTy());
    Value* zones = frame_.element(pointer, frame_.calendars, frame_.i64(clock_.calendar));
    plan::ZoneOf of = frame_.plan().calendars[static_cast<std::size_t>(clock_.calendar)].zone_of;
    if (of == plan::ZoneOf::fixed) return frame_.element(pointer, zones, frame_.i64(0));
    return frame_.element(pointer, zones, of == plan::ZoneOf::owner ? owner_zone() : lead_zone());
  }
  Value* owner_zone() {
    Value* owner = frame_.element(b_.getInt32Ty(), frame_.owner_now, frame_.event);
    return zone(frame_.owner_zone, owner, b_.CreateICmpNE(owner, frame_.i32(SLA_NONE)));
  }
  Value* lead_zone() {
    int field = frame_.plan().zone_field;
    Value* text =
        b_.CreateLoad(b_.getInt64Ty(), frame_.value_slot[static_cast<std::size_t>(field)]);
    return zone(frame_.text_zone, b_.CreateTrunc(text, b_.getInt32Ty()),
                emit_known(frame_, {field}));
  }
  // table[id] when the id is known, else 0; id 0 is read in its place, so that no load leaves the
  // table.
  Value* zone(Value* table, Value* id, Value* known) {
    BasicBlock* from = b_.GetInsertBlock();
    BasicBlock* look = frame_.block("zone");
    BasicBlock* next = frame_.block("zone_known");
    b_.CreateCondBr(known, look, next);
    b_.SetInsertPoint(look);
    Value* found = frame_.element(b_.getInt32Ty(), table, b_.CreateZExt(id, b_.getInt64Ty()));
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
    llvm::PHINode* result = b_.CreatePHI(b_.getInt32Ty(), 2);
    result->addIncoming(frame_.i32(0), from);
    result->addIncoming(found, look);
    return b_.CreateZExt(result, b_.getInt64Ty());
  }

  void close(std::uint32_t end) {
    frame_.call("sla_clock_close", {slot_, frame_.batch, frame_.event, frame_.i32(end)});
  }
  void write() {
    frame_.call("sla_clock_write", {slot_, frame_.batch, frame_.sink,
                                    frame_.i32(static_cast<std::uint64_t>(clock_.clause)),
                                    b_.CreateTrunc(frame_.subject, b_.getInt32Ty()), frame_.event});
  }
  Value* load_phase() { return b_.CreateLoad(b_.getInt32Ty(), slot_); }
  Value* cycle_slot() { return b_.CreateStructGEP(clock_type(frame_.context()), slot_, kCycle); }
  Value* discharged_slot() {
    return b_.CreateStructGEP(clock_type(frame_.context()), slot_, kDischarged);
  }

  Frame& frame_;
  llvm::IRBuilder<>& b_;
  const plan::Clock& clock_;
  Value* slot_;
  std::uint16_t code_;
  BasicBlock* done_ = nullptr;
};

}  // namespace

Value* emit_trigger(Frame& frame, const plan::Trigger& trigger, std::uint16_t code) {
  if (!contains(trigger.codes, code)) return nullptr;
  llvm::IRBuilder<>& b = frame.b();
  Value* now = b.CreateLoad(b.getInt64Ty(), frame.state);
  Value* matches = b.getTrue();
  if (trigger.in_states != 0) matches = frame.in_states(now, trigger.in_states);
  if (trigger.left_states != 0) {
    Value* before = b.CreateLoad(b.getInt64Ty(), frame.previous_state);
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

bool concerns(const plan::Clock& clock, std::uint16_t code) {
  if (clock.paused_while >= 0 || clock.while_ >= 0) return true;
  if (contains(clock.start.codes, code)) return true;
  for (const plan::Discharge& discharge : clock.discharges) {
    if (!discharge.fields.empty() || contains(discharge.codes, code)) return true;
  }
  return code == events::kAssigned && clock.reassignment != plan::Reassignment::carry_on;
}

void emit_clock(Frame& frame, std::size_t index, std::uint16_t code) {
  ClockEmitter(frame, index, code).run();
}

void emit_clock_end(Frame& frame, std::size_t index, Value* last) {
  llvm::IRBuilder<>& b = frame.b();
  const plan::Clock& clock = frame.plan().clocks[index];
  BasicBlock* write = frame.block(clock.name + ".write");
  BasicBlock* next = frame.block(clock.name + ".over");
  Value* phase = b.CreateLoad(b.getInt32Ty(), frame.clock_slot[index]);
  // Closed clocks were written when they closed, unless a re-entry could still have resumed them.
  std::uint64_t phases = clock.reentry == plan::Reentry::resume ? 3 : 2;
  Value* unwritten = b.CreateICmpULT(b.CreateSub(phase, frame.i32(SLA_RUNNING)), frame.i32(phases));
  b.CreateCondBr(unwritten, write, next);
  b.SetInsertPoint(write);
  frame.call("sla_clock_write", {frame.clock_slot[index], frame.batch, frame.sink,
                                 frame.i32(static_cast<std::uint64_t>(clock.clause)),
                                 b.CreateTrunc(frame.subject, b.getInt32Ty()), last});
  b.CreateBr(next);
  b.SetInsertPoint(next);
}

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
  Value* amount = frame.i64(1);
  if (counter.sum_field >= 0) {
    plan::Predicate sum{"sum", {{.op = plan::Op::field, .index = counter.sum_field}}};
    amount = emit_predicate(frame, sum);
  }
  frame.call("sla_write_hit",
             {frame.batch, frame.sink, frame.i32(static_cast<std::uint64_t>(counter.clause)),
              b.CreateTrunc(frame.subject, b.getInt32Ty()), frame.event, amount,
              emit_group(frame, counter.group_field)});
  b.CreateBr(done);
  b.SetInsertPoint(done);
}

}  // namespace sla::codegen
