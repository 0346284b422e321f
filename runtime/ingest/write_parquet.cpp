#include "runtime/ingest/write_parquet.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <filesystem>

#include "runtime/ingest/failure_text.h"
#include "runtime/ingest/sql_text.h"

namespace sla::ingest {
namespace {

namespace fs = std::filesystem;

const char* sql_type(ParquetType type) {
  switch (type) {
    case ParquetType::text: return "VARCHAR";
    case ParquetType::integer: return "BIGINT";
    case ParquetType::instant: return "TIMESTAMPTZ";
    case ParquetType::yes_no: return "BOOLEAN";
  }
  return "VARCHAR";
}

/// Every column is read as text and cast: read_csv itself makes a null of an instant that it cannot
/// read.
std::string copy_statement(const std::string& csv_path, const std::vector<ParquetColumn>& columns,
                           const fs::path& target) {
  std::vector<std::string> texts, casts;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    texts.push_back(fmt::format("c{}: 'VARCHAR'", c));
    casts.push_back(fmt::format("CAST(c{} AS {}) AS {}", c, sql_type(columns[c].type),
                                quote_identifier(columns[c].name)));
  }
  return fmt::format(
      "COPY (SELECT {} FROM read_csv({}, auto_detect=false, header=true, columns={{{}}}, "
      "delim=',', "
      "quote='\"', escape='\"', nullstr='')) TO {} (FORMAT parquet, COMPRESSION zstd)",
      fmt::join(casts, ", "), quote_path(csv_path), fmt::join(texts, ", "),
      quote_text(target.string()));
}

}  // namespace

std::expected<void, IngestError> write_parquet(Duckdb& duckdb, const std::string& csv_path,
                                               const std::vector<ParquetColumn>& columns,
                                               const std::string& parquet_path) {
  const fs::path target = fs::absolute(parquet_path);
  const fs::path unfinished = fmt::format("{}.{}.tmp", target.string(), getpid());
  std::error_code error;
  auto copied = duckdb.execute(copy_statement(csv_path, columns, unfinished));
  if (!copied) {
    fs::remove(unfinished, error);
    const Input input{.kind = InputKind::csv, .origin = csv_path, .text = csv_path, .gzip = false};
    const IngestError reason = describe_failure(copied.error(), input);
    return std::unexpected(IngestError{
        fmt::format("{} cannot be written: {}", parquet_path, reason.message), reason.help});
  }
  fs::rename(unfinished, target, error);
  if (!error) return {};
  const std::string reason = error.message();
  fs::remove(unfinished, error);
  return std::unexpected(
      IngestError{fmt::format("{} cannot be written: {}", parquet_path, reason), {}});
}

}  // namespace sla::ingest
