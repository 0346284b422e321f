#pragma once

#include "compiler/codegen/frame.h"

namespace sla::codegen {

/// Loads what the frame's function reads of its batch; `Frame::batch` is set.
void emit_hoisted(Frame& frame);

/// Everything that one event does to the subject: `Frame::event` and `event_time` are set. Goes on
/// in `next`.
void emit_event(Frame& frame, BasicBlock* next);

}  // namespace sla::codegen
