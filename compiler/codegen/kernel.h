#pragma once

#include <llvm/IR/Module.h>

#include "compiler/plan/plan.h"

namespace sla::codegen {

/// Adds the evaluator of the plan to a module that already holds the helpers:
///
///   for each subject in [first, last):
///     no state, no hold, no field known, no clock started
///     for each of its events up to as_of:
///       decide the memberships whose window ended before it, where a condition has a say
///       apply the fields that the policy reads
///       switch (code):  one straight block per event code: hold or state, lifecycle checks,
///                       then only the clauses that this code concerns, in the plan's order
///     write the clocks and memberships that are still open
///     a fault leaves the subject: its rows, hits and marks are taken back, the fault is written
///
/// and the same cut into begin, step and finish over a state in memory.
void emit_kernel(const plan::Plan& plan, llvm::Module& module);

}  // namespace sla::codegen
