#include "lsp/positions.h"

#include <algorithm>

namespace sla::lsp {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Bytes of the character that begins with this byte.
std::uint32_t bytes_of(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0xC0) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

std::uint32_t units_of(std::uint32_t bytes, Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return bytes;
    case Encoding::utf16: return bytes == 4 ? 2 : 1;  // Astral characters are surrogate pairs.
    case Encoding::utf32: return 1;
  }
  return 1;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return "utf-8";
    case Encoding::utf16: return "utf-16";
    case Encoding::utf32: return "utf-32";
  }
  return "utf-16";
}

Lines::Lines(std::string_view text) : text_(text), begins_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool lone_return = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    if (text[i] == '\n' || lone_return) begins_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::uint32_t Lines::begin_of(std::uint32_t line) const {
  return line < count() ? begins_[line] : static_cast<std::uint32_t>(text_.size());
}

std::uint32_t Lines::end_of(std::uint32_t line) const {
  std::uint32_t end = begin_of(line + 1);
  const std::uint32_t begin = begin_of(line);
  while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return end;
}

Position Lines::position(std::uint32_t offset, Encoding encoding) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  while (offset > 0 && offset < text_.size() && continues(text_[offset])) --offset;
  const auto after = std::ranges::upper_bound(begins_, offset);
  const auto line = static_cast<std::uint32_t>(after - begins_.begin()) - 1;
  return {line, length_in(text_.substr(begins_[line], offset - begins_[line]), encoding)};
}

std::uint32_t Lines::offset(Position position, Encoding encoding) const {
  if (position.line >= count()) return static_cast<std::uint32_t>(text_.size());
  const std::uint32_t end = end_of(position.line);
  std::uint32_t at = begin_of(position.line), units = 0;
  while (at < end) {
    const std::uint32_t bytes = bytes_of(text_[at]);
    units += units_of(bytes, encoding);
    if (units > position.character) break;
    at = std::min(at + bytes, end);
  }
  return at;
}

std::uint32_t length_in(std::string_view text, Encoding encoding) {
  std::uint32_t units = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t bytes = bytes_of(text[at]);
    units += units_of(bytes, encoding);
    at += bytes;
  }
  return units;
}

Json to_json(Position position) {
  return {{"line", position.line}, {"character", position.character}};
}

}  // namespace sla::lsp
