#pragma once

#include <string>

#include "compiler/agreement/agreement.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/history.h"
#include "runtime/verdicts/summary.h"

namespace sla::cli {

/// Everything that a report of `sla run` speaks of.
struct Report {
  const agreement::Agreement& agreement;
  const driver::History& history;
  const verdicts::PolicyShape& shape;
  const verdicts::Summary& summary;
  driver::Engine engine;
};

/// The report for people: a table per clause with its periods and groups below, then what is to be
/// said about the data. Not a stable format.
std::string report_text(const Report& report, bool colour);

/// The report for programs; its keys are stable (docs/reference/command.md).
std::string report_json(const Report& report);

/// met of decided as a percentage with `places` digits after the point, rounded down so that a
/// target that was missed never looks reached; empty when nothing is decided.
std::string percentage(std::int64_t met, std::int64_t decided, int places);

/// An amount in its clause's scale as people write it: 1'500'000 of scale 1'000'000 is "1.5".
std::string scaled(std::int64_t value, std::int64_t scale);

}  // namespace sla::cli
