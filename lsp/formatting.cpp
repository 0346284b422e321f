// The one style, by the engine of `sla fmt`, as the fewest lines that change.

#include <algorithm>

#include "compiler/format/format.h"
#include "lsp/features.h"

namespace sla::lsp {
namespace {

std::expected<std::string, Failure> formatted(const Document& document) {
  source::Sources sources;
  const auto file = sources.add(document.path, document.text);
  if (!file) return std::unexpected(Failure{kRequestFailed, file.error().message});
  diagnose::Findings findings;
  auto text = format::format(sources, *file, findings);
  if (text) return *text;
  findings.settle();
  return std::unexpected(Failure{
      kRequestFailed, findings.empty() ? std::string("the text cannot be read")
                                       : "not formatted: " + findings.all().front().message});
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t length = end == text.npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

/// A change of whole lines: those in [begin, end) of the old text become `text`.
struct LineEdit {
  std::size_t begin = 0, end = 0;
  std::string text;
};

/// Formatting moves blanks and line breaks, so two texts agree again where their words do: lines
/// are paired by what they say without blanks.
std::vector<LineEdit> edits_between(const std::vector<std::string_view>& before,
                                    const std::vector<std::string_view>& after) {
  std::vector<LineEdit> edits;
  std::size_t left = 0, right = 0;
  const auto same = [&](std::size_t a, std::size_t b) { return before[a] == after[b]; };
  while (left < before.size() || right < after.size()) {
    if (left < before.size() && right < after.size() && same(left, right)) {
      ++left, ++right;
      continue;
    }
    // The nearest lines from which on they agree; a bounded search keeps it linear.
    constexpr std::size_t kFar = 40;
    std::size_t skip_left = before.size() - left, skip_right = after.size() - right;
    bool found = false;
    for (std::size_t distance = 1; distance < 2 * kFar && !found; ++distance) {
      for (std::size_t a = 0; a <= distance && !found; ++a) {
        const std::size_t b = distance - a;
        if (left + a >= before.size() || right + b >= after.size()) continue;
        if (!same(left + a, right + b) || before[left + a].size() < 3) continue;
        skip_left = a, skip_right = b, found = true;
      }
    }
    LineEdit edit{left, left + skip_left, ""};
    for (std::size_t i = right; i < right + skip_right; ++i) edit.text += after[i];
    edits.push_back(std::move(edit));
    left += skip_left, right += skip_right;
  }
  return edits;
}

Json to_json(const LineEdit& edit) {
  const auto line = [](std::size_t number) {
    return to_json(Position{static_cast<std::uint32_t>(number), 0});
  };
  return {{"range", {{"start", line(edit.begin)}, {"end", line(edit.end)}}},
          {"newText", edit.text}};
}

std::expected<std::vector<LineEdit>, Failure> edits_for(const Document& document) {
  // A lone CR would be a line to the protocol and none to this comparison.
  auto text = formatted(document);
  if (!text) return std::unexpected(text.error());
  const auto before = lines_of(document.text);
  if (document.text.find('\r') == document.text.npos) return edits_between(before, lines_of(*text));
  if (*text == document.text) return std::vector<LineEdit>{};
  const Lines lines(document.text);
  return std::vector<LineEdit>{{0, lines.count(), *text}};
}

}  // namespace

Answer formatting(const Document& document, const Session&) {
  const auto edits = edits_for(document);
  if (!edits) return std::unexpected(edits.error());
  Json result = Json::array();
  for (const LineEdit& edit : *edits) result.push_back(to_json(edit));
  return result;
}

Answer range_formatting(const Document& document, const Session&, const Json& range) {
  const auto start = position_in(range.at("start")), end = position_in(range.at("end"));
  if (!start || !end) return std::unexpected(Failure{kInvalidParams, "`range` is no range"});
  const auto edits = edits_for(document);
  if (!edits) return std::unexpected(edits.error());
  Json result = Json::array();
  for (const LineEdit& edit : *edits) {
    const bool touches = edit.begin <= end->line && edit.end > start->line;
    // All changes that touch the range: each by itself leaves a text that reads the same.
    if (touches || (edit.begin == edit.end && edit.begin == start->line))
      result.push_back(to_json(edit));
  }
  return result;
}

}  // namespace sla::lsp
