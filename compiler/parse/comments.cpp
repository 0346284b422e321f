#include "compiler/parse/comments.h"

#include <algorithm>
#include <string_view>

namespace sla::parse {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// Where the comment of a line begins. A quoted text ends on its line, so no line needs another.
std::size_t comment_in(std::string_view line) {
  bool quoted = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '"') quoted = !quoted;
    else if (quoted && line[at] == '\\') ++at;
    else if (!quoted && line[at] == '#') return at;
  }
  return kNone;
}

}  // namespace

Comments comments(const source::Sources& sources, std::uint32_t file) {
  const source::File& text = sources.file(file);
  Comments result;
  result.first_word = text.line_count() + 1;
  result.has_words.assign(text.line_count() + 1, false);
  for (std::uint32_t number = 1; number <= text.line_count(); ++number) {
    const std::string_view line = text.line(number);
    const std::size_t at = comment_in(line);
    const bool words = line.substr(0, at).find_first_not_of(" \t\r") != kNone;
    result.has_words[number] = words;
    if (words) result.first_word = std::min(result.first_word, number);
    if (at == kNone) continue;
    const auto begin = static_cast<std::uint32_t>(line.data() - text.text().data() + at);
    const auto end = static_cast<std::uint32_t>(begin + line.size() - at);
    result.all.push_back({{file, begin, end}, !words});
  }
  return result;
}

}  // namespace sla::parse
