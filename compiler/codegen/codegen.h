#pragma once

#include <expected>
#include <memory>
#include <string>

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/codegen/helpers.h"
#include "compiler/plan/plan.h"

namespace sla::codegen {

/// One policy as an LLVM module, and the context it lives in (destroyed last). The module exports
/// the entry points of runtime/kernel/kernel.h, and the size of their state:
///   void sla_evaluate(const sla_batch*, uint64_t first, uint64_t last, sla_sink*)
///   void sla_begin(void* state)
///   void sla_step(void* state, const sla_batch*, uint64_t subject, uint64_t first, uint64_t last,
///                 sla_sink*)
///   void sla_finish(void* state, const sla_batch*, uint64_t subject, uint64_t end, sla_sink*)
///   const uint32_t sla_state_size
/// Where the plan does not work stepwise the three in the middle are missing and the size is 0.
/// Everything else in it is internal. Unless it is asked to share the helpers of this process it
/// refers to nothing outside itself, so it can be emitted and loaded anywhere.
struct Unit {
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
};

inline constexpr const char* kEvaluate = "sla_evaluate";
inline constexpr const char* kBegin = "sla_begin";
inline constexpr const char* kStep = "sla_step";
inline constexpr const char* kFinish = "sla_finish";
inline constexpr const char* kStateSize = "sla_state_size";

/// True when the plan's clauses can be judged event by event. Conversions cannot: their rows are
/// changed in place until the subject is over.
bool works_stepwise(const plan::Plan& plan);

/// Machine-independent code of a plan that verifies, for the target machine's layout. `readable`
/// keeps value names for people. An error is a bug of ours and carries the IR.
std::expected<Unit, std::string> generate(const plan::Plan& plan, llvm::TargetMachine& machine,
                                          bool readable = false,
                                          Helpers helpers = Helpers::in_module);

/// The pass pipeline, as text that `opt -passes=` takes. Inlining the helpers is what pays; heavier
/// levels were measured to buy nothing here.
inline constexpr const char* kPipeline =
    "cgscc(inline),function(sroa,early-cse,instcombine<no-verify-fixpoint>,simplifycfg),globaldce";

/// Runs the pipeline over the module.
std::expected<void, std::string> optimize(Unit& unit, llvm::TargetMachine& machine);

}  // namespace sla::codegen
