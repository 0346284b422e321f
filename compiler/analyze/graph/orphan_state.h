#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

namespace sla::analyze {

/// SLA2108: a state that is not final, in which a lead can lie for ever without anybody owing
/// anything.
void orphan_states(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
