#pragma once

#include <expected>
#include <string>
#include <vector>

#include "compiler/driver/compile.h"

namespace sla::driver {

/// Where the policies are versions of one agreement, as `sla run` would judge them, adds to the
/// findings of each later one the clauses under which an obligation that still runs when the
/// version comes into force would already be breached (SLA2123), with one that is. Each has been
/// judged by the reference evaluator, under both versions and `migrate`. Does nothing otherwise.
/// No pointer may be null. The error is a bug of ours or a calendar that does not open long enough.
std::expected<void, std::string> lint_versions(const std::vector<Checked*>& policies);

}  // namespace sla::driver
