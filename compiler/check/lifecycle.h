#pragma once

#include "compiler/check/context.h"

namespace sla::check {

/// Names, owners and titles of the states, so that expressions can speak of them. After the header.
void declare_states(Context& context);

/// Requirements and moves. After the fields and defines.
void check_lifecycle(Context& context);

}  // namespace sla::check
