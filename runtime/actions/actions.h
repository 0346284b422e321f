#pragma once

#include "runtime/actions/notice.h"
#include "runtime/events/people.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"
#include "runtime/verdicts/summary.h"

namespace sla::actions {

/// Everything that steps are worked out from. `outcome` must be settled and have marks for the
/// clauses with steps; `summary` is of it. Borrowed for one call.
struct Facts {
  const verdicts::PolicyShape& policy;
  const PolicySteps& steps;
  const verdicts::Outcome& outcome;
  const verdicts::Summary& summary;
  const verdicts::Inputs& inputs;
  const events::Roster& roster;
};

/// What the steps of a policy come to as of inputs.as_of: docs/reference/evaluation.md, "Steps".
/// A function of the facts alone: nothing is remembered between calls.
Actions work_out(const Facts& facts);

}  // namespace sla::actions
