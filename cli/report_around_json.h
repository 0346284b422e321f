#pragma once

#include <nlohmann/json.hpp>

#include "cli/report.h"

namespace sla::cli {

/// Adds what happens around obligations to the report for programs: `actions` (those ahead),
/// `action_counts` and `points` when some clause has steps; `leaderboards`, `badges` and `prizes`
/// when there is a program. Keys that are not asked for stay away.
void add_around_json(const Report& report, nlohmann::ordered_json& json);

}  // namespace sla::cli
