#include "runtime/ingest/nearest_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sla::ingest {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

/// Longer words are data, not names: comparing them would only cost time.
constexpr std::size_t kLongestWord = 64;

}  // namespace

std::string fold_case(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

std::optional<std::string> nearest_name(std::string_view word,
                                        const std::vector<std::string>& candidates) {
  if (word.size() > kLongestWord) return std::nullopt;
  const std::string folded = fold_case(word);
  std::optional<std::string> best;
  std::pair<std::size_t, bool> best_rank;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestWord) continue;
    const std::size_t distance = edit_distance(folded, fold_case(candidate));
    const std::size_t allowed =
        std::max<std::size_t>(1, std::max(word.size(), candidate.size()) / 3);
    // People seldom get the first letter wrong: of `sal` and `call`, `cal` meant the second.
    const std::pair rank(distance, folded.substr(0, 1) != fold_case(candidate).substr(0, 1));
    if (distance > allowed || (best && rank >= best_rank)) continue;
    best = candidate;
    best_rank = rank;
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const auto name = nearest_name(word, candidates);
  return name ? fmt::format("did you mean `{}`?", *name) : std::string();
}

}  // namespace sla::ingest
