#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "runtime/events/log.h"
#include "runtime/events/people.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/policy/policy.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"

namespace sla::policy {

/// A history made ready for an engine; `inputs` points into the rest. Immutable once complete.
struct History {
  events::Log log;
  /// Events of the log that were not read, but show what a parent did.
  std::uint64_t shown = 0;
  events::Roster roster;
  events::People people;
  ingest::DataFindings findings;
  verdicts::Inputs inputs;
};

/// The history of each record of a policy, in their order. Owners, teams, zones and calendars have
/// the same indices in all of them.
using Histories = std::vector<std::unique_ptr<History>>;

/// The events that were told of one record as its log, as known at `as_of`. Notes what retractions
/// and merges did.
events::Log finish_log(events::LogBuilder builder, const Record& record, time::Instant as_of,
                       ingest::DataFindings& findings);

/// Shows the fields of parents in the logs of the records that read them, and puts what happens to
/// the subjects of the other records into the logs of owners and of teams. `logs`: of the records,
/// in their order, with the events of all sources, before names are shared.
void relate(const Policy& policy, const std::vector<events::Log*>& logs,
            const events::Roster& roster);

/// Makes histories whose logs are there ready for an engine: parents are shown to their records,
/// people get theirs, the roster is bound, calendars are built until `as_of`. The error is a
/// calendar.
std::expected<void, std::string> complete(const Policy& policy, const Histories& histories,
                                          const events::Roster& roster, time::Instant as_of);

/// Adds what the evaluation of a record noticed about the data: broken moves and requirements,
/// subjects that could not be judged, clocks beyond the known holidays.
void note_findings(const Policy& policy, const Record& record, const verdicts::Outcome& outcome,
                   History& history);

}  // namespace sla::policy
