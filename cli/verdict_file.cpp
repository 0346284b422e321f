#include "cli/verdict_file.h"

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

std::expected<void, IngestError> convert(const std::string& csv, const std::string& parquet) {
  using ingest::ParquetType;
  std::vector<ingest::ParquetColumn> columns;
  for (std::string_view name : verdicts::kRowColumns) {
    bool instant = name == "start" || name == "due" || name == "breach" || name == "stop";
    bool integer = name == "cycle" || name == "version" || name.ends_with("_us");
    columns.push_back({std::string(name), instant   ? ParquetType::instant
                                          : integer ? ParquetType::integer
                                                    : ParquetType::text});
  }
  auto duckdb = ingest::Duckdb::open();
  if (!duckdb) return std::unexpected(duckdb.error());
  return ingest::write_parquet(*duckdb, csv, columns, parquet);
}

}  // namespace

bool is_verdict_file(const std::string& path) {
  return path.ends_with(".csv") || path.ends_with(".ndjson") || path.ends_with(".parquet");
}

std::expected<void, IngestError> write_verdict_file(const std::string& path,
                                                    const verdicts::PolicyShape& shape,
                                                    const verdicts::Outcome& outcome,
                                                    const verdicts::Summary& summary,
                                                    const verdicts::Inputs& inputs) {
  PartFile part(path);
  bool lines = path.ends_with(".ndjson");
  auto written = write_text(part.path(), [&](std::ostream& out) {
    if (lines) verdicts::write_ndjson(out, shape, outcome, summary, inputs);
    else verdicts::write_csv(out, shape, outcome, summary, inputs);
  });
  if (!written) return written;
  if (path.ends_with(".parquet")) return convert(part.path(), path);
  return part.move_into_place();
}

}  // namespace sla::cli
