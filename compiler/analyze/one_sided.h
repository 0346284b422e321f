#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

namespace sla::analyze {

/// SLA2209: a party that promises nothing while the other does.
void one_sided(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
