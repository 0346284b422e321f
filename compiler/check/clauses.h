#pragma once

#include "compiler/check/context.h"

namespace sla::check {

/// Every clause: its party, its kind, and the kind's own parts. Last of the passes but sources.
void check_clauses(Context& context);

}  // namespace sla::check
