#pragma once

#include <expected>
#include <string>
#include <vector>

#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/ingest_error.h"

namespace sla::ingest {

enum class ParquetType : std::uint8_t { text, integer, instant, yes_no };

/// A column of the CSV file, in its order. `instant` cells are RFC 3339 in UTC (time::format_utc)
/// and become timestamps with time zone; empty cells become nulls.
struct ParquetColumn {
  std::string name;
  ParquetType type = ParquetType::text;
};

/// Converts a CSV file that we wrote (comma, double quotes, a header of these columns) to Parquet.
/// The file appears whole or not at all.
std::expected<void, IngestError> write_parquet(Duckdb& duckdb, const std::string& csv_path,
                                               const std::vector<ParquetColumn>& columns,
                                               const std::string& parquet_path);

}  // namespace sla::ingest
