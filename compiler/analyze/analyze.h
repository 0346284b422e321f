#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/diagnose/finding.h"
#include "compiler/solve/solve.h"

/// The checks of the whole agreement that `sla lint` makes.
namespace sla::analyze {

/// A subject at an event, as far as a condition can ask.
struct Facts {
  /// By field; nothing: not known. A text is an index into the agreement's texts, or beyond them: a
  /// text that the agreement does not name.
  std::vector<std::optional<std::int64_t>> fields;
  int state = -1;         ///< After the event.
  int state_before = -1;  ///< -1: none yet.
  bool on_hold = false;
};

/// What an analysis is told beyond the agreement.
struct Options {
  // What people keep in mind: nobody looks up at nine in the morning which of seven cases a lead
  // is, and the rest are exceptions to exceptions. Sixteen clauses fill three printed pages; twice
  // as many are an agreement that is filed and not read.
  std::size_t most_exceptions = 8;  ///< Of a clause, before SLA2201 is found.
  std::size_t most_tiers = 6;       ///< Of a clause, before SLA2202.
  std::size_t most_clauses = 32;    ///< Of an agreement, before SLA2203.
  /// Also what is a matter of taste: clauses without a title, a target or a consequence.
  bool pedantic = false;
  /// The solver, when it is first needed. Empty, or null when called: checks that need one are not
  /// made.
  std::function<const solve::Provider*()> solver;
  /// Whether a condition holds, by the evaluator that all engines must agree with; nothing where
  /// the subject cannot be judged. Empty: findings that need its word are not made.
  std::function<std::optional<bool>(const agreement::Expression&, const Facts&)> holds;
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
