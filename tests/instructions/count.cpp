// Runs the generated code of a number of clauses over a small fixed history, and lets callgrind
// count nothing but that. The code is that of a built policy for any x86-64, helpers included, so
// that the count depends neither on this machine nor on how this program was compiled.

#include <cstdlib>

#include <fmt/format.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/Support/TargetSelect.h>
#include <valgrind/callgrind.h>

#include "bench/workload.h"
#include "compiler/codegen/codegen.h"
#include "compiler/driver/compile.h"
#include "runtime/kernel/batch.h"
#include "runtime/kernel/kernel.h"

namespace sla {
namespace {

constexpr std::uint32_t kLeads = 2000;

std::unique_ptr<llvm::orc::LLJIT> load(const plan::Plan& plan) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  llvm::orc::JITTargetMachineBuilder any(llvm::Triple("x86_64-pc-linux-gnu"));
  any.setCPU("x86-64");
  auto machine = llvm::cantFail(any.createTargetMachine());
  auto unit = codegen::generate(plan, *machine);
  if (!unit || !codegen::optimize(*unit, *machine)) std::abort();
  auto jit = llvm::cantFail(llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(any).create());
  llvm::cantFail(jit->addIRModule({std::move(unit->module), std::move(unit->context)}));
  return jit;
}

int run(int count) {
  const agreement::Agreement agreement = bench::deadline_clauses(count);
  const auto workload = bench::make_workload(agreement, kLeads);
  const auto jit = load(driver::lower(agreement));
  const auto evaluate =
      llvm::cantFail(jit->lookup(codegen::kEvaluate)).toPtr<kernel::EvaluateFunction>();
  const kernel::Batch batch(workload->inputs);
  kernel::Sink sink;
  evaluate(batch.view(), 0, batch.subjects(), &sink);  // Its buffers have their size now.
  sink.clear();
  CALLGRIND_START_INSTRUMENTATION;
  evaluate(batch.view(), 0, batch.subjects(), &sink);
  CALLGRIND_STOP_INSTRUMENTATION;
  fmt::print("{} events {} rows\n", workload->log.size(), sink.rows.size);
  return sink.rows.size > 0 ? 0 : 1;
}

}  // namespace
}  // namespace sla

int main(int argc, char** argv) { return argc == 2 ? sla::run(std::atoi(argv[1])) : 2; }
