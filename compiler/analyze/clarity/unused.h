#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

namespace sla::analyze {

/// SLA2204: a definition that nothing is said with.
void unused_definitions(const Subject& subject, std::vector<diagnose::Finding>& findings);

/// SLA2205: a state that no source gives and no move, clause, condition or test speaks of. Nothing
/// of a record without a source.
void unused_states(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
