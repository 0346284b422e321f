#pragma once

#include "compiler/agreement/agreement.h"
#include "compiler/plan/plan.h"

namespace sla::lower {

/// The plan of a checked agreement. Total: every agreement that passed `check` has one, and it
/// verifies.
plan::Plan lower(const agreement::Agreement& agreement);

}  // namespace sla::lower
