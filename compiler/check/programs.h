#pragma once

#include "compiler/check/context.h"

namespace sla::check {

/// Badges, leaderboards and prizes. After the clauses, whose outcomes and points they are about.
void check_programs(Context& context);

}  // namespace sla::check
