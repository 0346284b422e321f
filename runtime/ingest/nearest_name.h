#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sla::ingest {

/// ASCII letters lowered, everything else as it is: how names and words are compared when an exact
/// match fails.
std::string fold_case(std::string_view text);

/// `text` without spaces, tabs and line breaks at its ends.
inline std::string_view trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// The candidate nearest to `word` by edit distance (insert, delete, replace, swap), case ignored,
/// when it is near enough to be what was meant: at most a third of the longer length, at least one.
std::optional<std::string> nearest_name(std::string_view word,
                                        const std::vector<std::string>& candidates);

/// "did you mean `x`?" for the nearest candidate, or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace sla::ingest
