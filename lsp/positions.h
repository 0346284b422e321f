#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lsp/json.h"

namespace sla::lsp {

/// In what the client counts the characters of a line.
enum class Encoding : std::uint8_t { utf8, utf16, utf32 };
/// "utf-16".
std::string_view name_of(Encoding encoding);

/// Zero-based, as the protocol counts.
struct Position {
  std::uint32_t line = 0, character = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

/// Where the lines of a text begin. LF, CRLF and a lone CR end a line. The text is valid UTF-8;
/// it is borrowed.
class Lines {
 public:
  explicit Lines(std::string_view text);

  std::uint32_t count() const { return static_cast<std::uint32_t>(begins_.size()); }
  /// An offset past the end answers the end; one inside a character its begin.
  Position position(std::uint32_t offset, Encoding encoding) const;
  /// A place that does not exist answers the nearest before it: the end of the line, without its
  /// line break, or of the text; half a surrogate pair answers the begin of its character.
  std::uint32_t offset(Position position, Encoding encoding) const;
  /// Of a zero-based line, without its line break; both clamp.
  std::uint32_t begin_of(std::uint32_t line) const;
  std::uint32_t end_of(std::uint32_t line) const;

 private:
  std::string_view text_;
  std::vector<std::uint32_t> begins_;
};

/// How many units of the encoding a text is.
std::uint32_t length_in(std::string_view text, Encoding encoding);

Json to_json(Position position);

}  // namespace sla::lsp
