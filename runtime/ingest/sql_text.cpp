#include "runtime/ingest/sql_text.h"

#include <filesystem>

namespace sla::ingest {
namespace {

std::string quote(std::string_view text, char mark) {
  std::string quoted(1, mark);
  for (const char c : text) {
    if (c == mark) quoted += mark;
    quoted += c;
  }
  return quoted += mark;
}

}  // namespace

std::string quote_text(std::string_view text) { return quote(text, '\''); }

std::string quote_identifier(std::string_view name) { return quote(name, '"'); }

std::string quote_path(std::string_view path) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(path, error);
  const std::string whole = error ? std::string(path) : absolute.string();
  std::string literal;
  for (const char c : whole) {
    const bool wildcard = c == '*' || c == '?' || c == '[';
    if (wildcard) literal += '[';
    literal += c;
    if (wildcard) literal += ']';
  }
  return quote_text(literal);
}

}  // namespace sla::ingest
