#pragma once

#include "compiler/agreement/expression.h"
#include "compiler/plan/plan.h"

namespace sla::lower {

/// Flattens a typed expression into steps. `and`/`or`/`otherwise` become plain logic; the steps of
/// their right side that can fault are guarded by the condition under which the right side is asked
/// at all.
plan::Predicate lower_predicate(std::string name, const agreement::Expression& expression);

}  // namespace sla::lower
