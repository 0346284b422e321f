#pragma once

#include <string>
#include <vector>

#include "runtime/session/change.h"
#include "runtime/time/instant.h"
#include "runtime/verdicts/shape.h"

namespace sla::cli {

/// What changed at an instant, one JSON object a line; docs/reference/command.md, "sla stream".
std::string live_lines(time::Instant at, const std::vector<session::Change>& changes,
                       const verdicts::PolicyShape& policy);

}  // namespace sla::cli
