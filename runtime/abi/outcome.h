#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/abi/objects.h"
#include "runtime/actions/actions.h"
#include "runtime/programs/programs.h"

/// A judged history. Immutable, but for its tables, which streams copy.
struct sla_outcome {
  /// Judges. Throws.
  sla_outcome(const sla::abi::PolicyReference& policy, sla::policy::Histories histories,
              sla::parallel::Pool& pool);
  /// Throws Refusal when the data has problems.
  void refuse_problems() const;

  sla::abi::PolicyReference policy;
  sla::policy::Histories histories;
  std::vector<std::unique_ptr<sla::verdicts::Outcome>> verdicts;  ///< By record.
  sla::policy::Joined joint;
  sla::actions::Actions actions;
  std::vector<sla::programs::ProgramResult> programs;
  std::string summary, findings;  ///< JSON.
};

namespace sla::abi {

std::string summary_json(const sla_outcome& outcome);
std::string findings_json(const sla_outcome& outcome);

}  // namespace sla::abi
