#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "compiler/plan/plan.h"

namespace sla::plan {

/// The textual form, one item a line; `read(print(p)) == p` for every plan that verifies.
std::string print(const Plan& plan);

/// Reads the textual form. The error names the line and what was expected there.
std::expected<Plan, std::string> read(std::string_view text);

}  // namespace sla::plan
