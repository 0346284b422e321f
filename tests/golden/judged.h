#pragma once

#include <expected>
#include <memory>
#include <string>

#include "compiler/driver/compile.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/history.h"
#include "compiler/driver/versions.h"
#include "tests/golden/golden.h"

namespace sla::golden {

/// A folder with policy.sla, events.csv (or several events-*.csv), as_of and perhaps roster.csv,
/// read and checked.
struct Case {
  driver::Checked checked;
  driver::Version version;
  time::Instant as_of = 0;

  const agreement::Agreement& agreement() const { return *checked.agreement; }
};

std::expected<Case, std::string> read_case(const fs::path& folder);

/// What one engine says of a case, as the command shows it.
struct Judged {
  std::string rows;             ///< The verdicts as CSV.
  std::string report;           ///< The report for people, without the engine's name.
  std::string actions, points;  ///< What steps come to, as CSV.
};

/// Adds what the evaluation notices about the data to the case's findings: once a case.
std::expected<Judged, std::string> judge(Case& judged, driver::Engine engine);
/// The same without the report, as often as wanted.
std::expected<Judged, std::string> files_of(Case& judged, driver::Engine engine);

/// The story of a lead or of another record, as `sla explain` tells it.
std::expected<std::string, std::string> story_of(const Case& judged, const std::string& lead);

}  // namespace sla::golden
