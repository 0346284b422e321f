#pragma once

#include <cstddef>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "compiler/codegen/frame.h"

namespace sla::codegen {

/// How many clauses, or tiers of one, share a function. What LLVM does with a function grows faster
/// than its size: a policy of any size is made of functions of about this one.
inline constexpr std::size_t kItemsOfPart = 32;

/// True when the plan has no more clauses than this, and none of them is much by itself: such a
/// plan is worth one function with everything inlined.
bool is_small(const plan::Plan& plan, std::size_t clauses);

/// Emits what `body` does into a function of its own and calls it. `body` is given that function's
/// frame, whose event is `event` and whose instant is `time`; what it returns, an i32 of 0 or more
/// (null: 0), is the result. A fault in it is one in the caller. The caller's state is in memory.
Value* emit_part(Frame& caller, Value* event, Value* time, llvm::function_ref<Value*(Frame&)> body);

/// `emit(frame, item, event)` for each of 0 … count - 1: in the frame itself where they are few or
/// its state is not in memory, and in parts otherwise.
void emit_in_parts(Frame& frame, std::size_t count, Value* event, Value* time,
                   llvm::function_ref<void(Frame&, std::size_t, Value*)> emit);

}  // namespace sla::codegen
