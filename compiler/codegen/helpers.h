#pragma once

#include <expected>
#include <memory>
#include <span>
#include <string>

#include <llvm/IR/Module.h>

#include "compiler/plan/plan.h"

namespace sla::codegen {

/// A fresh module that holds every runtime helper, all internal, for the given layout and triple;
/// the small ones are marked to be inlined, the writing of results to be called. Their bodies are
/// read by `link_used_helpers`.
std::expected<std::unique_ptr<llvm::Module>, std::string> load_helpers(
    llvm::LLVMContext& context, const llvm::DataLayout& layout, const std::string& triple,
    const plan::Plan& plan);

/// A helper that is called and not inlined, and where it is in this process.
struct NativeHelper {
  const char* name;
  void* address;
  bool is_rare;  ///< Called by plans of any size.
};
std::span<const NativeHelper> native_helpers();

/// Where the helpers that are not inlined come from.
enum class Helpers {
  in_module,   ///< Their bodies are part of it: the module refers to nothing outside itself.
  of_process,  ///< They are declared, and the native ones of this process serve (runtime/helpers).
};

/// Reads the bodies of the helpers that the module's code calls, directly or not, and drops the
/// others.
std::expected<void, std::string> link_used_helpers(llvm::Module& module, Helpers helpers);

}  // namespace sla::codegen
