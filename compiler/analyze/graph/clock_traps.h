#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

namespace sla::analyze {

/// SLA2131: a clock that no event starts: each that could is already the end, or its guard fails
/// there. SLA2132: one that is paused from the start on, and never runs. SLA2133: a pause that can
/// never be in effect. As far as states and permitted moves decide it.
void clock_traps(const Subject& subject, std::vector<diagnose::Finding>& findings);

/// SLA2134: a clock that nothing can stop from where it starts, so that it can only be breached or
/// cancelled; also a conversion that no member of its cohort can make.
void unreachable_discharges(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
