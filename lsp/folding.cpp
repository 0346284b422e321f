// What can be folded: blocks in braces, and comments of several lines.

#include "compiler/parse/words.h"
#include "lsp/features.h"

namespace sla::lsp {

Json folding_ranges(const Place& place, const Session&) {
  const Lines& lines = place.snapshot->lines(place.file);
  const auto line_of = [&](std::uint32_t offset) {
    return lines.position(offset, Encoding::utf8).line;
  };
  Json ranges = Json::array();
  std::vector<std::uint32_t> open;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> comment;
  const auto end_comment = [&] {
    if (comment && comment->second > comment->first)
      ranges.push_back(
          {{"startLine", comment->first}, {"endLine", comment->second}, {"kind", "comment"}});
    comment.reset();
  };
  for (const parse::Word& word : parse::words(place.snapshot->sources(), place.file)) {
    const std::uint32_t line = line_of(word.span.begin);
    if (word.kind == parse::WordKind::comment) {
      if (comment && line == comment->second + 1) comment->second = line;
      else end_comment(), comment.emplace(line, line);
      continue;
    }
    end_comment();
    const std::string_view text = place.snapshot->sources().text(word.span);
    if (text == "{") open.push_back(line);
    if (text != "}" || open.empty()) continue;
    // The closing brace stays to be seen.
    if (line > open.back() + 1)
      ranges.push_back({{"startLine", open.back()}, {"endLine", line - 1}});
    open.pop_back();
  }
  end_comment();
  return ranges;
}

}  // namespace sla::lsp
