#include "compiler/jit/jit.h"

#include <mutex>

#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/codegen/codegen.h"
#include "compiler/jit/machine.h"
#include "runtime/kernel/batch.h"

namespace sla::jit {

std::expected<llvm::orc::JITTargetMachineBuilder, std::string> host() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
  auto builder = take(llvm::orc::JITTargetMachineBuilder::detectHost());
  if (builder) builder->setCodeGenOptLevel(llvm::CodeGenOptLevel::Default);
  return builder;
}

namespace {

class LoadedCode final : public Evaluator {
 public:
  LoadedCode(std::unique_ptr<llvm::orc::LLJIT> jit, const kernel::Kernel& kernel,
             const plan::Plan& plan)
      : jit_(std::move(jit)), kernel_(kernel), zone_(plan.zone) {
    for (const plan::Period& period : plan.periods) {
      static_assert(static_cast<int>(plan::PeriodUnit::year) ==
                    static_cast<int>(verdicts::PeriodUnit::year));
      periods_.push_back({static_cast<verdicts::PeriodUnit>(period.unit), period.first_month});
    }
  }

  std::expected<verdicts::Outcome, std::string> evaluate(const verdicts::Inputs& inputs,
                                                         parallel::Pool& pool) const override {
    const kernel::Batch batch(inputs, periods_, zone_, &pool);
    return kernel::evaluate(kernel_.evaluate, batch, pool);
  }
  kernel::Kernel kernel() const override { return kernel_; }

 private:
  std::unique_ptr<llvm::orc::LLJIT> jit_;
  kernel::Kernel kernel_;
  std::vector<verdicts::PeriodShape> periods_;
  std::string zone_;
};

std::expected<codegen::Unit, std::string> build(const plan::Plan& plan,
                                                llvm::TargetMachine& machine, bool readable,
                                                bool optimized) {
  auto unit = codegen::generate(plan, machine, readable);
  if (!unit || !optimized) return unit;
  if (auto done = codegen::optimize(*unit, machine); !done) return std::unexpected(done.error());
  return unit;
}

// Process symbols stay out of reach: generated code refers to nothing outside itself. Without them
// LLJIT needs the inactive platform, or it refuses to start.
std::expected<std::unique_ptr<llvm::orc::LLJIT>, std::string> make_jit(
    const llvm::orc::JITTargetMachineBuilder& machine) {
  return take(llvm::orc::LLJITBuilder()
                  .setJITTargetMachineBuilder(machine)
                  .setLinkProcessSymbolsByDefault(false)
                  .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
                  .create());
}

template <class Function>
std::expected<void, std::string> look_up(llvm::orc::LLJIT& jit, const char* name, Function& found) {
  auto address = take(jit.lookup(name));
  if (!address) return std::unexpected(address.error());
  found = address->toPtr<Function>();
  return {};
}

std::expected<kernel::Kernel, std::string> entry_points(llvm::orc::LLJIT& jit, bool stepwise) {
  kernel::Kernel kernel;
  const std::uint32_t* size = nullptr;
  auto found = look_up(jit, codegen::kEvaluate, kernel.evaluate);
  if (found) found = look_up(jit, codegen::kStateSize, size);
  if (found && stepwise) found = look_up(jit, codegen::kBegin, kernel.begin);
  if (found && stepwise) found = look_up(jit, codegen::kStep, kernel.step);
  if (found && stepwise) found = look_up(jit, codegen::kFinish, kernel.finish);
  if (!found) return std::unexpected(found.error());
  kernel.state_size = *size;
  return kernel;
}

std::expected<std::unique_ptr<Evaluator>, std::string> compile(const plan::Plan& plan) {
  auto builder = host();
  if (!builder) return std::unexpected(builder.error());
  auto machine = take(builder->createTargetMachine());
  if (!machine) return std::unexpected(machine.error());
  auto unit = build(plan, **machine, /*readable=*/false, /*optimized=*/true);
  if (!unit) return std::unexpected(unit.error());
  auto jit = make_jit(*builder);
  if (!jit) return std::unexpected(jit.error());
  std::string reported;
  (*jit)->getExecutionSession().setErrorReporter(
      [&](llvm::Error error) { reported += llvm::toString(std::move(error)) + "; "; });
  llvm::orc::ThreadSafeModule module(std::move(unit->module), std::move(unit->context));
  if (llvm::Error error = (*jit)->addIRModule(std::move(module))) {
    return std::unexpected(llvm::toString(std::move(error)));
  }
  auto kernel = entry_points(**jit, codegen::works_stepwise(plan));
  if (!kernel) return std::unexpected(reported + kernel.error());
  (*jit)->getExecutionSession().setErrorReporter(
      [](llvm::Error error) { llvm::consumeError(std::move(error)); });
  return std::make_unique<LoadedCode>(std::move(*jit), *kernel, plan);
}

std::expected<std::string, std::string> emit(const plan::Plan& plan, Emit what) {
  auto builder = host();
  if (!builder) return std::unexpected(builder.error());
  auto machine = take(builder->createTargetMachine());
  if (!machine) return std::unexpected(machine.error());
  auto unit = build(plan, **machine, /*readable=*/true, what != Emit::llvm);
  if (!unit) return std::unexpected(unit.error());
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (what != Emit::assembly) {
    unit->module->print(stream, nullptr);
    return text;
  }
  llvm::SmallString<0> assembly;
  llvm::raw_svector_ostream assembly_stream(assembly);
  llvm::legacy::PassManager passes;
  if ((*machine)->addPassesToEmitFile(passes, assembly_stream, nullptr,
                                      llvm::CodeGenFileType::AssemblyFile)) {
    return std::unexpected("this machine has no assembly printer");
  }
  passes.run(*unit->module);
  return std::string(assembly.str());
}

constexpr Provider kProvider = {&compile, &emit};

}  // namespace
}  // namespace sla::jit

extern "C" const sla::jit::Provider* sla_jit_provider() { return &sla::jit::kProvider; }
