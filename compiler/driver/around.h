#pragma once

#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/driver/history.h"
#include "runtime/actions/actions.h"
#include "runtime/programs/programs.h"
#include "runtime/verdicts/summary.h"

namespace sla::driver {

/// What happens around obligations as of an instant.
struct Around {
  bool has_steps = false;  ///< Of any clause; without them there are no notices and no points.
  actions::Actions actions;
  std::vector<programs::ProgramResult> programs;  ///< In the policy's order.
};

/// The steps of the agreement's own record, as the runtime reads them.
actions::PolicySteps steps_of(const agreement::Agreement& agreement);

/// Works out the steps of one record, without programs, from verdicts. `shape` and `summary` are of `outcome`, which is
/// settled.
Around around(const agreement::Agreement& agreement, const History& history,
              const verdicts::PolicyShape& shape, const verdicts::Outcome& outcome,
              const verdicts::Summary& summary);


}  // namespace sla::driver
