#pragma once

#include <span>
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

/// The agreement's programs. `first_clause`: where the clauses of each record begin among those
/// that are evaluated together.
std::vector<programs::ProgramShape> programs_of(const agreement::Agreement& agreement,
                                                std::span<const int> first_clause);

/// What the steps of an agreement's own record are worked out from. Made once and used for many
/// instants.
class StepShapes {
 public:
  /// Borrows the agreement.
  explicit StepShapes(const agreement::Agreement& agreement);

  /// Works out steps, and programs where there is no other record (theirs are of all: `Joint`).
  /// `shape` and `summary` are of `outcome`, which is settled.
  Around around(const verdicts::Inputs& inputs, const events::Roster& roster,
                const verdicts::PolicyShape& shape, const verdicts::Outcome& outcome,
                const verdicts::Summary& summary) const;

 private:
  actions::PolicySteps steps_;
  std::vector<programs::ProgramShape> programs_;
};

/// The same of a history.
Around around(const agreement::Agreement& agreement, const History& history,
              const verdicts::PolicyShape& shape, const verdicts::Outcome& outcome,
              const verdicts::Summary& summary);

}  // namespace sla::driver
