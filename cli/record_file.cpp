#include "cli/record_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/write_parquet.h"

namespace sla::cli {
namespace {

using ingest::IngestError;

// Removes the half-written file when anything goes wrong before it is moved to its place.
class PartFile {
 public:
  explicit PartFile(const std::string& target)
      : target_(target), path_(fmt::format("{}.{}.part", target, getpid())) {}
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  ~PartFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::string& path() const { return path_; }
  std::expected<void, IngestError> move_into_place() {
    std::error_code error;
    std::filesystem::rename(path_, target_, error);
    if (error)
      return std::unexpected(
          IngestError{fmt::format("cannot write {}: {}", target_, error.message()), ""});
    return {};
  }

 private:
  std::string target_, path_;
};

template <class Write>
std::expected<void, IngestError> write_text(const std::string& path, Write write) {
  errno = 0;
  std::ofstream out(path, std::ios::binary);
  if (out) write(out);
  out.close();
  if (!out) {
    return std::unexpected(
        IngestError{fmt::format("cannot write {}: {}", path,
                                errno == 0 ? "output failed" : std::strerror(errno)),
                    ""});
  }
  return {};
}

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
  auto written = write_text(part.path(), [&](std::ostream& out) {
    if (path.ends_with(".ndjson")) verdicts::write_as_ndjson(out, records);
    else verdicts::write_as_csv(out, records);
  });
  if (!written) return written;
  if (path.ends_with(".parquet")) return convert(part.path(), path, records.columns);
  return part.move_into_place();
}

}  // namespace sla::cli
