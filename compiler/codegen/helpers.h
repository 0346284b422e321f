#pragma once

#include <expected>
#include <memory>
#include <string>

#include <llvm/IR/Module.h>

namespace sla::codegen {

/// A fresh module that holds every runtime helper, all internal, for the given layout and triple;
/// the small ones are marked to be inlined, the writing of results to be called.
std::expected<std::unique_ptr<llvm::Module>, std::string> load_helpers(
    llvm::LLVMContext& context, const llvm::DataLayout& layout, const std::string& triple);

}  // namespace sla::codegen
