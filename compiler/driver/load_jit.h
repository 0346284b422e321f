#pragma once

#include <expected>
#include <string>

#include "compiler/jit/jit.h"

namespace sla::driver {

/// Loads the code generation library (and with it LLVM) on first use; thread-safe, kept for the
/// life of the process. Looked for in $SLA_JIT, beside the program, and in ../lib from it.
std::expected<const jit::Provider*, std::string> load_jit();

}  // namespace sla::driver
