#include "compiler/emit/objects.h"

#include <memory>
#include <mutex>

#include <fmt/format.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Target/TargetOptions.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/Triple.h>

#include "compiler/codegen/codegen.h"
#include "runtime/kernel/image.h"

namespace sla::emit {
namespace {

using Machine = std::unique_ptr<llvm::TargetMachine>;

void initialize() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargets();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmPrinters();
  });
}

/// The oldest CPU of a kind that Linux distributions still support, so that what is built here runs
/// elsewhere.
const char* cpu_of(const llvm::Triple& triple) {
  return triple.getArch() == llvm::Triple::x86_64 ? "x86-64" : "generic";
}

std::expected<Machine, std::string> machine_for(const Request& request) {
  initialize();
  const bool is_module = request.output == Output::wasm_module;
  const std::string wanted = is_module ? "wasm32-unknown-unknown" : request.target;
  const llvm::Triple triple(
      llvm::Triple::normalize(wanted.empty() ? llvm::sys::getDefaultTargetTriple() : wanted));
  if (!is_module &&
      (!triple.isOSBinFormatELF() || !triple.isArch64Bit() || !triple.isLittleEndian())) {
    return std::unexpected(
        fmt::format("there are no policy libraries for `{}`: the target must be 64-bit, "
                    "little-endian and use ELF, such as x86_64-linux-gnu or aarch64-linux-gnu",
                    wanted));
  }
  std::string error;
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple.str(), error);
  if (target == nullptr) return std::unexpected(error);
  llvm::TargetOptions options;
  options.AllowFPOpFusion = llvm::FPOpFusion::Strict;
  Machine machine(target->createTargetMachine(triple.str(), cpu_of(triple), "", options,
                                              is_module ? llvm::Reloc::Static : llvm::Reloc::PIC_,
                                              std::nullopt, llvm::CodeGenOptLevel::Default));
  if (machine == nullptr) return std::unexpected("no code can be made for " + triple.str());
  return machine;
}

std::expected<std::string, std::string> to_object(llvm::Module& module,
                                                  llvm::TargetMachine& machine) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, stream, nullptr, llvm::CodeGenFileType::ObjectFile))
    return std::unexpected("no object files can be written for " + machine.getTargetTriple().str());
  passes.run(module);
  return std::string(bytes.begin(), bytes.end());
}

/// How the entry points of one record are called, so that policies in one program do not meet.
std::string name_of(const Request& request, std::size_t record, const char* entry) {
  return fmt::format("{}.{}.{}", request.symbol, record, entry);
}

constexpr const char* kEntries[] = {"sla_evaluate", "sla_begin", "sla_step", "sla_finish"};

// WebAssembly checks the types of functions where they are linked and called.
llvm::FunctionType* entry_type(llvm::LLVMContext& context, std::size_t entry) {
  llvm::Type* p = llvm::PointerType::getUnqual(context);
  llvm::Type* i64 = llvm::Type::getInt64Ty(context);
  const std::vector<llvm::Type*> parameters[] = {
      {p, i64, i64, p}, {p}, {p, p, i64, i64, i64, p}, {p, p, i64, i64, p}};
  static_assert(std::size(parameters) == std::size(kEntries));
  return llvm::FunctionType::get(llvm::Type::getVoidTy(context), parameters[entry], false);
}

/// What of one record's kernel is there.
struct Entries {
  bool is_there[4] = {};
  std::uint32_t state_size = 0;
};

// LLVM may turn loops into calls of these; a policy library refers to nothing outside itself. They
// are written out byte by byte: only rare, large copies call them.
void define_memory_functions(llvm::Module& module) {
  for (const char* name : {"memcpy", "memmove", "memset"}) {
    llvm::Function* declared = module.getFunction(name);
    const bool sets = std::string_view(name) == "memset";
    auto& context = module.getContext();
    llvm::Type* pointer = llvm::PointerType::getUnqual(context);
    llvm::Type* size = module.getDataLayout().getIntPtrType(context);
    llvm::Type* second = sets ? llvm::Type::getInt32Ty(context) : pointer;
    auto* type = llvm::FunctionType::get(pointer, {pointer, second, size}, false);
    if (declared != nullptr && declared->getFunctionType() != type) continue;
    llvm::Function* function =
        declared != nullptr
            ? declared
            : llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, name, module);
    function->setLinkage(llvm::GlobalValue::WeakAnyLinkage);
    function->setVisibility(llvm::GlobalValue::HiddenVisibility);
    function->addFnAttr(llvm::Attribute::NoBuiltin);
    function->addFnAttr("no-builtins");
    llvm::IRBuilder<> b(llvm::BasicBlock::Create(context, "entry", function));
    llvm::Value* to = function->getArg(0);
    llvm::Value* from = function->getArg(1);
    llvm::Value* count = function->getArg(2);
    auto* loop = llvm::BasicBlock::Create(context, "loop", function);
    auto* body = llvm::BasicBlock::Create(context, "body", function);
    auto* done = llvm::BasicBlock::Create(context, "done", function);
    llvm::Value* zero = llvm::ConstantInt::get(size, 0);
    llvm::Value* one = llvm::ConstantInt::get(size, 1);
    // memmove goes backwards where the target begins inside the source.
    llvm::Value* backwards = b.getFalse();
    if (!sets) {
      backwards = b.CreateICmpULT(
          b.CreateSub(b.CreatePtrToInt(to, size), b.CreatePtrToInt(from, size)), count);
    }
    llvm::BasicBlock* entry = b.GetInsertBlock();
    b.CreateBr(loop);
    b.SetInsertPoint(loop);
    llvm::PHINode* index = b.CreatePHI(size, 2);
    index->addIncoming(zero, entry);
    b.CreateCondBr(b.CreateICmpULT(index, count), body, done);
    b.SetInsertPoint(body);
    llvm::Value* mirrored = b.CreateSub(b.CreateSub(count, one), index);
    llvm::Value* place = b.CreateSelect(backwards, mirrored, index);
    llvm::Value* value = sets
                             ? b.CreateTrunc(from, b.getInt8Ty())
                             : b.CreateLoad(b.getInt8Ty(), b.CreateGEP(b.getInt8Ty(), from, place));
    b.CreateStore(value, b.CreateGEP(b.getInt8Ty(), to, place));
    index->addIncoming(b.CreateAdd(index, one), body);
    b.CreateBr(loop);
    b.SetInsertPoint(done);
    b.CreateRet(to);
  }
}

std::expected<std::string, std::string> kernel_object(const Request& request, std::size_t record,
                                                      llvm::TargetMachine& machine,
                                                      Entries& entries) {
  auto unit = codegen::generate(request.plans[record], machine);
  if (!unit) return std::unexpected(unit.error());
  if (auto done = codegen::optimize(*unit, machine); !done) return std::unexpected(done.error());
  llvm::Module& module = *unit->module;
  module.setPICLevel(llvm::PICLevel::BigPIC);
  for (std::size_t e = 0; e < std::size(kEntries); ++e) {
    llvm::Function* function = module.getFunction(kEntries[e]);
    if (function == nullptr || function->isDeclaration()) continue;
    entries.is_there[e] = true;
    function->setName(name_of(request, record, kEntries[e]));
    function->setVisibility(llvm::GlobalValue::HiddenVisibility);
  }
  if (!entries.is_there[0]) return std::unexpected("the generated code has no entry point");
  if (llvm::GlobalVariable* size = module.getGlobalVariable("sla_state_size")) {
    const auto* value = llvm::dyn_cast<llvm::ConstantInt>(size->getInitializer());
    entries.state_size = value == nullptr ? 0 : static_cast<std::uint32_t>(value->getZExtValue());
    size->setLinkage(llvm::GlobalValue::InternalLinkage);
  }
  return to_object(module, machine);
}

/// The image, its kernels by name, and the bytes of the policy.
std::expected<std::string, std::string> image_object(const Request& request,
                                                     llvm::TargetMachine& machine,
                                                     const std::vector<Entries>& kernels) {
  llvm::LLVMContext context;
  llvm::Module module("image", context);
  module.setDataLayout(machine.createDataLayout());
  module.setTargetTriple(machine.getTargetTriple().str());
  module.setPICLevel(llvm::PICLevel::BigPIC);
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  llvm::Type* i32 = llvm::Type::getInt32Ty(context);
  llvm::Type* i64 = llvm::Type::getInt64Ty(context);
  const auto constant = [&](llvm::Constant* value, const char* name) {
    return new llvm::GlobalVariable(module, value->getType(), true,
                                    llvm::GlobalValue::PrivateLinkage, value, name);
  };
  const auto number = [&](llvm::Type* type, std::uint64_t value) {
    return llvm::ConstantInt::get(type, value);
  };
  auto* kernel_type = llvm::StructType::get(pointer, i32, pointer, pointer, pointer);
  std::vector<llvm::Constant*> table;
  for (std::size_t k = 0; k < kernels.size(); ++k) {
    llvm::Constant* entries[4];
    for (std::size_t e = 0; e < 4; ++e) {
      entries[e] = llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(context));
      if (!kernels[k].is_there[e]) continue;
      auto* type = entry_type(context, e);
      auto* function = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage,
                                              name_of(request, k, kEntries[e]), module);
      function->setVisibility(llvm::GlobalValue::HiddenVisibility);
      entries[e] = function;
    }
    table.push_back(llvm::ConstantStruct::get(kernel_type, entries[0],
                                              number(i32, kernels[k].state_size), entries[1],
                                              entries[2], entries[3]));
  }
  auto* kernel_array =
      llvm::ConstantArray::get(llvm::ArrayType::get(kernel_type, table.size()), table);
  auto* bytes = llvm::ConstantDataArray::getString(context, request.policy, /*AddNull=*/false);
  auto* triple = llvm::ConstantDataArray::getString(context, machine.getTargetTriple().str());
  auto* image_type = llvm::StructType::get(i32, i32, pointer, i64, pointer, i32, i32, pointer);
  auto* image = llvm::ConstantStruct::get(
      image_type, number(i32, sla_image::kMark), number(i32, sla_image::kFormat),
      constant(bytes, "policy"), number(i64, request.policy.size()),
      constant(kernel_array, "kernels"), number(i32, kernels.size()), number(i32, 0),
      constant(triple, "target"));
  const bool is_library = request.output == Output::shared_library;
  const bool is_module = request.output == Output::wasm_module;
  new llvm::GlobalVariable(module, image_type, true, llvm::GlobalValue::ExternalLinkage, image,
                           is_library || is_module ? SLA_IMAGE_SYMBOL : request.symbol);
  if (is_module) {
    auto* zones = llvm::ConstantDataArray::getString(context, request.zones, /*AddNull=*/false);
    for (const auto& [value, name] :
         {std::pair<llvm::Constant*, const char*>(zones, "sla_zone_bundle"),
          {number(i32, request.zones.size()), "sla_zone_bundle_size"}}) {
      new llvm::GlobalVariable(module, value->getType(), true, llvm::GlobalValue::ExternalLinkage,
                               value, name);
    }
  }
  if (is_library) define_memory_functions(module);
  return to_object(module, machine);
}

}  // namespace

std::expected<std::vector<std::string>, std::string> objects(const Request& request) {
  auto machine = machine_for(request);
  if (!machine) return std::unexpected(machine.error());
  std::vector<std::string> made;
  std::vector<Entries> kernels(request.plans.size());
  for (std::size_t r = 0; r < request.plans.size(); ++r) {
    auto object = kernel_object(request, r, **machine, kernels[r]);
    if (!object) return std::unexpected(object.error());
    made.push_back(std::move(*object));
  }
  auto image = image_object(request, **machine, kernels);
  if (!image) return std::unexpected(image.error());
  made.push_back(std::move(*image));
  return made;
}

}  // namespace sla::emit
