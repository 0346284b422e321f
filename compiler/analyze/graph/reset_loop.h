#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

namespace sla::analyze {

/// SLA2107: a lead that goes round in a circle of permitted moves, in which a clock begins anew
/// each time, what it asks for is never done, and no clause is breached.
void reset_loops(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
