#pragma once

#include <cstdint>

#include "compiler/codegen/frame.h"

namespace sla::codegen {

/// The state of one subject between two steps, as a struct in memory: what the plan's clauses read
/// and nothing else. A plain clock takes 32 bits of it.
llvm::StructType* state_type(const plan::Plan& plan, llvm::Module& module);
/// Its size in bytes, a multiple of 8.
std::uint64_t state_size(const plan::Plan& plan, llvm::Module& module);

/// While a subject is gone through its plain clocks stand beside the state, unpacked.
llvm::ArrayType* plain_clocks_type(const plan::Plan& plan, llvm::LLVMContext& context);
bool has_plain_clocks(const plan::Plan& plan);

/// Gives the frame a stack slot for each part of a state, so that it can become a register. The
/// builder stands in the entry block.
void place_on_stack(Frame& frame);
/// Lets the frame work on a state in memory and on the plain clocks beside it.
void place_in_memory(Frame& frame, Value* state, Value* plain_clocks);

/// The state before the first event.
void emit_reset(Frame& frame);
/// The plain clocks out of a state in memory, and back into it. Only for subjects of no more than
/// SLA_PLAIN_EVENTS events.
void emit_recall(Frame& frame, Value* state, Value* plain_clocks);
void emit_keep(Frame& frame, Value* state, Value* plain_clocks);

}  // namespace sla::codegen
