#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

namespace sla::analyze {

/// SLA2201: a clause with more lines that take something out of it than people remember.
void exceptions(const Subject& subject, std::vector<diagnose::Finding>& findings);

/// SLA2202: a clause with more tiers than people remember.
void tiers(const Subject& subject, std::vector<diagnose::Finding>& findings);

/// SLA2203: an agreement with more clauses than people read.
void length(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
