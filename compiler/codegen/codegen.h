#pragma once

#include <expected>
#include <memory>
#include <string>

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/plan/plan.h"

namespace sla::codegen {

/// One policy as an LLVM module, and the context it lives in (destroyed last). The module exports
///   void sla_evaluate(const sla_batch*, uint64_t first, uint64_t last, sla_sink*)
/// which evaluates the subjects [first, last) of a batch (runtime/helpers/batch.h); everything else
/// in it is internal. It refers to nothing outside itself, so it can be cached, emitted and loaded
/// anywhere.
struct Unit {
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
};

inline constexpr const char* kEntryPoint = "sla_evaluate";

/// Machine-independent code of a plan that verifies, for the target machine's layout. `readable`
/// keeps value names for people. An error is a bug of ours and carries the IR.
std::expected<Unit, std::string> generate(const plan::Plan& plan, llvm::TargetMachine& machine,
                                          bool readable = false);

/// The pass pipeline, as text that `opt -passes=` takes. Inlining the helpers is what pays; heavier
/// levels were measured to buy nothing here.
inline constexpr const char* kPipeline =
    "cgscc(inline),function(sroa,early-cse,instcombine<no-verify-fixpoint>,simplifycfg),globaldce";

/// Runs the pipeline over the module.
std::expected<void, std::string> optimize(Unit& unit, llvm::TargetMachine& machine);

}  // namespace sla::codegen
