#pragma once

#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/diagnose/finding.h"

/// The checks of the whole agreement that `sla lint` makes.
namespace sla::analyze {

/// What an analysis is told beyond the agreement.
struct Options {
  /// Also what is a matter of taste: clauses without a title, a target or a consequence.
  bool pedantic = false;
};

/// What a check looks at. Borrowed for the time of the analysis.
struct Subject {
  const agreement::Agreement& whole;  ///< The agreement about leads; the others are inside.
  const Options& options;
};

/// Findings of all checks, in the order of the checks; deterministic. A finding that speaks of
/// behaviour has a timeline whose `test` passes on the agreement exactly if the finding is true:
/// the caller plays it and drops the finding otherwise. One without a test has been verified by its
/// check. Thread-safe: nothing is kept between calls.
std::vector<diagnose::Finding> analyze(const agreement::Agreement& agreement,
                                       const Options& options);

/// A finding with the severity of its code and nothing but a message and a place.
diagnose::Finding finding(diagnose::Code code, source::Span span, std::string message,
                          std::string label = {});

}  // namespace sla::analyze
