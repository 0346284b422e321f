#pragma once

#include <string>
#include <vector>

#include "cli/corrections.h"
#include "cli/report.h"

namespace sla::cli {

/// The report for people over one policy, or over several versions: each version's own, then their
/// percentages side by side. `corrections` may be null.
std::string reports_text(const std::vector<Report>& reports, const Corrections* corrections,
                         bool colour);

/// The report for programs: of one policy the object that report_json makes; of several
/// {"versions": [...]} with one such object for each. Corrections are added under their own key.
std::string reports_json(const std::vector<Report>& reports, const Corrections* corrections);

}  // namespace sla::cli
