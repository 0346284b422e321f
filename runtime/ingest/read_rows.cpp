#include "runtime/ingest/read_rows.h"

#include <fmt/format.h>

#include <charconv>

#include "runtime/ingest/failure_text.h"
#include "runtime/ingest/table.h"
#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::ingest {
namespace {

using Error = std::unexpected<IngestError>;
using verdicts::kRowColumns;

/// The cells of one row, turned into a verdict; remembers the first that cannot be read.
class RowCells {
 public:
  RowCells(const Chunk& chunk, std::uint64_t row) : chunk_(chunk), row_(row) {}

  std::string text() { return std::string(chunk_.text(next_++, row_)); }

  template <typename Integer>
  Integer integer() {
    const std::string cell = text();
    Integer value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || end != cell.data() + cell.size()) fail(cell, "a whole number");
    return value;
  }

  /// Parquet and CSV write instants differently (both in UTC); a verdict has one spelling.
  std::string instant() {
    const std::string cell = text();
    if (cell.empty()) return cell;
    const auto parsed = time::parse_instant(cell, time::Zone::utc());
    if (!parsed) fail(cell, "an instant");
    return parsed ? time::format_utc(parsed->instant) : cell;
  }

  const std::string& problem() const { return problem_; }

 private:
  void fail(const std::string& cell, const char* what) {
    if (problem_.empty())
      problem_ = fmt::format("{} `{}` is not {}", kRowColumns[next_ - 1].name, cell, what);
  }

  const Chunk& chunk_;
  std::uint64_t row_;
  std::size_t next_ = 0;
  std::string problem_;
};

verdicts::NamedRow read_row(RowCells& cells) {
  verdicts::NamedRow row;  // In the order of kRowColumns.
  row.clause = cells.text();
  row.subject = cells.text();
  row.cycle = cells.integer<std::uint64_t>();
  row.tier = cells.text();
  row.status = cells.text();
  row.start = cells.instant();
  row.due = cells.instant();
  row.breach = cells.instant();
  row.stop = cells.instant();
  row.elapsed_business_us = cells.integer<std::int64_t>();
  row.elapsed_wall_us = cells.integer<std::int64_t>();
  row.owner = cells.text();
  row.team = cells.text();
  row.version = cells.integer<std::int64_t>();
  return row;
}

std::expected<std::vector<std::size_t>, IngestError> find_columns(const Table& table) {
  std::vector<std::size_t> chosen;
  for (const auto& [name, type] : kRowColumns) {
    const auto index = table.find(std::string(name));
    if (!index) {
      return Error(IngestError{
          fmt::format("{} is not a verdict file: it has no column `{}`", table.input.origin, name),
          "give a file that `sla run --verdicts` wrote"});
    }
    chosen.push_back(*index);
  }
  return chosen;
}

}  // namespace

std::expected<std::vector<verdicts::NamedRow>, IngestError> read_rows(Duckdb& duckdb,
                                                                      const std::string& path) {
  const auto table = open_table(duckdb, path);
  if (!table) return Error(table.error());
  const auto chosen = find_columns(*table);
  if (!chosen) return Error(chosen.error());
  auto result = duckdb.query(table->select(*chosen));
  if (!result) return Error(describe_failure(result.error(), table->input));
  std::vector<verdicts::NamedRow> rows;
  for (;;) {
    const auto chunk = result->next();
    if (!chunk) return Error(describe_failure(chunk.error(), table->input));
    if (*chunk == nullptr) return rows;
    for (std::uint64_t row = 0; row < (*chunk)->size(); ++row) {
      RowCells cells(**chunk, row);
      rows.push_back(read_row(cells));
      if (cells.problem().empty()) continue;
      return Error(IngestError{fmt::format("row {} of {} is no verdict: {}", rows.size(),
                                           table->input.origin, cells.problem()),
                               "give a file that `sla run --verdicts` wrote"});
    }
  }
}

}  // namespace sla::ingest
