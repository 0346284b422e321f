#include "compiler/codegen/helpers.h"

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/Support/MemoryBuffer.h>

extern "C" const char sla_helpers64_bitcode[];
extern "C" const char sla_helpers64_bitcode_end[];
extern "C" const char sla_helpers32_bitcode[];
extern "C" const char sla_helpers32_bitcode_end[];

namespace sla::codegen {
namespace {

// Calls that are rare and large: inlining them at every transition only makes compiling slow.
bool is_out_of_line(llvm::StringRef name) {
  return name == "sla_clock_write" || name == "sla_cadence_write" || name == "sla_clock_due" ||
         name == "sla_clock_breach" || name.starts_with("sla_write_") ||
         name == "sla_cohort_join" || name == "sla_cohort_next_ended" ||
         name == "sla_cohort_miss" || name == "sla_cohort_reach" || name == "sla_cohort_finish" ||
         name == "sla_cohort_enters" || name == "sla_calendar_add_days" ||
         name == "sla_calendar_end_of_day";
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

std::expected<std::unique_ptr<llvm::Module>, std::string> load_helpers(
    llvm::LLVMContext& context, const llvm::DataLayout& layout, const std::string& triple) {
  auto parsed =
      llvm::parseBitcodeFile(llvm::MemoryBufferRef(bitcode_for(layout), "helpers"), context);
  if (!parsed) return std::unexpected(llvm::toString(parsed.takeError()));
  std::unique_ptr<llvm::Module> module = std::move(*parsed);
  llvm::StripDebugInfo(*module);
  module->setSourceFileName("runtime/helpers");
  module->setDataLayout(layout);
  module->setTargetTriple(triple);
  for (llvm::Function& function : *module) {
    if (function.isDeclaration()) continue;
    function.setLinkage(llvm::GlobalValue::InternalLinkage);
    // The helpers take the machine that the module is compiled for, not the one clang assumed.
    function.removeFnAttr("target-cpu");
    function.removeFnAttr("target-features");
    function.removeFnAttr("tune-cpu");
    function.removeFnAttr(llvm::Attribute::NoInline);
    if (is_out_of_line(function.getName())) function.addFnAttr(llvm::Attribute::NoInline);
    else if (function.getName().starts_with("sla_"))
      function.addFnAttr(llvm::Attribute::AlwaysInline);
  }
  return module;
}

}  // namespace sla::codegen
