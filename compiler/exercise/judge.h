#pragma once

#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/actions/actions.h"
#include "runtime/programs/programs.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"
#include "runtime/verdicts/summary.h"

namespace sla::exercise {

/// What the history of a test came to as of one instant. Borrowed.
struct Played {
  const agreement::Agreement& agreement;
  const agreement::Test& test;
  const verdicts::Inputs& inputs;
  const verdicts::Outcome& outcome;
  const verdicts::Summary& summary;
  const actions::Actions& actions;
  const std::vector<programs::ProgramResult>& programs;  ///< In the policy's order.
};

/// One thing that is not as expected, both sides in words that go on with "expected" and "got".
struct Difference {
  std::string expected, got;
};

/// Everything that an outcome says against an expectation; empty when it holds.
std::vector<Difference> judge(const agreement::Expectation& expectation, const Played& played);

/// What was done, is ahead or was withdrawn around the lead or person that an expectation is about,
/// one line each; empty without any. `policy` is of the same agreement and log.
std::string story_of_actions(const agreement::Expectation& expectation, const Played& played,
                             const verdicts::PolicyShape& policy);

}  // namespace sla::exercise
