#include "compiler/codegen/helpers.h"

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Support/MemoryBuffer.h>

#include "compiler/codegen/parts.h"
#include "runtime/helpers/cohort.h"
#include "runtime/helpers/plain_clock.h"

extern "C" const char sla_helpers64_bitcode[];
extern "C" const char sla_helpers64_bitcode_end[];
extern "C" const char sla_helpers32_bitcode[];
extern "C" const char sla_helpers32_bitcode_end[];

namespace sla::codegen {
namespace {

// A plan with more clauses than this calls what a smaller one inlines.
constexpr std::size_t kClausesInlined = 2;

bool is_out_of_line(llvm::StringRef name, bool inlines) {
  for (const NativeHelper& helper : native_helpers()) {
    if (name == helper.name) return helper.is_rare || !inlines;
  }
  return false;
}

// The helpers know how large a pointer is: their offsets into structs are numbers.
llvm::StringRef bitcode_for(const llvm::DataLayout& layout) {
  return layout.getPointerSize() == 4
             ? llvm::StringRef(
                   sla_helpers32_bitcode,
                   static_cast<std::size_t>(sla_helpers32_bitcode_end - sla_helpers32_bitcode))
             : llvm::StringRef(
                   sla_helpers64_bitcode,
                   static_cast<std::size_t>(sla_helpers64_bitcode_end - sla_helpers64_bitcode));
}

}  // namespace

std::span<const NativeHelper> native_helpers() {
  static const NativeHelper kHelpers[] = {
#define SLA_RARE(name) {#name, reinterpret_cast<void*>(&name), true},
#define SLA_OFTEN(name) {#name, reinterpret_cast<void*>(&name), false},
#include "compiler/codegen/out_of_line.def"
#undef SLA_RARE
#undef SLA_OFTEN
  };
  return kHelpers;
}

std::expected<std::unique_ptr<llvm::Module>, std::string> load_helpers(
    llvm::LLVMContext& context, const llvm::DataLayout& layout, const std::string& triple,
    const plan::Plan& plan) {
  auto parsed =
      llvm::getLazyBitcodeModule(llvm::MemoryBufferRef(bitcode_for(layout), "helpers"), context);
  if (!parsed) return std::unexpected(llvm::toString(parsed.takeError()));
  std::unique_ptr<llvm::Module> module = std::move(*parsed);
  module->setSourceFileName("runtime/helpers");
  module->setDataLayout(layout);
  module->setTargetTriple(triple);
  const bool inlines = is_small(plan, kClausesInlined);
  for (llvm::Function& function : *module) {
    if (function.isDeclaration()) continue;
    function.setLinkage(llvm::GlobalValue::InternalLinkage);
    // The helpers take the machine that the module is compiled for, not the one clang assumed.
    function.removeFnAttr("target-cpu");
    function.removeFnAttr("target-features");
    function.removeFnAttr("tune-cpu");
    function.removeFnAttr(llvm::Attribute::NoInline);
    if (is_out_of_line(function.getName(), inlines)) function.addFnAttr(llvm::Attribute::NoInline);
    else if (function.getName().starts_with("sla_"))
      function.addFnAttr(llvm::Attribute::AlwaysInline);
  }
  return module;
}

std::expected<void, std::string> link_used_helpers(llvm::Module& module, Helpers helpers) {
  if (helpers == Helpers::of_process) {
    for (llvm::Function& function : module) {
      if (!function.isMaterializable() || !function.hasFnAttribute(llvm::Attribute::NoInline) ||
          !function.getName().starts_with("sla_"))
        continue;
      function.setIsMaterializable(false);
      function.setDSOLocal(false);  // It may be farther away than a relative call reaches.
      function.setLinkage(llvm::GlobalValue::ExternalLinkage);
    }
  }
  // A body that is read may call another helper: until nothing is called that is not there.
  for (bool is_complete = false; !is_complete;) {
    is_complete = true;
    for (llvm::Function& function : module) {
      if (!function.isMaterializable() || function.use_empty()) continue;
      if (llvm::Error error = function.materialize()) {
        return std::unexpected(llvm::toString(std::move(error)));
      }
      is_complete = false;
    }
  }
  for (llvm::Function& function : llvm::make_early_inc_range(module)) {
    bool is_unused = function.isDeclaration() && function.use_empty();
    if (function.isMaterializable() || is_unused) function.eraseFromParent();
  }
  if (llvm::Error error = module.materializeAll()) {
    return std::unexpected(llvm::toString(std::move(error)));
  }
  return {};
}

}  // namespace sla::codegen
