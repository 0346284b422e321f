#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/driver/around.h"
#include "compiler/driver/versions.h"
#include "runtime/actions/shape.h"
#include "runtime/verdicts/summary.h"

namespace sla::driver {

/// What is said of all records of one version, as if they were one: clauses of the lead first, then
/// those of the other records in order, over all subjects and events. Reports, files, points and
/// programs speak of it. With a single record it borrows from the version and copies nothing; in
/// any case the version must outlive it.
struct Joint {
  const agreement::Agreement* agreement = nullptr;  ///< The main one, as judged.
  const History* history = nullptr;
  const verdicts::Outcome* outcome = nullptr;
  verdicts::PolicyShape shape;
  actions::PolicySteps steps;
  verdicts::Summary summary;
  /// The subjects of each record, by what one is called.
  std::vector<std::pair<std::string, std::uint64_t>> subjects;
  std::vector<int> first_clause;  ///< In `shape`, by record.

  std::unique_ptr<History> own_history;
  std::unique_ptr<verdicts::Outcome> own_outcome;
};

/// The version must have been judged.
Joint join(const Version& version);

/// Steps and programs of all records.
Around around(const Joint& joint);

}  // namespace sla::driver
