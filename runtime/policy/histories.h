#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "runtime/events/log.h"
#include "runtime/events/log_parts.h"
#include "runtime/events/people.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/parallel/pool.h"
#include "runtime/policy/policy.h"
#include "runtime/policy/timings.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"

namespace sla::policy {

/// What reading and evaluating may use. Outlives the histories read with it.
struct Resources {
  parallel::Pool* pool = nullptr;  ///< Null: the caller's thread alone.
  Timings* timings = nullptr;      ///< Where to say how long it took; null: nowhere.
  /// Bytes that a history may need; what is more waits in a file (`History::parts`), if the policy
  /// can be judged so. 0: all of it is in memory.
  std::uint64_t memory = 0;
  /// Why no history may be judged in parts, whatever the policy; empty: it may.
  std::string whole_because = {};
};

/// A history made ready for an engine; `inputs` points into the rest. Immutable once complete.
struct History {
  events::Log log;
  /// Events of the log that were not read, but show what a parent did.
  std::uint64_t shown = 0;
  events::Roster roster;
  events::People people;
  ingest::DataFindings findings;
  verdicts::Inputs inputs;
  Resources resources;
  /// The events, when there are more than memory was given for: then `log` has only names, and the
  /// history is judged a range of subjects at a time. Else null.
  std::unique_ptr<events::LogParts> parts;
  std::uint64_t events_at_once = 0;  ///< How many of them may be in memory together.
  /// Why all events are in memory though they need more than was given; else empty.
  std::string whole_because;

  /// Without those that only show what a parent did.
  std::uint64_t events() const { return (parts ? parts->size() : log.size()) - shown; }
};

/// The history of each record of a policy, in their order. Owners, teams, zones and calendars have
/// the same indices in all of them.
using Histories = std::vector<std::unique_ptr<History>>;

/// The events that were told of one record as its log, as known at `as_of`. Notes what retractions
/// and merges did and which rows repeat others. `pool`: null means the caller's thread.
events::Log finish_log(events::LogBuilder builder, const Record& record, time::Instant as_of,
                       ingest::DataFindings& findings, parallel::Pool* pool = nullptr);

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

/// What `note_findings` says of single events.
void note_event_findings(const Record& record, const verdicts::Outcome& outcome,
                         const events::Log& log, ingest::DataFindings& findings);

/// What `note_findings` says of clocks that run beyond the known holidays.
void note_unknown_holidays(const Policy& policy, const Record& record,
                           const verdicts::Outcome& outcome, ingest::DataFindings& findings);

/// Adds what the evaluation of a record noticed about the data: broken moves and requirements,
/// subjects that could not be judged, clocks beyond the known holidays.
void note_findings(const Policy& policy, const Record& record, const verdicts::Outcome& outcome,
                   History& history);

}  // namespace sla::policy
