#include "compiler/codegen/codegen.h"

#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/codegen/helpers.h"
#include "compiler/codegen/kernel.h"

namespace sla::codegen {

bool works_stepwise(const plan::Plan& plan) { return plan.conversions.empty(); }

std::expected<Unit, std::string> generate(const plan::Plan& plan, llvm::TargetMachine& machine,
                                          bool readable, Helpers helpers) {
  if (std::string wrong = plan::verify(plan); !wrong.empty()) {
    return std::unexpected("the plan does not hold together: " + wrong);
  }
  Unit unit;
  unit.context = std::make_unique<llvm::LLVMContext>();
  unit.context->setDiscardValueNames(!readable);
  auto loaded = load_helpers(*unit.context, machine.createDataLayout(),
                             machine.getTargetTriple().str(), plan);
  if (!loaded) return std::unexpected(loaded.error());
  unit.module = std::move(*loaded);
  unit.module->setModuleIdentifier(plan.title);
  emit_kernel(plan, *unit.module);
  if (auto linked = link_used_helpers(*unit.module, helpers); !linked) {
    return std::unexpected(linked.error());
  }
  std::string problems;
  llvm::raw_string_ostream stream(problems);
  if (llvm::verifyModule(*unit.module, &stream)) {
    unit.module->print(stream, nullptr);
    return std::unexpected("generated code is malformed: " + problems);
  }
  return unit;
}

std::expected<void, std::string> optimize(Unit& unit, llvm::TargetMachine& machine) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager call_graph;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(call_graph);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, call_graph, modules);
  llvm::ModulePassManager passes;
  if (llvm::Error error = builder.parsePassPipeline(passes, kPipeline)) {
    return std::unexpected(llvm::toString(std::move(error)));
  }
  passes.run(*unit.module, modules);
  return {};
}

}  // namespace sla::codegen
