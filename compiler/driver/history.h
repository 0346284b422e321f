#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/driver/timings.h"
#include "runtime/events/log.h"
#include "runtime/events/log_parts.h"
#include "runtime/events/people.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/ingest/ingest_error.h"
#include "runtime/ingest/read_events.h"
#include "runtime/parallel/pool.h"
#include "runtime/verdicts/inputs.h"

namespace sla::driver {

/// What reading and evaluating may use. Outlives the histories read with it.
struct Resources {
  parallel::Pool* pool = nullptr;  ///< Null: the caller's thread alone.
  Timings* timings = nullptr;      ///< Where to say how long it took; null: nowhere.
  /// Bytes that a history may need; what is more waits in a file (`History::parts`), if the policy
  /// can be judged so. 0: all of it is in memory.
  std::uint64_t memory = 0;
};

/// What to read. An events argument is a path or a query, or `name=path` for one source of several.
struct HistoryRequest {
  std::vector<std::string> events;
  std::optional<std::string> roster;
  time::Instant as_of = 0;
  ingest::Progress progress;
  Resources resources = {};
};

/// The files and queries that a request reads, without the names of sources before them.
std::vector<std::string> inputs_of(const agreement::Agreement& agreement,
                                   const HistoryRequest& request);

/// A history made ready for an engine; `inputs` points into the rest. Immutable once read.
struct History {
  events::Log log;
  /// Events of the log that were not read, but show what a parent did.
  std::uint64_t shown = 0;
  events::Roster roster;
  events::People people;
  ingest::DataFindings findings;
  verdicts::Inputs inputs;
  Resources resources;
  /// The events, when there are more than memory was given for: then `log` has only names, and
  /// `evaluate_large` is what judges. Else null.
  std::unique_ptr<events::LogParts> parts;
  std::uint64_t events_at_once = 0;  ///< How many of them may be in memory together.
  /// Why all events are in memory though they need more than was given; else empty.
  std::string whole_because;

  /// Without those that only show what a parent did.
  std::uint64_t events() const { return (parts ? parts->size() : log.size()) - shown; }
};

/// The history of each record of an agreement: its own first, then those of `others` in their
/// order. Owners, teams, zones and calendars have the same indices in all of them.
using Histories = std::vector<std::unique_ptr<History>>;

/// Reads events and roster through the policy's sources (or by telling column names when it has
/// none) and prepares the calendars. The error is about the environment: a file, a column, DuckDB,
/// a calendar.
std::expected<Histories, ingest::IngestError> read_histories(const agreement::Agreement& agreement,
                                                             const HistoryRequest& request);

/// Makes histories whose logs are there ready for an engine: parents are shown to their records,
/// people get theirs, the roster is bound, calendars are built until `as_of`. The error is a
/// calendar.
std::expected<void, ingest::IngestError> complete(const agreement::Agreement& agreement,
                                                  const Histories& histories,
                                                  const events::Roster& roster,
                                                  time::Instant as_of);

/// `read_histories` of the agreement's own record alone.
std::expected<std::unique_ptr<History>, ingest::IngestError> read_history(
    const agreement::Agreement& agreement, const HistoryRequest& request);

}  // namespace sla::driver
