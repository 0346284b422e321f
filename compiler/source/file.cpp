#include <algorithm>
#include <utility>

#include "compiler/source/source.h"

namespace sla::source {

Span join(Span first, Span last) {
  return {first.file, std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

File::File(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  line_begins_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    // A lone CR ends a line as well: the lexer says so, and positions must agree with it.
    const bool lone_return = text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n');
    if (text_[i] == '\n' || lone_return) line_begins_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

File::File(std::string path, std::string text, Expansion expansion)
    : File(std::move(path), std::move(text)) {
  expansion_ = std::make_shared<const Expansion>(std::move(expansion));
}

Position File::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - line_begins_.begin());
  Position position{line, 1};
  for (std::uint32_t i = line_begins_[line - 1]; i < offset; ++i) {
    const bool continuation = (static_cast<unsigned char>(text_[i]) & 0xC0U) == 0x80U;
    if (!continuation) ++position.column;
  }
  return position;
}

std::string_view File::line(std::uint32_t number) const {
  if (number == 0 || number > line_count()) return {};
  const std::uint32_t begin = line_begins_[number - 1];
  const auto end =
      number < line_count() ? line_begins_[number] : static_cast<std::uint32_t>(text_.size());
  std::string_view text = std::string_view(text_).substr(begin, end - begin);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace sla::source
