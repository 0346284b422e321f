#pragma once

#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"
#include "runtime/verdicts/summary.h"

namespace sla::exercise {

/// What a history came to as of one instant. Borrowed; `summary` may be null for expectations about
/// a lead.
struct Played {
  const agreement::Agreement& agreement;
  const verdicts::Inputs& inputs;
  const verdicts::Outcome& outcome;
  const verdicts::Summary* summary = nullptr;
};

/// One thing that is not as expected, both sides in words that go on with "expected" and "got".
struct Difference {
  std::string expected, got;
};

/// Whether an expectation is about the clause over periods and needs a summary.
bool needs_summary(const agreement::Expectation& expectation);

/// Everything that an outcome says against an expectation; empty when it holds.
std::vector<Difference> judge(const agreement::Expectation& expectation, const Played& played);

}  // namespace sla::exercise
