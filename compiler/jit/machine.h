#pragma once

#include <expected>
#include <memory>
#include <string>

#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/Target/TargetMachine.h>

namespace sla::jit {

/// LLVM set up for the machine that this process runs on; initialises LLVM on first use,
/// thread-safe.
std::expected<llvm::orc::JITTargetMachineBuilder, std::string> host();

/// An LLVM error in words, taken once at the edge.
template <class T>
std::expected<T, std::string> take(llvm::Expected<T> value) {
  if (!value) return std::unexpected(llvm::toString(value.takeError()));
  return std::move(*value);
}

}  // namespace sla::jit
