#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/events/log.h"
#include "runtime/events/people.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/ingest/ingest_error.h"
#include "runtime/ingest/read_events.h"
#include "runtime/policy/histories.h"
#include "runtime/verdicts/inputs.h"

namespace sla::driver {

/// What to read. An events argument is a path or a query, or `name=path` for one source of several.
struct HistoryRequest {
  std::vector<std::string> events;
  std::optional<std::string> roster;
  time::Instant as_of = 0;
  ingest::Progress progress;
  policy::Resources resources = {};
};

/// The files and queries that a request reads, without the names of sources before them.
std::vector<std::string> inputs_of(const agreement::Agreement& agreement,
                                   const HistoryRequest& request);

using policy::Histories;
using policy::History;
using policy::kStages;
using policy::name_of;
using policy::Resources;
using policy::Stage;
using policy::Timing;
using policy::Timings;

/// Reads events and roster through the policy's sources (or by telling column names when it has
/// none) and prepares the calendars. The error is about the environment: a file, a column, DuckDB,
/// a calendar.
std::expected<Histories, ingest::IngestError> read_histories(const agreement::Agreement& agreement,
                                                             const HistoryRequest& request);

/// Reads a roster of the agreement's people alone.
std::expected<events::Roster, ingest::IngestError> read_roster(
    const agreement::Agreement& agreement, const std::string& path);

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
