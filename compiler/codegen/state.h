#pragma once

#include <cstdint>

#include "compiler/codegen/frame.h"

namespace sla::codegen {

/// The state of one subject as a struct in memory. Its size is a multiple of 8.
llvm::StructType* state_type(const plan::Plan& plan, llvm::Module& module);

/// Its size in bytes.
std::uint64_t state_size(const plan::Plan& plan, llvm::Module& module);

/// Gives the frame a stack slot for each member, so that it can become a register. The builder
/// stands in the entry block.
void place_on_stack(Frame& frame);
/// Lets the frame work on the members of a state in memory.
void place_in_memory(Frame& frame, Value* state);

/// The state before the first event.
void emit_reset(Frame& frame);

}  // namespace sla::codegen
