#pragma once

#include <expected>
#include <string>

#include "compiler/solve/solve.h"

namespace sla::driver {

/// Loads the solver (and with it Z3) on first use; thread-safe, kept for the life of the process.
/// Looked for in $SLA_SOLVE, beside the program, and in ../lib from it.
std::expected<const solve::Provider*, std::string> load_solve();

}  // namespace sla::driver
