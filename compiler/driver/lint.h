#pragma once

#include <expected>
#include <string>
#include <vector>

#include "compiler/analyze/analyze.h"
#include "compiler/driver/compile.h"

namespace sla::driver {

/// Adds to the findings of a policy what the analysis of the whole agreement finds, once the
/// counter-example of each has come true in the reference evaluator; findings that do not are
/// dropped. Those that a comment allows are suppressed, and comments that allow nothing are found.
/// Does nothing without an agreement. Findings are settled afterwards. The error is a bug
/// of ours, a calendar that does not open long enough, or a missing solver library. The solver and
/// the evaluator of `options` are filled in where they are not given.
std::expected<void, std::string> lint(Checked& checked, analyze::Options options = {});

/// Those of the findings whose `timeline.test` passes when it is played on the policy, which has an
/// agreement, by the reference evaluator, and those without a test. A test that cannot be read,
/// does not fit the policy or expects nothing does not pass. The error as of `lint`.
std::expected<std::vector<diagnose::Finding>, std::string> rehearse(
    Checked& checked, std::vector<diagnose::Finding> findings);

/// The tests of all findings that count, as a text to append to the policy; empty without any.
std::string counter_examples(const Checked& checked);

}  // namespace sla::driver
