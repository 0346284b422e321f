#include <algorithm>
#include <unordered_set>

#include "compiler/codegen/frame.h"
#include "compiler/codegen/layout.h"
#include "compiler/codegen/parts.h"
#include "runtime/events/event_code.h"
#include "runtime/helpers/plain_clock.h"

namespace sla::codegen {
namespace {

Value* start_event_slot(Frame& frame, Value* slot) {
  return frame.b().CreateStructGEP(plain_clock_type(frame.context()), slot, kStartEvent);
}

// What the helpers need to know of a plain clock's clause, as a constant of the module; made once.
Value* plain_clause(Frame& frame, const plan::Clock& clock) {
  std::string name = "clock." + std::to_string(clock.clause);
  llvm::Module& module = frame.module();
  if (llvm::GlobalVariable* made = module.getGlobalVariable(name, true)) return made;
  llvm::StructType* type = plain_clause_type(frame.context());
  const plan::Tier& target = clock.tiers.front();
  bool of_owner = clock.calendar >= 0 &&
                  frame.plan().calendars[static_cast<std::size_t>(clock.calendar)].zone_of ==
                      plan::ZoneOf::owner;
  auto constant = [](Value* value) { return llvm::cast<llvm::Constant>(value); };
  auto* value = llvm::ConstantStruct::get(
      type, {constant(frame.i32(static_cast<std::uint64_t>(clock.clause))),
             constant(frame.i32(static_cast<std::uint64_t>(target.kind))),
             constant(frame.i64(target.amount)),
             constant(frame.i32(static_cast<std::uint32_t>(clock.calendar))),
             constant(frame.i32(of_owner ? 1 : 0))});
  return new llvm::GlobalVariable(module, type, true, llvm::GlobalValue::PrivateLinkage, value,
                                  name);
}

// Writes a plain clock's row; `end` is an sla_end.
void emit_plain_write(Frame& frame, std::size_t index, Value* last, Value* end) {
  llvm::IRBuilder<>& b = frame.b();
  Value* slot = frame.clock_slot[index];
  Value* cycle = b.CreateLoad(b.getInt32Ty(),
                              b.CreateStructGEP(plain_clock_type(frame.context()), slot, kCycle));
  Value* start = b.CreateLoad(b.getInt64Ty(), start_event_slot(frame, slot));
  frame.call("sla_plain_write",
             {frame.batch, frame.sink, plain_clause(frame, frame.plan().clocks[index]),
              b.CreateTrunc(frame.subject, b.getInt32Ty()), start, cycle, last, end});
}

// Writes the clock's row; `last` is the last event seen.
void emit_write(Frame& frame, std::size_t index, Value* last) {
  const plan::Clock& clock = frame.plan().clocks[index];
  Value* clause = frame.i32(static_cast<std::uint64_t>(clock.clause));
  Value* subject = frame.b().CreateTrunc(frame.subject, frame.b().getInt32Ty());
  Value* slot = frame.clock_slot[index];
  if (Value* gap = frame.gap_slot[index]; gap != nullptr) {
    frame.call("sla_cadence_write", {slot, gap, frame.batch, frame.sink, clause, subject, last});
  } else {
    frame.call("sla_clock_write", {slot, frame.batch, frame.sink, clause, subject, last});
  }
}

// A clock's transition on an event of one code, as straight-line code
// (docs/reference/evaluation.md):
//
//   if open:  stop? -> close, write     excused? -> close, write
//             while fails, until? -> cancel, write     reassigned? -> restart or grace
//             paused while? -> pause or resume
//   else:     trigger, not stopped by the same event, in term, when, while? -> start (or reopen),
//             excused? -> close, write     pause
class ClockEmitter {
 public:
  ClockEmitter(Frame& frame, std::size_t index, std::uint16_t code)
      : frame_(frame),
        b_(frame.b()),
        clock_(frame.plan().clocks[index]),
        plain_(frame.is_plain[index]),
        index_(index),
        slot_(frame.clock_slot[index]),
        gap_(frame.gap_slot[index]),
        count_(frame.count_slot[index]),
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
    emit_excuse();
    emit_cancel();
    emit_reset();
    emit_pause();
    b_.CreateBr(done_);
  }

  // The discharges that this event matches, as bits by their index. `known`: those that every event
  // of this code matches.
  struct Matches {
    bool any = false;  ///< One of them may match.
    std::uint8_t known = 0;
    Value* mask = nullptr;
  };
  Matches matches() {
    Matches result;
    result.mask = b_.getInt8(0);
    for (std::size_t d = 0; d < clock_.discharges.size(); ++d) {
      Doing doing = emit_discharge(frame_, clock_.discharges[d], code_);
      if (!doing.can) continue;
      result.any = true;
      auto bit = static_cast<std::uint8_t>(1u << d);
      if (doing.when == nullptr) result.known |= bit;
      Value* set = b_.getInt8(bit);
      if (doing.when != nullptr) set = b_.CreateSelect(doing.when, set, b_.getInt8(0));
      result.mask = b_.CreateOr(result.mask, set);
    }
    return result;
  }
  Value* any_of(Value* mask) { return b_.CreateICmpNE(mask, b_.getInt8(0)); }
  // i1: these matches are enough to stop a clock that needs one event.
  Value* stops(Value* mask) {
    if (!clock_.all) return any_of(mask);
    auto full = static_cast<std::uint8_t>((1u << clock_.discharges.size()) - 1);
    return b_.CreateICmpEQ(mask, b_.getInt8(full));
  }

  void emit_stop() {
    Matches matched = matches();
    if (!matched.any) return;
    if (count_ != nullptr) {
      emit_count(matched.mask);
      return;
    }
    Value* mask = matched.mask;
    if (clock_.all) {
      Value* remembered = discharged_slot();
      mask = b_.CreateOr(mask, b_.CreateLoad(b_.getInt8Ty(), remembered));
      b_.CreateStore(mask, remembered);
    }
    end_if(stops(mask), SLA_END_DISCHARGED);
  }

  // A cadence: the event counts once, whichever of the things it is. All but the last begin a gap.
  void emit_count(Value* mask) {
    BasicBlock* counted = frame_.block(clock_.name + ".counted");
    BasicBlock* next = frame_.block(clock_.name + ".not_enough");
    b_.CreateCondBr(any_of(mask), counted, next);
    b_.SetInsertPoint(counted);
    Value* count = b_.CreateAdd(b_.CreateLoad(b_.getInt32Ty(), count_), frame_.i32(1));
    b_.CreateStore(count, count_);
    end_if(b_.CreateICmpSGE(count, frame_.i32(static_cast<std::uint64_t>(clock_.needed))),
           SLA_END_DISCHARGED);
    if (gap_ != nullptr) call_with_gap("sla_cadence_next");
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }
  void call_with_gap(const char* helper) {
    frame_.call(helper, {slot_, gap_, frame_.batch, frame_.event,
                         frame_.i32(static_cast<std::uint64_t>(clock_.gap.kind)),
                         frame_.i64(clock_.gap.amount)});
  }
  // What counts at a start, restart or re-entry is only that event.
  void remember_only(Value* mask) {
    if (clock_.all) b_.CreateStore(mask, discharged_slot());
    if (count_ != nullptr) b_.CreateStore(b_.CreateZExt(any_of(mask), b_.getInt32Ty()), count_);
  }

  void emit_excuse() {
    if (clock_.excused_when < 0) return;
    end_if(emit_condition(frame_, clock_.excused_when), SLA_END_EXCUSED);
  }

  void emit_cancel() {
    if (clock_.while_ >= 0) {
      end_if(b_.CreateNot(emit_condition(frame_, clock_.while_)), SLA_END_CANCELLED);
    }
    if (contains(clock_.until, code_)) end_if(b_.getTrue(), SLA_END_CANCELLED);
  }

  void end_if(Value* condition, std::uint32_t end) {
    BasicBlock* ends = frame_.block(clock_.name + ".ends");
    BasicBlock* next = frame_.block(clock_.name + ".goes_on");
    b_.CreateCondBr(condition, ends, next);
    b_.SetInsertPoint(ends);
    bool may_be_excused = end == SLA_END_DISCHARGED && clock_.excused_when >= 0;
    close(may_be_excused ? excused_if_late() : frame_.i32(end));
    if (!plain_ && clock_.reentry != plan::Reentry::resume) write();
    b_.CreateBr(done_);
    b_.SetInsertPoint(next);
  }

  // A discharge that comes too late asks whether a relief applies.
  Value* excused_if_late() {
    BasicBlock* late = frame_.block(clock_.name + ".late");
    BasicBlock* next = frame_.block(clock_.name + ".discharged");
    Value* is_over = over();
    BasicBlock* from = b_.GetInsertBlock();
    b_.CreateCondBr(is_over, late, next);
    b_.SetInsertPoint(late);
    Value* relief = b_.CreateSelect(emit_condition(frame_, clock_.excused_when),
                                    frame_.i32(SLA_END_EXCUSED), frame_.i32(SLA_END_DISCHARGED));
    BasicBlock* asked = b_.GetInsertBlock();
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
    llvm::PHINode* end = b_.CreatePHI(b_.getInt32Ty(), 2);
    end->addIncoming(frame_.i32(SLA_END_DISCHARGED), from);
    end->addIncoming(relief, asked);
    return end;
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
      emit_grace();
    } else {
      emit_restart();
    }
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }

  void emit_grace() {
    Value* t = frame_.event_time;
    Value* grace = frame_.i64(clock_.grace);
    Value* longer = gap_ == nullptr ? frame_.call("sla_clock_grace", {slot_, t, grace})
                                    : frame_.call("sla_cadence_grace", {slot_, gap_, t, grace});
    if (!clock_.marks) return;
    BasicBlock* extended = frame_.block(clock_.name + ".extended");
    BasicBlock* next = frame_.block(clock_.name + ".as_long");
    b_.CreateCondBr(b_.CreateICmpNE(longer, frame_.i32(0)), extended, next);
    b_.SetInsertPoint(extended);
    mark(SLA_MARK_EXTENDED);
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }

  // A breach stays with the owner who made it: that cycle is written and a new one begins.
  void emit_restart() {
    BasicBlock* over_block = frame_.block(clock_.name + ".over");
    BasicBlock* again = frame_.block(clock_.name + ".again");
    Value* is_over = over();
    BasicBlock* from = b_.GetInsertBlock();
    b_.CreateCondBr(is_over, over_block, again);
    b_.SetInsertPoint(over_block);
    close(frame_.i32(SLA_END_RESET));
    write();
    Value* cycle = cycle_slot();
    b_.CreateStore(b_.CreateAdd(b_.CreateLoad(b_.getInt32Ty(), cycle), frame_.i32(1)), cycle);
    BasicBlock* handed_over = b_.GetInsertBlock();
    b_.CreateBr(again);
    b_.SetInsertPoint(again);
    llvm::PHINode* kind = b_.CreatePHI(b_.getInt32Ty(), 2);
    kind->addIncoming(frame_.i32(SLA_MARK_RESTARTED), from);
    kind->addIncoming(frame_.i32(SLA_MARK_STARTED), handed_over);
    begin();
    // The clock starts at this event, so what the event itself discharges is remembered.
    if (clock_.all || count_ != nullptr) remember_only(matches().mask);
    mark(kind);
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
    for_both("sla_clock_pause");
    mark(SLA_MARK_PAUSED);
    b_.CreateBr(next);
    b_.SetInsertPoint(check);
    b_.CreateCondBr(b_.CreateAnd(paused, b_.CreateNot(holds)), resume, next);
    b_.SetInsertPoint(resume);
    for_both("sla_clock_resume");
    mark(SLA_MARK_RESUMED);
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }
  void for_both(const char* helper) {
    frame_.call(helper, {slot_, frame_.event_time});
    if (gap_ != nullptr) frame_.call(helper, {gap_, frame_.event_time});
  }

  void emit_start(Value* phase) {
    Value* triggered = emit_trigger(frame_, clock_.start, code_);
    if (triggered == nullptr) {
      b_.CreateBr(done_);
      return;
    }
    go_on_if(triggered);
    Matches matched = matches();
    bool one_stops = !clock_.all && count_ == nullptr;
    if (one_stops && matched.known != 0) {
      b_.CreateBr(done_);
      return;
    }
    if (matched.any && count_ == nullptr) go_on_if(b_.CreateNot(stops(matched.mask)));
    if (Value* in_term = emit_in_term(frame_)) go_on_if(in_term);
    if (clock_.reentry == plan::Reentry::ignore) {
      go_on_if(b_.CreateICmpEQ(phase, frame_.i32(SLA_NOT_STARTED)));
    }
    if (clock_.when >= 0) go_on_if(emit_condition(frame_, clock_.when));
    if (clock_.while_ >= 0) go_on_if(emit_condition(frame_, clock_.while_));
    attach(phase);
    remember_only(matched.mask);
    emit_excuse();
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
      mark(SLA_MARK_STARTED);
      return;
    }
    BasicBlock* first = frame_.block(clock_.name + ".first");
    BasicBlock* again = frame_.block(clock_.name + ".reopen");
    BasicBlock* next = frame_.block(clock_.name + ".attached");
    b_.CreateCondBr(is_first, first, again);
    b_.SetInsertPoint(first);
    b_.CreateStore(frame_.i32(1), cycle);
    begin();
    mark(SLA_MARK_STARTED);
    b_.CreateBr(next);
    b_.SetInsertPoint(again);
    frame_.call("sla_clock_reopen", {slot_, frame_.event_time});
    if (gap_ != nullptr) call_with_gap("sla_cadence_reopen");
    mark(SLA_MARK_REOPENED);
    b_.CreateBr(next);
    b_.SetInsertPoint(next);
  }

  // Chooses the tier and starts counting at this event.
  void begin() {
    if (plain_) {
      b_.CreateStore(frame_.i32(SLA_RUNNING), slot_);
      b_.CreateStore(frame_.event, start_event_slot(frame_, slot_));
      return;
    }
    ZonedCalendar zoned = emit_calendar(frame_, clock_.calendar);
    Value* group = emit_group(frame_, clock_.group_field);
    if (frame_.state_memory != nullptr && clock_.tiers.size() > kItemsOfPart)
      begin_by_table(zoned.calendar, group);
    else begin_by_tier(zoned.calendar, group);
    if (gap_ != nullptr) {
      start_clock(gap_, zoned.calendar, clock_.gap, 0, frame_.i64(SLA_NO_GROUP));
    }
    if (clock_.marks) {
      b_.CreateStore(b_.CreateTrunc(zoned.zone, b_.getInt32Ty()),
                     b_.CreateStructGEP(clock_type(frame_.context()), slot_, kZone));
    }
  }
  void begin_by_tier(Value* calendar, Value* group) {
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
      start_clock(slot_, calendar, tier, t, group);
      b_.CreateBr(started);
      if (other == nullptr) break;
      b_.SetInsertPoint(other);
    }
    b_.SetInsertPoint(started);
  }
  // Many tiers: each part answers with the tier it chose, or with the first one of the next part.
  void begin_by_table(Value* calendar, Value* group) {
    const std::size_t count = clock_.tiers.size();
    BasicBlock* chosen = frame_.block(clock_.name + ".tier_chosen");
    std::vector<std::pair<Value*, BasicBlock*>> choices;
    for (std::size_t first = 0; first < count; first += kItemsOfPart) {
      const std::size_t end = std::min(count, first + kItemsOfPart);
      Value* tier = emit_part(frame_, frame_.event, frame_.event_time,
                              [&](Frame& part) { return emit_choice(part, first, end); });
      choices.emplace_back(tier, b_.GetInsertBlock());
      if (end == count) b_.CreateBr(chosen);
      else frame_.leave_if(b_.CreateICmpULT(tier, frame_.i32(end)), chosen);
    }
    b_.SetInsertPoint(chosen);
    llvm::PHINode* tier =
        b_.CreatePHI(b_.getInt32Ty(), static_cast<unsigned>(choices.size()), "tier");
    for (const auto& [choice, from] : choices) tier->addIncoming(choice, from);
    Value* entry = b_.CreateInBoundsGEP(tier_type(), tier_table(), {frame_.i32(0), tier});
    auto member = [&](unsigned index, llvm::Type* type) {
      llvm::Type* of_tier = tier_type()->getArrayElementType();
      return b_.CreateLoad(type, b_.CreateStructGEP(of_tier, entry, index));
    };
    frame_.call("sla_clock_start",
                {slot_, frame_.batch, frame_.event, calendar, member(0, b_.getInt32Ty()),
                 member(1, b_.getInt64Ty()), b_.CreateTrunc(tier, b_.getInt16Ty()), group});
  }
  // i32: the tier of [first, end) that applies, or `end`.
  Value* emit_choice(Frame& part, std::size_t first, std::size_t end) {
    llvm::IRBuilder<>& b = part.b();
    BasicBlock* found = part.block("found");
    std::vector<std::pair<std::size_t, BasicBlock*>> choices;
    for (std::size_t t = first; t < end && clock_.tiers[t].predicate >= 0; ++t) {
      Value* applies = emit_condition(part, clock_.tiers[t].predicate);
      choices.emplace_back(t, b.GetInsertBlock());
      part.leave_if(applies, found);
    }
    // The tier that always applies is the last one.
    choices.emplace_back(first + choices.size(), b.GetInsertBlock());
    b.CreateBr(found);
    b.SetInsertPoint(found);
    llvm::PHINode* tier = b.CreatePHI(b.getInt32Ty(), static_cast<unsigned>(choices.size()));
    for (const auto& [t, from] : choices) tier->addIncoming(part.i32(t), from);
    return tier;
  }
  // Kind and amount of each tier, as a constant of the module; made once.
  llvm::ArrayType* tier_type() {
    auto* of_tier = llvm::StructType::get(b_.getInt32Ty(), b_.getInt64Ty());
    return llvm::ArrayType::get(of_tier, clock_.tiers.size());
  }
  llvm::GlobalVariable* tier_table() {
    const std::string name = "tiers." + std::to_string(clock_.clause);
    llvm::Module& module = frame_.module();
    if (llvm::GlobalVariable* made = module.getGlobalVariable(name, true)) return made;
    std::vector<llvm::Constant*> tiers;
    for (const plan::Tier& tier : clock_.tiers) {
      tiers.push_back(llvm::ConstantStruct::getAnon(
          {llvm::cast<llvm::Constant>(frame_.i32(static_cast<std::uint64_t>(tier.kind))),
           llvm::cast<llvm::Constant>(frame_.i64(tier.amount))}));
    }
    return new llvm::GlobalVariable(module, tier_type(), true, llvm::GlobalValue::PrivateLinkage,
                                    llvm::ConstantArray::get(tier_type(), tiers), name);
  }
  void start_clock(Value* slot, Value* calendar, const plan::Tier& span, std::size_t tier,
                   Value* group) {
    frame_.call("sla_clock_start", {slot, frame_.batch, frame_.event, calendar,
                                    frame_.i32(static_cast<std::uint64_t>(span.kind)),
                                    frame_.i64(span.amount), frame_.i16(tier), group});
  }

  // i1: the clock has breached at this event.
  Value* over() {
    Value* t = frame_.event_time;
    if (plain_) {
      Value* start = b_.CreateLoad(b_.getInt64Ty(), start_event_slot(frame_, slot_));
      Value* is_over =
          frame_.call("sla_plain_over", {frame_.batch, plain_clause(frame_, clock_), start, t});
      return b_.CreateICmpNE(is_over, frame_.i32(0));
    }
    Value* is_over = gap_ == nullptr ? frame_.call("sla_clock_over", {slot_, t})
                                     : frame_.call("sla_cadence_over", {slot_, gap_, t});
    return b_.CreateICmpNE(is_over, frame_.i32(0));
  }
  // A plain clock's row is written with it: nothing of how it ended is kept.
  void close(Value* end) {
    if (plain_) {
      emit_plain_write(frame_, index_, frame_.event, end);
      b_.CreateStore(frame_.i32(SLA_CLOSED), slot_);
      return;
    }
    for (Value* slot : {slot_, gap_}) {
      if (slot != nullptr) frame_.call("sla_clock_close", {slot, frame_.batch, frame_.event, end});
    }
    mark(SLA_MARK_STOPPED);
  }
  void write() { emit_write(frame_, index_, frame_.event); }
  void mark(sla_mark_kind kind) { mark(frame_.i32(kind)); }
  void mark(Value* kind) {
    if (!clock_.marks) return;
    frame_.call("sla_write_mark",
                {slot_, frame_.sink, frame_.i32(static_cast<std::uint64_t>(clock_.clause)),
                 b_.CreateTrunc(frame_.subject, b_.getInt32Ty()), frame_.event, kind});
  }
  Value* load_phase() { return b_.CreateLoad(b_.getInt32Ty(), slot_); }
  Value* cycle_slot() { return b_.CreateStructGEP(clock_type(frame_.context()), slot_, kCycle); }
  Value* discharged_slot() {
    return b_.CreateStructGEP(clock_type(frame_.context()), slot_, kDischarged);
  }

  Frame& frame_;
  llvm::IRBuilder<>& b_;
  const plan::Clock& clock_;
  bool plain_;
  std::size_t index_;
  Value *slot_, *gap_, *count_;  ///< The latter two are null for all but cadences.
  std::uint16_t code_;
  BasicBlock* done_ = nullptr;
};

// But for whether somebody asks about it.
bool is_plain(const plan::Plan& plan, const plan::Clock& clock) {
  bool of_lead =
      clock.calendar >= 0 &&
      plan.calendars[static_cast<std::size_t>(clock.calendar)].zone_of == plan::ZoneOf::lead;
  return !of_lead && clock.tiers.size() == 1 && clock.group_field < 0 && clock.needed == 1 &&
         !clock.has_gap && !clock.all && !clock.marks && clock.paused_while < 0 &&
         clock.reassignment == plan::Reassignment::carry_on &&
         clock.reentry != plan::Reentry::resume;
}

}  // namespace

std::vector<bool> plain_clocks(const plan::Plan& plan) {
  std::unordered_set<int> asked;
  for (const plan::Predicate& predicate : plan.predicates) {
    for (const plan::Instruction& step : predicate.code) {
      if (step.op == plan::Op::clause_is) asked.insert(step.index);
    }
  }
  std::vector<bool> result;
  result.reserve(plan.clocks.size());
  for (const plan::Clock& clock : plan.clocks)
    result.push_back(is_plain(plan, clock) && !asked.contains(clock.clause));
  return result;
}

bool concerns(const plan::Clock& clock, std::uint16_t code) {
  if (clock.paused_while >= 0 || clock.while_ >= 0 || clock.excused_when >= 0) return true;
  if (contains(clock.start.codes, code) || contains(clock.until, code)) return true;
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
  if (frame.is_plain[index]) {
    emit_plain_write(frame, index, last, frame.i32(SLA_END_OPEN));
  } else {
    emit_write(frame, index, last);
  }
  b.CreateBr(next);
  b.SetInsertPoint(next);
}

}  // namespace sla::codegen
