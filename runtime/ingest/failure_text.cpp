#include "runtime/ingest/failure_text.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sla::ingest {
namespace {

/// The digits that follow `label` in the text.
std::optional<std::string> number_after(std::string_view text, std::string_view label) {
  const std::size_t found = text.find(label);
  if (found == std::string_view::npos) return std::nullopt;
  const std::size_t begin = found + label.size();
  std::size_t end = begin;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  if (end == begin) return std::nullopt;
  return std::string(text.substr(begin, end - begin));
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The first line, without the class of error that DuckDB puts before it.
std::string first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  const std::size_t mark = text.find("Error: ");
  return std::string(mark == std::string_view::npos ? text : text.substr(mark + 7));
}

std::optional<IngestError> describe_csv(std::string_view text, const Input& input) {
  const auto line = number_after(text, "CSV Error on Line: ");
  if (!line) return std::nullopt;
  const std::string place = fmt::format("{}, line {}", input.origin, *line);
  const auto expected = number_after(text, "Expected Number of Columns: ");
  const auto found = number_after(text, "Found: ");
  if (expected && found) {
    return IngestError{
        fmt::format("{}: {} cells where the header has {}", place, *found, *expected),
        "put a cell that holds the separator or a line break in double quotes"};
  }
  if (has(text, "unterminated quote")) {
    return IngestError{fmt::format("{}: a quoted cell does not end where it should", place),
                       "inside quotes, a double quote is written twice"};
  }
  if (has(text, "Invalid unicode")) {
    return IngestError{
        fmt::format("{}: not UTF-8", place),
        fmt::format("convert it: iconv -f WINDOWS-1252 -t UTF-8 {} > utf8.csv", input.origin)};
  }
  if (has(text, "Maximum line size")) {
    return IngestError{fmt::format("{}: longer than a line can be", place),
                       "a double quote that is never closed often does this"};
  }
  const std::size_t reason = text.find('\n', text.find("Original Line"));
  return IngestError{
      fmt::format(
          "{}: {}", place,
          reason == std::string_view::npos ? "malformed CSV" : first_line(text.substr(reason + 1))),
      {}};
}

/// DuckDB counts lines and records of JSON one too high; a test notices when that changes.
std::string json_place(std::string_view text, const Input& input) {
  for (const auto& [label, word] :
       {std::pair(" in line ", "line"), std::pair(" in record/value ", "record")}) {
    const auto number = number_after(text, label);
    if (number) return fmt::format("{}, {} {}", input.origin, word, std::stoull(*number) - 1);
  }
  return input.origin;
}

std::optional<IngestError> describe_json(std::string_view text, const Input& input) {
  if (!has(text, "Malformed JSON") && !has(text, "Invalid JSON")) return std::nullopt;
  // `Malformed JSON in file "x", at byte 13 in line 3: unexpected character. `
  const std::size_t at = text.find(", at byte ");
  const std::size_t colon = at == std::string_view::npos ? at : text.find(": ", at);
  std::string reason = first_line(colon == std::string_view::npos ? text : text.substr(colon + 2));
  while (reason.ends_with(' ') || reason.ends_with('.')) reason.pop_back();
  return IngestError{fmt::format("{}: not valid JSON: {}", json_place(text, input), reason), {}};
}

}  // namespace

IngestError describe_failure(const DuckdbFailure& failure, const Input& input) {
  const std::string_view text = failure.message;
  if (input.kind == InputKind::query) {
    return {fmt::format("the query fails: {}", first_line(text)),
            has(text, "Extension") ? "only local files are read; no extension is ever loaded" : ""};
  }
  if (auto error = describe_csv(text, input)) return *error;
  if (auto error = describe_json(text, input)) return *error;
  const char* format = input.kind == InputKind::parquet ? " as Parquet" : "";
  return {fmt::format("{} cannot be read{}: {}", input.origin, format, first_line(text)), {}};
}

}  // namespace sla::ingest
