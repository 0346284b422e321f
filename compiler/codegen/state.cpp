#include "compiler/codegen/state.h"

#include <algorithm>

#include <llvm/Support/MathExtras.h>

#include "compiler/codegen/layout.h"
#include "runtime/helpers/plain_clock.h"

namespace sla::codegen {
namespace {

using plan::Op;

bool uses(const plan::Plan& plan, std::initializer_list<Op> ops) {
  return std::ranges::any_of(plan.predicates, [&](const plan::Predicate& predicate) {
    return std::ranges::any_of(predicate.code, [&](const plan::Instruction& step) {
      return std::ranges::find(ops, step.op) != ops.end();
    });
  });
}

bool asks_states(const plan::Trigger& trigger) {
  return trigger.in_states != 0 || trigger.left_states != 0;
}
bool asks_states(const std::vector<plan::Discharge>& things) {
  return std::ranges::any_of(things, [](const auto& thing) { return thing.left_states != 0; });
}

// What a subject's later events may ask of its earlier ones.
bool reads_state(const plan::Plan& plan) {
  auto any = [](const auto& items, auto asks) { return std::ranges::any_of(items, asks); };
  return plan.has_moves || !plan.requirements.empty() ||
         uses(plan, {Op::in_states, Op::was_in_states}) ||
         any(plan.clocks,
             [](const auto& c) { return asks_states(c.start) || asks_states(c.discharges); }) ||
         any(plan.counters, [](const auto& c) { return asks_states(c.counted); }) ||
         any(plan.prohibitions, [](const auto& p) { return asks_states(p.forbidden); }) ||
         any(plan.conversions, [](const auto& c) { return asks_states(c.entering); });
}
bool reads_hold(const plan::Plan& plan) { return uses(plan, {Op::on_hold}); }
// Long predicates ask for it where they are cut; what is summed may not be known.
bool asks_faults(const plan::Plan& plan) {
  return std::ranges::any_of(plan.predicates,
                             [](const plan::Predicate& predicate) {
                               return plan::can_fault(predicate) ||
                                      predicate.code.size() >= kStepsOfBlock;
                             }) ||
         std::ranges::any_of(plan.counters, [](const auto& c) { return c.sum_field >= 0; });
}

/// How long a part of the state lives.
enum class Life {
  subject,  ///< As long as the subject.
  event,    ///< No longer than an event, or nobody reads it.
  plain,    ///< A plain clock.
};

// Asks `make(type, name, life)` for each part's place, in the order of the struct: large alignments
// first, so that nothing is padded but the end.
template <class Make>
Slots place(const plan::Plan& plan, llvm::LLVMContext& context, Make make) {
  llvm::Type* i8 = llvm::Type::getInt8Ty(context);
  llvm::Type* i32 = llvm::Type::getInt32Ty(context);
  llvm::Type* i64 = llvm::Type::getInt64Ty(context);
  llvm::StructType* clock_struct = clock_type(context);
  std::vector<bool> used = plan::used_fields(plan);
  auto kept_if = [](bool read) { return read ? Life::subject : Life::event; };
  Slots slots;
  const std::vector<bool> plain = plain_clocks(plan);
  for (std::size_t c = 0; c < plan.clocks.size(); ++c) {
    slots.clock_slot.push_back(plain[c] ? nullptr
                                        : make(clock_struct, plan.clocks[c].name, Life::subject));
  }
  for (const plan::Clock& clock : plan.clocks) {
    slots.gap_slot.push_back(clock.has_gap ? make(clock_struct, clock.name + ".gap", Life::subject)
                                           : nullptr);
  }
  slots.value_slot.resize(used.size());
  for (std::size_t field = 0; field < used.size(); ++field) {
    if (used[field]) slots.value_slot[field] = make(i64, plan.fields[field].name, Life::subject);
  }
  for (std::size_t r = 0; r < plan::recorded_fields(plan).size(); ++r) {
    slots.recorded_slot.push_back(make(i64, "recorded", Life::subject));
  }
  for (const plan::Conversion& conversion : plan.conversions) {
    slots.cohort_slot.push_back(make(cohort_type(context), conversion.name, Life::subject));
  }
  // One after the other: they are kept and recalled as an array.
  for (std::size_t c = 0; c < plan.clocks.size(); ++c) {
    const plan::Clock& clock = plan.clocks[c];
    if (plain[c]) slots.clock_slot[c] = make(plain_clock_type(context), clock.name, Life::plain);
  }
  for (const plan::Clock& clock : plan.clocks) {
    slots.count_slot.push_back(clock.needed > 1 ? make(i32, clock.name + ".count", Life::subject)
                                                : nullptr);
  }
  for (const plan::Prohibition& prohibition : plan.prohibitions) {
    slots.judged_slot.push_back(make(i32, prohibition.name + ".judged", Life::subject));
  }
  for (const plan::Prohibition& prohibition : plan.prohibitions) {
    slots.answer_slot.push_back(make(i8, prohibition.name + ".answer", Life::subject));
  }
  slots.known_slot.resize(used.size());
  for (std::size_t field = 0; field < used.size(); ++field) {
    if (used[field])
      slots.known_slot[field] = make(i8, plan.fields[field].name + ".known", Life::subject);
  }
  slots.state = make(i8, "state", kept_if(reads_state(plan)));
  slots.hold = make(i8, "hold", kept_if(reads_hold(plan)));
  slots.fault = make(i8, "fault", kept_if(asks_faults(plan)));
  slots.previous_state = make(i8, "previous_state", Life::event);
  return slots;
}

// The first of the kept plain clocks.
Value* kept_clocks(Frame& frame, Value* state) {
  unsigned member = 0;
  bool found = false;
  place(frame.plan(), frame.context(), [&](llvm::Type*, const std::string&, Life life) -> Value* {
    found = found || life == Life::plain;
    if (!found && life == Life::subject) ++member;
    return nullptr;
  });
  return frame.b().CreateStructGEP(state_type(frame.plan(), frame.module()), state, member);
}

Value* plain_clock(Frame& frame, Value* plain_clocks, unsigned index) {
  return frame.b().CreateConstInBoundsGEP2_32(plain_clocks_type(frame.plan(), frame.context()),
                                              plain_clocks, 0, index);
}

}  // namespace

llvm::StructType* state_type(const plan::Plan& plan, llvm::Module& module) {
  constexpr const char* kName = "sla.state";
  llvm::LLVMContext& context = module.getContext();
  if (llvm::StructType* made = llvm::StructType::getTypeByName(context, kName)) return made;
  std::vector<llvm::Type*> members;
  place(plan, context, [&](llvm::Type* type, const std::string&, Life life) -> Value* {
    if (life == Life::subject) members.push_back(type);
    if (life == Life::plain) members.push_back(llvm::Type::getInt32Ty(context));
    return nullptr;
  });
  // A state is never empty: size 0 says that there is none.
  if (members.empty()) members.push_back(llvm::Type::getInt64Ty(context));
  return llvm::StructType::create(context, members, kName);
}

std::uint64_t state_size(const plan::Plan& plan, llvm::Module& module) {
  return llvm::alignTo(module.getDataLayout().getTypeAllocSize(state_type(plan, module)), 8);
}

bool has_plain_clocks(const plan::Plan& plan) {
  return std::ranges::count(plain_clocks(plan), true) > 0;
}

llvm::ArrayType* plain_clocks_type(const plan::Plan& plan, llvm::LLVMContext& context) {
  auto count = std::ranges::count(plain_clocks(plan), true);
  return llvm::ArrayType::get(plain_clock_type(context), static_cast<std::uint64_t>(count));
}

void place_on_stack(Frame& frame) {
  static_cast<Slots&>(frame) =
      place(frame.plan(), frame.context(), [&](llvm::Type* type, const std::string& name, Life) {
        return frame.b().CreateAlloca(type, nullptr, name);
      });
}

void place_in_memory(Frame& frame, Value* state, Value* plain_clocks) {
  llvm::StructType* struct_type = state_type(frame.plan(), frame.module());
  unsigned member = 0, plain = 0;
  static_cast<Slots&>(frame) =
      place(frame.plan(), frame.context(),
            [&](llvm::Type* type, const std::string& name, Life life) -> Value* {
              if (life == Life::event) {
                Value* slot = frame.b().CreateAlloca(type, nullptr, name);
                frame.b().CreateStore(llvm::Constant::getNullValue(type), slot);
                return slot;
              }
              unsigned at = member++;
              if (life == Life::plain) return plain_clock(frame, plain_clocks, plain++);
              return frame.b().CreateStructGEP(struct_type, state, at, name);
            });
  frame.state_memory = state;
  frame.plain_memory = plain_clocks;
}

void emit_recall(Frame& frame, Value* state, Value* plain_clocks) {
  std::uint64_t count = plain_clocks_type(frame.plan(), frame.context())->getNumElements();
  frame.call("sla_plain_recall", {plain_clocks, kept_clocks(frame, state),
                                  frame.b().getInt64(count), frame.subject_begin});
}

void emit_keep(Frame& frame, Value* state, Value* plain_clocks) {
  std::uint64_t count = plain_clocks_type(frame.plan(), frame.context())->getNumElements();
  frame.call("sla_plain_keep", {plain_clocks, kept_clocks(frame, state), frame.b().getInt64(count),
                                frame.subject_begin});
}

void emit_reset(Frame& frame) {
  llvm::IRBuilder<>& b = frame.b();
  b.CreateStore(b.getInt8(kNoState), frame.state);
  b.CreateStore(b.getInt8(kNoState), frame.previous_state);
  b.CreateStore(b.getInt8(0), frame.hold);
  b.CreateStore(b.getInt8(0), frame.fault);
  for (std::size_t field = 0; field < frame.value_slot.size(); ++field) {
    if (frame.value_slot[field] == nullptr) continue;
    b.CreateStore(frame.i64(0), frame.value_slot[field]);
    b.CreateStore(b.getInt8(0), frame.known_slot[field]);
  }
  // Nothing but the phase of a clock is read before it starts.
  for (Value* clock : frame.clock_slot) {
    if (clock != nullptr) b.CreateStore(frame.i32(SLA_NOT_STARTED), clock);
  }
  for (Value* slot : frame.recorded_slot) b.CreateStore(frame.i64(-1), slot);
  for (Value* slot : frame.judged_slot) b.CreateStore(frame.i32(0), slot);
  for (Value* slot : frame.answer_slot) b.CreateStore(b.getInt8(0), slot);
  for (Value* cohort : frame.cohort_slot) frame.call("sla_cohort_clear", {cohort});
}

}  // namespace sla::codegen
