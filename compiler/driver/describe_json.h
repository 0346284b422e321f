#pragma once

#include <string>

#include "compiler/agreement/agreement.h"
#include "runtime/policy/policy.h"

namespace sla::driver {

/// An agreement for programs that embed it (docs/reference/c-api.md, "What a policy says"), as
/// JSON. `policy` is what was described of it so far.
std::string description_json(const agreement::Agreement& agreement, const policy::Policy& policy);

}  // namespace sla::driver
