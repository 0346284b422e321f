#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::ingest {

enum class DataFindingKind : std::uint8_t {
#define SLA_DATA_FINDING(name, severity, meaning) name,
#include "runtime/ingest/data_findings.def"
#undef SLA_DATA_FINDING
};

enum class DataSeverity : std::uint8_t { informational, problem };

/// The stable name, "unknown_event".
std::string_view name_of(DataFindingKind kind);
/// One line, lower case, that says what was done about it.
std::string_view meaning_of(DataFindingKind kind);
DataSeverity severity_of(DataFindingKind kind);

/// One place at which something was found. Row 0: not about a single row.
struct DataExample {
  std::string origin;  ///< Path or query.
  std::uint64_t row =
      0;  ///< One-based data row; the line of a CSV file without line breaks in cells is one more.
  std::string text;  ///< What was there, at most 80 bytes of it.
  std::string help;  ///< What was probably meant, or "".
};

/// A kind of thing that was found, how often, and the first different examples of it.
struct DataFinding {
  DataFindingKind kind = DataFindingKind::unknown_column;
  std::string about;  ///< The field or column it is about; "" when the kind says it all.
  std::uint64_t count = 0;
  std::vector<DataExample> examples;  ///< At most kMaximumExamples, with different texts.
};

/// What is to be said about the data of one run: values, counted, never printed from here. Not
/// thread-safe.
class DataFindings {
 public:
  static constexpr std::size_t kMaximumExamples = 5;

  /// Counts one. Answers the example when this is one of the first different texts, so that the
  /// caller can add help to it (the pointer is valid until the next `add`), else null.
  DataExample* add(DataFindingKind kind, std::string_view about, const std::string& origin,
                   std::uint64_t row, std::string_view text);

  /// Counts more of what `add` was told examples of.
  void add_more(DataFindingKind kind, std::string_view about, std::uint64_t count);

  /// One source reads a file with these columns and uses some of them (positions in `columns`).
  /// What no source of a file uses becomes an unknown_column, counted once for each file.
  void read_columns(const std::string& origin, const std::vector<std::string>& columns,
                    const std::vector<std::size_t>& used);

  /// Counts what others have counted.
  void add_all(const DataFindings& others);

  /// By kind in the order of the list, then by `about`.
  std::vector<DataFinding> all() const;
  std::uint64_t count(DataFindingKind kind) const;
  /// Whether `--strict` has to refuse.
  bool has_problems() const;
  bool empty() const { return all().empty(); }

 private:
  using Findings = std::map<std::pair<DataFindingKind, std::string>, DataFinding, std::less<>>;
  Findings with_unused_columns() const;

  Findings findings_;
  /// Of each file, in the order of reading: its columns, and whether a source uses them.
  std::vector<std::pair<std::string, std::map<std::string, bool>>> columns_;
};

}  // namespace sla::ingest
