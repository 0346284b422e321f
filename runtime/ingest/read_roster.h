#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "runtime/events/people.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/ingest_error.h"
#include "runtime/time/zone.h"

namespace sla::ingest {

/// Reads a roster from anything read_events reads. Columns, found without regard to case: owner,
/// name, rep, sales_rep, agent or email (the first of these that is there); team; manager;
/// time_zone, timezone or tz; calendar; party; from or valid_from; until or valid_until; and one
/// per name in `roles`. A party that is not in `parties` is a finding. Only the owner is needed. A
/// line holds in [from, until), dates being those of `zone`; without them always. Where lines of
/// one owner overlap, the first of them counts: the others are cut, so that those that are answered
/// never overlap.
std::expected<events::Roster, IngestError> read_roster(
    Duckdb& duckdb, const std::string& path_or_query, const std::vector<std::string>& roles,
    const std::vector<std::string>& parties, const time::Zone& zone, DataFindings& findings);

/// Rows of a roster from anywhere: `choose` is told which columns chunks are to have,
/// `next` answers them until one is null.
struct RosterRows {
  std::string origin;  ///< For findings.
  std::vector<std::string> columns;
  std::function<void(const std::vector<std::size_t>&)> choose;
  std::function<std::expected<const Chunk*, IngestError>()> next;
};
std::expected<events::Roster, IngestError> read_roster(const RosterRows& rows,
                                                       const std::vector<std::string>& roles,
                                                       const std::vector<std::string>& parties,
                                                       const time::Zone& zone,
                                                       DataFindings& findings);

/// Compares a log with the roster it was bound to: owners that the roster does not list, or not at
/// the time of their event (when it lists anybody), and zones of the log that do not exist. Those
/// of the roster were reported when it was read.
void check_people(const events::Log& log, const events::Roster& roster,
                  const events::People& people, DataFindings& findings);

}  // namespace sla::ingest
