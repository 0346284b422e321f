#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

namespace sla::analyze {

/// SLA2206, SLA2207, SLA2208, when asked for what is a matter of taste: the clauses without a
/// title, those whose every single obligation has to be met, and those from whose verdict nothing
/// follows; one note each for the whole agreement.
void bare_clauses(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
