#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/driver/around.h"
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
  const driver::Around& around;
  /// How many subjects of each record, by what one is called.
  std::vector<std::pair<std::string, std::uint64_t>> subjects = {};
};

struct NoticeCounts {
  std::int64_t sent = 0, scheduled = 0, withdrawn = 0;
};
NoticeCounts count_notices(const actions::Actions& actions);

/// What lies ahead, the next first. Borrows its argument.
std::vector<const actions::Notice*> next_notices(const actions::Actions& actions);

/// All points that somebody got so far.
struct PointsTotal {
  std::string name;  ///< A person; "team East" or a party for what no person got.
  std::int64_t awarded = 0, deducted = 0;

  std::int64_t points() const { return awarded - deducted; }
};
/// By points, the most first, then by name.
std::vector<PointsTotal> points_totals(const actions::Actions& actions);

/// The part of the report for people that is about steps and programs; empty without them.
std::string around_text(const Report& report, bool colour);

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
