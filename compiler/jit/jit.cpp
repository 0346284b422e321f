#include "compiler/jit/jit.h"

#include <mutex>
#include <optional>

#include <llvm/Config/llvm-config.h>
#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/codegen/codegen.h"
#include "compiler/jit/machine.h"
#include "compiler/jit/object_cache.h"
#include "compiler/plan/print.h"
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
                                                bool optimized, codegen::Helpers helpers) {
  auto unit = codegen::generate(plan, machine, readable, helpers);
  if (!unit || !optimized) return unit;
  if (auto done = codegen::optimize(*unit, machine); !done) return std::unexpected(done.error());
  return unit;
}

// Of the process only the helpers are within reach. Without the others LLJIT needs the inactive
// platform, or it refuses to start.
std::expected<std::unique_ptr<llvm::orc::LLJIT>, std::string> make_jit(
    const llvm::orc::JITTargetMachineBuilder& machine) {
  return take(llvm::orc::LLJITBuilder()
                  .setJITTargetMachineBuilder(machine)
                  .setLinkProcessSymbolsByDefault(false)
                  .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
                  .create());
}

llvm::Error define_helpers(llvm::orc::LLJIT& jit) {
  llvm::orc::SymbolMap symbols;
  for (const codegen::NativeHelper& helper : codegen::native_helpers()) {
    symbols[jit.mangleAndIntern(helper.name)] = {
        llvm::orc::ExecutorAddr::fromPtr(helper.address),
        llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
  }
  return jit.getMainJITDylib().define(llvm::orc::absoluteSymbols(std::move(symbols)));
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

using Object = std::unique_ptr<llvm::MemoryBuffer>;

std::expected<Object, std::string> make_object(const plan::Plan& plan,
                                               const llvm::orc::JITTargetMachineBuilder& builder) {
  llvm::orc::JITTargetMachineBuilder of_host = builder;
  auto machine = take(of_host.createTargetMachine());
  if (!machine) return std::unexpected(machine.error());
  auto unit =
      build(plan, **machine, /*readable=*/false, /*optimized=*/true, codegen::Helpers::of_process);
  if (!unit) return std::unexpected(unit.error());
  return take(llvm::orc::SimpleCompiler(**machine)(*unit->module));
}

// Everything that the machine code depends on.
std::string key_of(const plan::Plan& plan, const llvm::orc::JITTargetMachineBuilder& machine) {
  return cache_key({plan::print(plan), build_identity(), LLVM_VERSION_STRING,
                    machine.getTargetTriple().str(), machine.getCPU(),
                    machine.getFeatures().getString()});
}

std::expected<std::unique_ptr<Evaluator>, std::string> load(
    const plan::Plan& plan, const llvm::orc::JITTargetMachineBuilder& machine, Object object) {
  auto jit = make_jit(machine);
  if (!jit) return std::unexpected(jit.error());
  std::string reported;
  (*jit)->getExecutionSession().setErrorReporter(
      [&](llvm::Error error) { reported += llvm::toString(std::move(error)) + "; "; });
  llvm::Error added = define_helpers(**jit);
  if (!added) added = (*jit)->addObjectFile(std::move(object));
  if (added) return std::unexpected(llvm::toString(std::move(added)));
  auto kernel = entry_points(**jit, codegen::works_stepwise(plan));
  if (!kernel) return std::unexpected(reported + kernel.error());
  (*jit)->getExecutionSession().setErrorReporter(
      [](llvm::Error error) { llvm::consumeError(std::move(error)); });
  return std::make_unique<LoadedCode>(std::move(*jit), *kernel, plan);
}

std::expected<std::unique_ptr<Evaluator>, std::string> compile(const plan::Plan& plan) {
  auto machine = host();
  if (!machine) return std::unexpected(machine.error());
  // A build without an identity cannot tell its objects from those of another.
  std::optional<ObjectCache> cache = ObjectCache::of_environment();
  if (build_identity().empty()) cache.reset();
  const std::string key = cache ? key_of(plan, *machine) : "";
  if (cache) {
    if (const auto object = cache->load(key)) {
      auto loaded = load(plan, *machine, llvm::MemoryBuffer::getMemBufferCopy(*object));
      if (loaded) return loaded;
    }
  }
  auto object = make_object(plan, *machine);
  if (!object) return std::unexpected(object.error());
  const llvm::StringRef code = (*object)->getBuffer();
  // Where it cannot be kept the next start compiles again: nothing to tell.
  if (cache) (void)cache->store(key, {code.data(), code.size()});
  return load(plan, *machine, std::move(*object));
}

std::expected<std::string, std::string> emit(const plan::Plan& plan, Emit what) {
  auto builder = host();
  if (!builder) return std::unexpected(builder.error());
  auto machine = take(builder->createTargetMachine());
  if (!machine) return std::unexpected(machine.error());
  auto unit =
      build(plan, **machine, /*readable=*/true, what != Emit::llvm, codegen::Helpers::in_module);
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
