#include "cli/record_file.h"

#include "cli/part_file.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/write_parquet.h"

namespace sla::cli {
namespace {

using ingest::IngestError;

ingest::ParquetType type_of(verdicts::CellType type) {
  switch (type) {
    case verdicts::CellType::text: return ingest::ParquetType::text;
    case verdicts::CellType::integer: return ingest::ParquetType::integer;
    case verdicts::CellType::instant: return ingest::ParquetType::instant;
  }
  return ingest::ParquetType::text;
}

std::expected<void, IngestError> convert(const std::string& csv, const std::string& parquet,
                                         std::span<const verdicts::RecordColumn> records) {
  std::vector<ingest::ParquetColumn> columns;
  for (const verdicts::RecordColumn& column : records) {
    columns.push_back({std::string(column.name), type_of(column.type)});
  }
  auto duckdb = ingest::Duckdb::open();
  if (!duckdb) return std::unexpected(duckdb.error());
  return ingest::write_parquet(*duckdb, csv, columns, parquet);
}

}  // namespace

bool is_record_file(const std::string& path) {
  return path.ends_with(".csv") || path.ends_with(".ndjson") || path.ends_with(".parquet");
}

std::expected<void, IngestError> write_record_file(const std::string& path,
                                                   const verdicts::Records& records) {
  PartFile part(path);
  auto written = part.write([&](std::ostream& out) {
    if (path.ends_with(".ndjson")) verdicts::write_as_ndjson(out, records);
    else verdicts::write_as_csv(out, records);
  });
  if (!written) return written;
  if (path.ends_with(".parquet")) return convert(part.path(), path, records.columns);
  return part.move_into_place();
}

}  // namespace sla::cli
