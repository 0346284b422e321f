#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sla::driver {

/// The cells of one record of a stream of events, by column.
struct LineCells {
  std::vector<std::string> columns, cells;  ///< Parallel.
};

/// Puts the lines of a stream of events together to records: of CSV, whose first record names the
/// columns, and whose cells may hold line breaks in quotes, or of NDJSON, one object a line. Which
/// of the two is seen by the first line that is not blank: an object begins with a brace.
class LineRecords {
 public:
  enum class Kind : std::uint8_t { unknown, csv, ndjson };
  /// A record longer than this is refused: a quote that never ends would take everything.
  static constexpr std::size_t kLongest = std::size_t{1} << 20;

  explicit LineRecords(Kind kind = Kind::unknown) : kind_(kind) {}

  /// What a line made complete.
  enum class Step : std::uint8_t {
    record,   ///< `cells` of a record.
    nothing,  ///< A blank line, the names of the columns, or a record that goes on in the next
              ///< line.
  };
  /// Takes a line without its end. The error is a sentence about the record, which is left out.
  std::expected<Step, std::string> take(std::string_view line);
  /// At the end of the stream: the error is a record that does not end.
  std::expected<void, std::string> finish();
  const LineCells& cells() const { return cells_; }
  /// The line at which the last record, or the one that is wrong, began; from 1.
  std::uint64_t line() const { return first_line_; }

 private:
  std::expected<Step, std::string> take_csv(std::string_view line);
  std::expected<Step, std::string> take_json(std::string_view line);

  Kind kind_;
  char separator_ = ',';
  LineCells cells_;
  std::string open_;  ///< A record whose quote has not ended.
  std::uint64_t lines_ = 0, first_line_ = 0;
};

}  // namespace sla::driver
