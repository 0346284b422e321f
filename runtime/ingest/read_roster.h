#pragma once

#include <expected>
#include <string>
#include <vector>

#include "runtime/events/people.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/ingest_error.h"

namespace sla::ingest {

/// Reads a roster from anything read_events reads. Columns, found without regard to case: owner,
/// name, rep, sales_rep, agent or email (the first of these that is there); team; manager;
/// time_zone, timezone or tz; calendar; party; and one per name in `roles`. A party that is not in
/// `parties` is a finding. Only the owner is needed. An
/// owner listed twice keeps the first line.
std::expected<events::Roster, IngestError> read_roster(Duckdb& duckdb,
                                                       const std::string& path_or_query,
                                                       const std::vector<std::string>& roles,
                                                       const std::vector<std::string>& parties,
                                                       DataFindings& findings);

/// Compares a log with the roster it was bound to: owners that the roster does not list (when it
/// lists anybody) and zones of the log that do not exist. Those of the roster were reported when it
/// was read.
void check_people(const events::Log& log, const events::Roster& roster,
                  const events::People& people, DataFindings& findings);

}  // namespace sla::ingest
