#pragma once

#include <string>
#include <vector>

#include "compiler/driver/comparison.h"
#include "compiler/driver/comparison_history.h"

namespace sla::cli {

/// What `sla diff` has to say. Borrows the comparison.
struct DiffReport {
  std::string was, is;  ///< What was compared, as it was asked for.
  const driver::Comparison& comparison;
  const driver::HistoryEffect* history = nullptr;  ///< Null: no history was given.
};

/// For people at a terminal. Not a stable format.
std::string diff_text(const DiffReport& report, bool colour);
/// A comment for a pull request. Not a stable format.
std::string diff_markdown(const DiffReport& report);
/// For programs: docs/reference/command.md.
std::string diff_json(const DiffReport& report);
/// The timelines of both versions as tests of the language, with a comment that says what for.
std::string diff_tests(const DiffReport& report);

// What the renderings share.

/// "2 stricter, 1 new, 4 the same"; "no change of meaning".
std::string diff_summary(const driver::Comparison& comparison);
/// "target: 4 business hours -> 2 business hours", "step: new: at due remind owner".
std::string diff_line(const compare::Detail& detail, const char* arrow);
/// The timeline, a line each, times local to the agreement; the first says what is given.
std::vector<diagnose::Timeline::Line> timeline_of(const agreement::Agreement& record,
                                                  const compare::Scenario& scenario);
/// "kept before, broken now".
const char* heading_of(const compare::Witness& witness);
/// "before: met, tier hot".
std::string saying_of(const compare::Saying& saying);
/// A few subjects whose verdicts under a clause are others.
std::vector<std::string> examples_of(const driver::HistoryEffect& effect,
                                     const driver::ClauseEffect& clause);
/// The part of the report for people; `zone` is the agreement's.
std::string diff_history_text(const driver::HistoryEffect& effect, const std::string& zone,
                              bool colour);
/// "nothing was found that one version keeps and the other breaks".
extern const char* const kUndecided;

}  // namespace sla::cli
