#pragma once

#include <expected>
#include <string>
#include <vector>

#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/ingest_error.h"
#include "runtime/verdicts/rows.h"

namespace sla::ingest {

/// Reads a verdict file as `--verdicts` wrote it (CSV, NDJSON or Parquet), in the order of its
/// rows. An error when a column is missing or a cell is not what the column says.
std::expected<std::vector<verdicts::NamedRow>, IngestError> read_rows(Duckdb& duckdb,
                                                                      const std::string& path);

}  // namespace sla::ingest
