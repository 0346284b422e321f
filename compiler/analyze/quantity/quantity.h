#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

/// Checks that need arithmetic or logic over definitions. Each looks at every record of the
/// agreement, says nothing without a solver, and nothing that the solver could not decide.
namespace sla::analyze {

/// SLA2110: quotas, rates and limits of the same subjects that cannot all hold in one period.
void conflicting_quantities(const Subject& subject, std::vector<diagnose::Finding>& findings);

/// SLA2109: definitions that are meant to share leads out among the parties and leave some to
/// nobody. SLA2113: definitions that give one lead to two parties.
void divided_ownership(const Subject& subject, std::vector<diagnose::Finding>& findings);

/// SLA2135: conditions that hold for everything. SLA2136: exceptions that leave nothing of the
/// rule. SLA2137: conditions that can never hold. SLA2006: tiers that earlier ones leave nobody
/// for.
void guards(const Subject& subject, std::vector<diagnose::Finding>& findings);

/// SLA2112: a percentage that is rewarded and rises when the party that it rewards does less.
void pays_for_less(const Subject& subject, std::vector<diagnose::Finding>& findings);

/// SLA2121: a percentage below 100% that nothing can be late under, at the volume that another
/// clause agrees on.
void strict_targets(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
