#include "compiler/codegen/state.h"

#include "compiler/codegen/layout.h"

namespace sla::codegen {
namespace {

// Asks `make(type, name)` for each member's place, in the order of the struct: large alignments
// first, so that nothing is padded but the end.
template <class Make>
Slots place(const plan::Plan& plan, llvm::LLVMContext& context, Make make) {
  llvm::Type* i8 = llvm::Type::getInt8Ty(context);
  llvm::Type* i32 = llvm::Type::getInt32Ty(context);
  llvm::Type* i64 = llvm::Type::getInt64Ty(context);
  llvm::StructType* clock_struct = clock_type(context);
  std::vector<bool> used = plan::used_fields(plan);
  Slots slots;
  slots.state = make(i64, "state");
  slots.previous_state = make(i64, "previous_state");
  slots.hold = make(i64, "hold");
  for (const plan::Clock& clock : plan.clocks) {
    slots.clock_slot.push_back(make(clock_struct, clock.name));
    slots.gap_slot.push_back(clock.has_gap ? make(clock_struct, clock.name + ".gap") : nullptr);
  }
  slots.value_slot.resize(used.size());
  for (std::size_t field = 0; field < used.size(); ++field) {
    if (used[field]) slots.value_slot[field] = make(i64, plan.fields[field].name);
  }
  for (std::size_t r = 0; r < plan::recorded_fields(plan).size(); ++r) {
    slots.recorded_slot.push_back(make(i64, "recorded"));
  }
  for (const plan::Prohibition& prohibition : plan.prohibitions) {
    slots.answer_slot.push_back(make(i64, prohibition.name + ".answer"));
  }
  for (const plan::Conversion& conversion : plan.conversions) {
    slots.cohort_slot.push_back(make(cohort_type(context), conversion.name));
  }
  slots.fault = make(i32, "fault");
  for (const plan::Clock& clock : plan.clocks) {
    slots.count_slot.push_back(clock.needed > 1 ? make(i32, clock.name + ".count") : nullptr);
  }
  for (const plan::Prohibition& prohibition : plan.prohibitions) {
    slots.judged_slot.push_back(make(i32, prohibition.name + ".judged"));
  }
  slots.known_slot.resize(used.size());
  for (std::size_t field = 0; field < used.size(); ++field) {
    if (used[field]) slots.known_slot[field] = make(i8, plan.fields[field].name + ".known");
  }
  return slots;
}

}  // namespace

llvm::StructType* state_type(const plan::Plan& plan, llvm::Module& module) {
  constexpr const char* kName = "sla.state";
  llvm::LLVMContext& context = module.getContext();
  if (llvm::StructType* made = llvm::StructType::getTypeByName(context, kName)) return made;
  std::vector<llvm::Type*> members;
  place(plan, context, [&](llvm::Type* type, const std::string&) -> Value* {
    members.push_back(type);
    return nullptr;
  });
  return llvm::StructType::create(context, members, kName);
}

std::uint64_t state_size(const plan::Plan& plan, llvm::Module& module) {
  return module.getDataLayout().getTypeAllocSize(state_type(plan, module));
}

void place_on_stack(Frame& frame) {
  static_cast<Slots&>(frame) =
      place(frame.plan(), frame.context(), [&](llvm::Type* type, const std::string& name) {
        return frame.b().CreateAlloca(type, nullptr, name);
      });
}

void place_in_memory(Frame& frame, Value* state) {
  llvm::StructType* type = state_type(frame.plan(), frame.module());
  unsigned member = 0;
  static_cast<Slots&>(frame) =
      place(frame.plan(), frame.context(), [&](llvm::Type*, const std::string& name) {
        return frame.b().CreateStructGEP(type, state, member++, name);
      });
}

void emit_reset(Frame& frame) {
  llvm::IRBuilder<>& b = frame.b();
  b.CreateStore(frame.i64(kNoState), frame.state);
  b.CreateStore(frame.i64(kNoState), frame.previous_state);
  b.CreateStore(frame.i64(0), frame.hold);
  b.CreateStore(frame.i32(0), frame.fault);
  for (std::size_t field = 0; field < frame.value_slot.size(); ++field) {
    if (frame.value_slot[field] == nullptr) continue;
    b.CreateStore(frame.i64(0), frame.value_slot[field]);
    b.CreateStore(b.getInt8(0), frame.known_slot[field]);
  }
  // Nothing but the phase of a clock is read before it starts.
  for (Value* clock : frame.clock_slot) b.CreateStore(frame.i32(0), clock);
  for (Value* slot : frame.recorded_slot) b.CreateStore(frame.i64(-1), slot);
  for (Value* slot : frame.judged_slot) b.CreateStore(frame.i32(0), slot);
  for (Value* slot : frame.answer_slot) b.CreateStore(frame.i64(0), slot);
  for (Value* cohort : frame.cohort_slot) frame.call("sla_cohort_clear", {cohort});
}

}  // namespace sla::codegen
