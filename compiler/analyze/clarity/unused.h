#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

namespace sla::analyze {

/// SLA2204: a definition that nothing is said with.
void unused_definitions(const Subject& subject, std::vector<diagnose::Finding>& findings);

/// SLA2205: a state that no move, clause, condition, source or test speaks of.
void unused_states(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
