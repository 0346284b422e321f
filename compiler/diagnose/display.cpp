#include "compiler/diagnose/display.h"

namespace sla::diagnose {
namespace {

constexpr std::size_t kTabWidth = 4;

/// What a byte that is not part of a UTF-8 sequence is read as: a control character, shown as one.
constexpr char32_t kStrayByte = 0x80;

/// Policies are UTF-8, but what comes from a log or a command line may not be; a stray lead byte
/// must not swallow an escape character behind it.
char32_t decode(std::string_view text, std::size_t& length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  length = 1;
  if (lead < 0x80) return lead;
  const std::size_t wanted = lead < 0xC0   ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF8 ? 4
                                           : 0;
  if (wanted == 0 || wanted > text.size()) return kStrayByte;
  char32_t point = lead & (0xFFU >> (wanted + 1));
  for (std::size_t i = 1; i < wanted; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return kStrayByte;
    point = (point << 6) | (byte(i) & 0x3FU);
  }
  length = wanted;
  return point;
}

/// Columns that a terminal gives a code point. The ranges of East Asian wide characters and emoji
/// are coarse on purpose: an exact table would be larger than the rest of this folder.
std::size_t columns(char32_t point) {
  const auto within = [&](char32_t first, char32_t last) {
    return point >= first && point <= last;
  };
  if (within(0x0300, 0x036F) || within(0x200B, 0x200F) || within(0x202A, 0x202E) ||
      within(0x2060, 0x2069) || within(0xFE00, 0xFE0F) || point == 0xFEFF) {
    return 0;
  }
  if (within(0x1100, 0x115F) || within(0x2E80, 0xA4CF) || within(0xAC00, 0xD7A3) ||
      within(0xF900, 0xFAFF) || within(0xFE30, 0xFE6F) || within(0xFF00, 0xFF60) ||
      within(0xFFE0, 0xFFE6) || within(0x1F300, 0x1FAFF) || within(0x20000, 0x3FFFD)) {
    return 2;
  }
  return 1;
}

/// Characters that would move the cursor or reorder the line are shown as a replacement, so that a
/// policy cannot disguise what a finding points at.
bool is_unsafe(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

DisplayLine display(std::string_view line) {
  DisplayLine shown;
  shown.column_of_byte.reserve(line.size() + 1);
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t length = 1;
    const char32_t point = decode(line.substr(i), length);
    shown.column_of_byte.insert(shown.column_of_byte.end(), length, column);
    if (point == '\t') {
      const std::size_t spaces = kTabWidth - column % kTabWidth;
      shown.text.append(spaces, ' ');
      column += spaces;
    } else if (is_unsafe(point)) {
      shown.text += "\xEF\xBF\xBD";
      ++column;
    } else {
      shown.text += line.substr(i, length);
      column += columns(point);
    }
    i += length;
  }
  shown.column_of_byte.push_back(column);
  return shown;
}

std::string cut(const DisplayLine& line, std::string_view original, std::size_t from,
                std::size_t to) {
  std::size_t first = 0;
  while (first < original.size() && line.column_of_byte[first] < from) ++first;
  std::size_t last = first;
  while (last < original.size() && line.column_of_byte[last] < to) ++last;
  return display(original.substr(first, last - first)).text;
}

}  // namespace sla::diagnose
