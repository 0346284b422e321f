#pragma once

#include <expected>
#include <string>

#include "compiler/analyze/analyze.h"
#include "compiler/driver/compile.h"

namespace sla::driver {

/// Adds to the findings of a policy what the analysis of the whole agreement finds, once the
/// counter-example of each has come true in the reference evaluator; findings that do not are
/// dropped. Does nothing without an agreement. Findings are settled afterwards. The error is a bug
/// of ours or a calendar that does not open long enough.
std::expected<void, std::string> lint(Checked& checked, const analyze::Options& options = {});

/// The tests of all findings, as a text to append to the policy; empty without any.
std::string counter_examples(const Checked& checked);

}  // namespace sla::driver
