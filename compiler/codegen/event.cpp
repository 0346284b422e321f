#include "compiler/codegen/event.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "compiler/codegen/layout.h"
#include "compiler/codegen/parts.h"
#include "runtime/events/event_code.h"
#include "runtime/helpers/batch.h"

namespace sla::codegen {
namespace {

// Values of verdicts::ViolationKind.
enum { kMove = 0, kRequirement = 1 };

// A clause of any kind.
struct Clause {
  enum class Kind : std::uint8_t { clock, counter, prohibition, conversion } kind;
  std::size_t index;

  bool is_concerned(const plan::Plan& plan, std::uint16_t code) const {
    switch (kind) {
      case Kind::clock: return concerns(plan.clocks[index], code);
      case Kind::counter: return contains(plan.counters[index].counted.codes, code);
      case Kind::prohibition: return concerns(plan.prohibitions[index], code);
      case Kind::conversion: return concerns(plan.conversions[index], code);
    }
    llvm_unreachable("every kind is handled");
  }
  void emit(Frame& frame, std::uint16_t code) const {
    switch (kind) {
      case Kind::clock: return emit_clock(frame, index, code);
      case Kind::counter: return emit_counter(frame, frame.plan().counters[index], code);
      case Kind::prohibition: return emit_prohibition(frame, index, code);
      case Kind::conversion: return emit_conversion(frame, index, code);
    }
  }
};

// The clauses of a plan in its order.
class Clauses {
 public:
  explicit Clauses(const plan::Plan& plan) : plan_(plan) {
    std::unordered_map<int, Clause> by_number;
    auto add = [&](const auto& items, Clause::Kind kind) {
      for (std::size_t i = 0; i < items.size(); ++i)
        by_number.try_emplace(items[i].clause, Clause{kind, i});
    };
    add(plan.clocks, Clause::Kind::clock);
    add(plan.counters, Clause::Kind::counter);
    add(plan.prohibitions, Clause::Kind::prohibition);
    add(plan.conversions, Clause::Kind::conversion);
    for (int clause : plan.order) {
      if (auto found = by_number.find(clause); found != by_number.end())
        in_order_.push_back(found->second);
    }
  }

  std::vector<Clause> concerned(std::uint16_t code) const {
    std::vector<Clause> result;
    std::ranges::copy_if(in_order_, std::back_inserter(result),
                         [&](const Clause& clause) { return clause.is_concerned(plan_, code); });
    return result;
  }

 private:
  const plan::Plan& plan_;
  std::vector<Clause> in_order_;
};

class EventEmitter {
 public:
  EventEmitter(Frame& frame, BasicBlock* next)
      : plan_(frame.plan()), f_(frame), b_(frame.b()), next_(next), clauses_(plan_) {}

  void emit_event() {
    for (std::size_t field = 0; field < f_.value_slot.size(); ++field) {
      if (f_.value_slot[field] != nullptr) apply_field(field);
    }
    emit_recorded(f_);
    Value* code = f_.element(b_.getInt16Ty(), f_.code, f_.event, "code");
    llvm::SwitchInst* jump = b_.CreateSwitch(code, next_, static_cast<unsigned>(plan_.code_count));
    for (int c = 0; c < plan_.code_count; ++c) {
      auto event_code = static_cast<std::uint16_t>(c);
      const std::vector<Clause> concerned = clauses_.concerned(event_code);
      if (concerned.empty() && !is_lifecycle(event_code)) continue;
      BasicBlock* block = f_.block("code." + llvm::Twine(c));
      jump->addCase(b_.getInt16(event_code), block);
      b_.SetInsertPoint(block);
      emit_code(event_code, concerned);
      b_.CreateBr(next_);
    }
  }

 private:
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

  bool is_lifecycle(std::uint16_t code) const {
    return is_state(code) || code == events::kHeld || code == events::kResumed;
  }

  void emit_code(std::uint16_t code, const std::vector<Clause>& concerned) {
    if (code == events::kHeld || code == events::kResumed) {
      b_.CreateStore(b_.getInt8(code == events::kHeld ? 1 : 0), f_.hold);
    }
    f_.asking = f_.event_time;
    f_.entering = false;  // A requirement is asked before the state changes.
    if (is_state(code)) enter(code - events::kFirstState);
    f_.entering = is_state(code);
    emit_in_parts(
        f_, concerned.size(), f_.event, f_.event_time,
        [&](Frame& frame, std::size_t clause, Value*) { concerned[clause].emit(frame, code); });
  }

  void enter(int state) {
    Value* from = f_.state_now();
    b_.CreateStore(b_.CreateTrunc(from, b_.getInt8Ty()), f_.previous_state);
    if (plan_.has_moves) check_move(from, state);
    // The requirement looks at the fields of this event and at the state the lead comes from.
    for (const plan::Requirement& requirement : plan_.requirements) {
      if (requirement.state == state) check_requirement(requirement, from);
    }
    b_.CreateStore(b_.getInt8(static_cast<std::uint8_t>(state)), f_.state);
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
  Frame& f_;
  llvm::IRBuilder<>& b_;
  BasicBlock* next_;
  Clauses clauses_;
};

}  // namespace

void emit_hoisted(Frame& frame) {
  llvm::IRBuilder<>& b = frame.b();
  auto member = [&](unsigned index, llvm::Type* type, const llvm::Twine& name) {
    return b.CreateLoad(type, b.CreateStructGEP(batch_type(frame.context()), frame.batch, index),
                        name);
  };
  llvm::Type* p = b.getPtrTy();
  frame.subject_begins = member(kSubjectBegin, p, "subject_begin");
  frame.time = member(kTime, p, "time");
  frame.code = member(kCode, p, "code");
  frame.owner = member(kOwner, p, "owner");
  frame.owner_now = member(kOwnerNow, p, "owner_now");
  frame.calendars = member(kCalendars, p, "calendars");
  frame.zone_now = member(kZoneNow, p, "zone_now");
  frame.text_zone = member(kTextZone, p, "text_zone");
  frame.as_of = member(kAsOf, b.getInt64Ty(), "as_of");
  frame.actor = member(kActor, p, "actor");
  frame.actor_party = member(kActorParty, p, "actor_party");
  frame.periods = member(kPeriods, p, "periods");
  Value* columns = member(kFields, p, "fields");
  std::vector<bool> used = plan::used_fields(frame.plan());
  frame.field_value.resize(used.size());
  frame.field_set.resize(used.size());
  for (std::size_t field = 0; field < used.size(); ++field) {
    if (!used[field]) continue;
    Value* column =
        b.CreateConstInBoundsGEP1_64(field_column_type(frame.context()), columns, field);
    const std::string& name = frame.plan().fields[field].name;
    frame.field_value[field] = b.CreateLoad(
        p, b.CreateStructGEP(field_column_type(frame.context()), column, 0), name + ".value");
    frame.field_set[field] = b.CreateLoad(
        p, b.CreateStructGEP(field_column_type(frame.context()), column, 1), name + ".set");
  }
}

void emit_event(Frame& frame, BasicBlock* next) { EventEmitter(frame, next).emit_event(); }

}  // namespace sla::codegen
