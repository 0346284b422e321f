#include "runtime/time/zone_suggest.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace sla::time {
namespace {

std::string folded(std::string_view name) {
  std::string result(name);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ') c = '_';
  }
  return result;
}

std::string_view city(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

/// Letters to insert, delete or replace.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> nearest_zone_names(std::string_view wrong,
                                            const std::vector<std::string>& names) {
  constexpr std::size_t kLongestName = 64;
  if (wrong.empty() || wrong.size() > kLongestName) return {};
  const std::string asked = folded(wrong);
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const std::string& name : names) {
    const std::string candidate = folded(name);
    const std::size_t whole = edit_distance(asked, candidate);
    // A right city under the wrong continent is a near miss as well.
    const std::size_t by_city = edit_distance(city(asked), city(candidate)) + 1;
    const std::size_t distance = std::min(whole, by_city);
    if (distance <= std::max<std::size_t>(1, city(asked).size() / 3)) {
      found.emplace_back(distance, name);
    }
  }
  std::sort(found.begin(), found.end());
  if (found.size() > 3) found.resize(3);
  std::vector<std::string> nearest;
  for (auto& [distance, name] : found) nearest.push_back(std::move(name));
  return nearest;
}

}  // namespace sla::time
