#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "runtime/events/log.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/ingest_error.h"
#include "runtime/ingest/mapping.h"
#include "runtime/ingest/repeats.h"
#include "runtime/time/zone.h"

namespace sla::ingest {

/// Called now and then with the number of rows read so far.
using Progress = std::function<void(std::uint64_t rows)>;

struct ReadSummary {
  std::uint64_t rows = 0;    ///< Of all inputs.
  std::uint64_t events = 0;  ///< Added to the builder; the difference is explained by the findings.
};

/// The zone of a mapping's times without an offset. The error: it names one that there is not.
std::expected<time::Zone, IngestError> zone_of(const Mapping& mapping,
                                               const time::Zone& agreement_zone);

/// Reads the inputs of one source: paths of CSV (also .gz), NDJSON, JSON or Parquet files, `.sql`
/// files, or queries. Ids are compared across all of them. What cannot be understood becomes a
/// finding; an error means that an input could not be read, or not to its end, and that the builder
/// is of no further use.
///
/// Cells are trimmed; an empty one says nothing. The owner, team and actor of a row are names. Ties
/// in time keep the order of the rows, or that of the mapped sequence and then of the id's bytes.
std::expected<ReadSummary, IngestError> read_events(
    Duckdb& duckdb, const std::vector<std::string>& inputs, const Mapping& mapping,
    const time::Zone& agreement_zone, events::LogBuilder& builder, DataFindings& findings,
    const Progress& progress = {});

inline std::expected<ReadSummary, IngestError> read_events(
    Duckdb& duckdb, const std::string& path_or_query, const Mapping& mapping,
    const time::Zone& agreement_zone, events::LogBuilder& builder, DataFindings& findings,
    const Progress& progress = {}) {
  return read_events(duckdb, std::vector<std::string>{path_or_query}, mapping, agreement_zone,
                     builder, findings, progress);
}

/// The columns of an input, for default_mapping and for people.
std::expected<std::vector<std::string>, IngestError> read_columns(Duckdb& duckdb,
                                                                  const std::string& path_or_query);

}  // namespace sla::ingest
