#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sla::verdicts {

/// A text as RFC 4180 asks: in double quotes where it must be.
std::string csv_text(std::string_view text);
/// A JSON string; null when empty.
std::string json_text(std::string_view text);

/// What a column of a file holds. Instants are RFC 3339 in UTC; empty cells are unknown.
enum class CellType : std::uint8_t { text, integer, instant };
struct RecordColumn {
  std::string_view name;
  CellType type = CellType::text;
};

/// Records of one kind that are made one at a time, as many as there may be.
struct Records {
  using Cells = std::vector<std::string>;
  std::span<const RecordColumn> columns;
  /// Calls its argument with each record in order, as many cells as columns. A record is only valid
  /// during the call.
  std::function<void(const std::function<void(const Cells&)>&)> each;
};

/// A header line, fields quoted as RFC 4180 asks, lines ended by LF. Write errors are the stream's
/// state.
void write_as_csv(std::ostream& out, const Records& records);
/// One JSON object a line, keys as the columns; what is empty is null, integers are numbers.
void write_as_ndjson(std::ostream& out, const Records& records);

}  // namespace sla::verdicts
