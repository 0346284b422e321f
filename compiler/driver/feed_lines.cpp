#include "compiler/driver/feed_lines.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "runtime/ingest/table.h"

namespace sla::driver {
namespace {

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

/// Whether the quotes of a record are in pairs: RFC 4180 doubles those inside.
bool is_whole(std::string_view record) { return std::ranges::count(record, '"') % 2 == 0; }

/// The cells of a whole record.
std::expected<std::vector<std::string>, std::string> split(std::string_view record,
                                                           char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false, ended = false;
  for (std::size_t i = 0; i < record.size(); ++i) {
    const char c = record[i];
    if (quoted) {
      if (c != '"') cells.back() += c;
      else if (i + 1 < record.size() && record[i + 1] == '"') cells.back() += record[++i];
      else quoted = false, ended = true;
    } else if (c == separator) {
      cells.emplace_back();
      ended = false;
    } else if (c == '"' && cells.back().empty() && !ended) {
      quoted = true;
    } else if (ended) {
      return std::unexpected("something stands behind the quote that ends a cell");
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

constexpr int kDeepest = 100;

/// Takes the members of one object as cells. Numbers stay as they are written.
class ObjectCells : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit ObjectCells(LineCells& cells) : cells_(cells) {}

  bool null() override { return cell(""); }
  bool boolean(bool value) override { return cell(value ? "true" : "false"); }
  bool number_integer(std::int64_t value) override { return cell(std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) override { return cell(std::to_string(value)); }
  bool number_float(double, const std::string& text) override { return cell(text); }
  bool string(std::string& text) override { return cell(text); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool key(std::string& name) override {
    if (depth_ == 1) cells_.columns.push_back(name);
    return true;
  }
  bool start_object(std::size_t) override { return begin(); }
  bool start_array(std::size_t) override { return depth_ > 0 && begin(); }
  bool end_object() override { return --depth_ >= 0; }
  bool end_array() override { return --depth_ >= 0; }
  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::json::exception& error) override {
    why = error.what();
    // Without the library's own number of the error.
    if (const std::size_t end = why.find("] "); end != why.npos) why.erase(0, end + 2);
    return false;
  }

  std::string why = "the line is no JSON object";
  std::vector<std::size_t> nested;  ///< Cells that are objects or lists; still empty.

 private:
  bool cell(std::string text) {
    if (depth_ == 1) cells_.cells.push_back(std::move(text));
    return depth_ > 0;
  }
  bool begin() {
    if (depth_ == 1) {
      nested.push_back(cells_.cells.size());
      cells_.cells.emplace_back();
    }
    if (++depth_ <= kDeepest) return true;
    why = fmt::format("objects and lists of more than {} levels", kDeepest);
    return false;
  }

  LineCells& cells_;
  int depth_ = 0;
};

}  // namespace

std::expected<LineRecords::Step, std::string> LineRecords::take(std::string_view line) {
  ++lines_;
  if (lines_ == 1 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (open_.empty()) {
    if (is_blank(line)) return Step::nothing;
    first_line_ = lines_;
  }
  if (open_.size() + line.size() > kLongest) {
    open_.clear();
    return std::unexpected(fmt::format("a record of more than {} bytes", kLongest));
  }
  if (kind_ == Kind::unknown)
    kind_ = line[line.find_first_not_of(" \t")] == '{' ? Kind::ndjson : Kind::csv;
  return kind_ == Kind::csv ? take_csv(line) : take_json(line);
}

std::expected<LineRecords::Step, std::string> LineRecords::take_csv(std::string_view line) {
  open_ += line;
  if (!is_whole(open_)) {
    open_ += '\n';
    return Step::nothing;
  }
  const std::string record = std::exchange(open_, {});
  if (cells_.columns.empty()) {
    separator_ = ingest::separator_of_header(record);
    auto names = ingest::split_header(record, separator_);
    if (!names) return std::unexpected(names.error().message);
    cells_.columns = std::move(*names);
    return Step::nothing;
  }
  auto cells = split(record, separator_);
  if (!cells) return std::unexpected(cells.error());
  if (cells->size() > cells_.columns.size()) {
    return std::unexpected(
        fmt::format("{} cells, and there are {} columns", cells->size(), cells_.columns.size()));
  }
  cells->resize(cells_.columns.size());
  cells_.cells = std::move(*cells);
  return Step::record;
}

std::expected<LineRecords::Step, std::string> LineRecords::take_json(std::string_view line) {
  cells_ = {};
  ObjectCells handler(cells_);
  if (!nlohmann::json::sax_parse(line, &handler)) return std::unexpected(handler.why);
  if (handler.nested.empty()) return Step::record;
  // As DuckDB reads a file: what is no cell is its own text.
  const auto object = nlohmann::json::parse(line);
  for (const std::size_t cell : handler.nested)
    cells_.cells[cell] = object.at(cells_.columns[cell]).dump();
  return Step::record;
}

std::expected<void, std::string> LineRecords::finish() {
  if (open_.empty()) return {};
  open_.clear();
  return std::unexpected("the stream ends within a quoted cell");
}

}  // namespace sla::driver
