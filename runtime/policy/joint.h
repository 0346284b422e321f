#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/actions/shape.h"
#include "runtime/policy/histories.h"
#include "runtime/verdicts/summary.h"

namespace sla::policy {

/// One record, judged. Borrowed.
struct JudgedRecord {
  std::string kind;     ///< What a subject is called.
  int zone_field = -1;  ///< Of the record.
  const History* history = nullptr;
  const verdicts::Outcome* outcome = nullptr;
  verdicts::PolicyShape shape;
  actions::PolicySteps steps;
};

/// What is said of all records, as if they were one: clauses of the lead first, then those of the
/// other records in order, over all subjects and events. Reports, files, points and programs speak
/// of it. With a single record it borrows from that and copies nothing; in any case the records'
/// histories must outlive it.
struct Joined {
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

/// `records`: the lead's first; at least one.
Joined join(std::vector<JudgedRecord> records);

}  // namespace sla::policy
