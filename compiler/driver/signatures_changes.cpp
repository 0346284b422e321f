#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "compiler/driver/signatures.h"

namespace sla::driver {
namespace {

/// What a meaning says of one thing: its first line and those below.
struct Section {
  std::string what;
  std::vector<std::string> lines;
};

/// "clause speed_to_lead" of `clause speed_to_lead "Every MQL ..." deadline by sales`.
std::string name_of(const std::string& line) {
  const std::size_t first = line.find(' ');
  if (first == std::string::npos) return line;
  if (line.starts_with("agreement ")) return "agreement";
  const std::size_t second = line.find(' ', first + 1);
  return line.substr(0, second);
}

std::vector<Section> sections_of(const std::string& meaning) {
  std::vector<Section> sections;
  std::map<std::string, int> seen;
  std::istringstream in(meaning);
  for (std::string line; std::getline(in, line);) {
    const bool inside = line.starts_with(' ') && !sections.empty();
    if (!inside) {
      std::string what = name_of(line);
      // A calendar is printed, and its days listed once more when holidays are resolved.
      const int before = seen[what]++;
      if (before > 0) what += before == 1 ? " (days)" : " (" + std::to_string(before + 1) + ")";
      sections.push_back({what, {}});
    }
    const std::size_t begin = line.find_first_not_of(' ');
    sections.back().lines.push_back(begin == std::string::npos ? "" : line.substr(begin));
  }
  return sections;
}

/// The lines of one that the other does not have, in order; of repeated ones as many as are more.
std::vector<std::string> only_in(const std::vector<std::string>& lines,
                                 const std::vector<std::string>& others) {
  std::multiset<std::string> left(others.begin(), others.end());
  std::vector<std::string> result;
  for (const std::string& line : lines) {
    if (const auto found = left.find(line); found != left.end()) {
      left.erase(found);
    } else {
      result.push_back(line);
    }
  }
  return result;
}

}  // namespace

std::vector<MeaningChange> meaning_changes(const std::string& before, const std::string& after) {
  std::vector<MeaningChange> changes;
  std::map<std::string, std::vector<std::string>> old;
  for (Section& section : sections_of(before)) old[section.what] = std::move(section.lines);
  for (const Section& section : sections_of(after)) {
    const auto found = old.find(section.what);
    const std::vector<std::string> was =
        found == old.end() ? std::vector<std::string>{} : std::move(found->second);
    if (found != old.end()) old.erase(found);
    if (was == section.lines) continue;
    MeaningChange change{section.what, only_in(was, section.lines), only_in(section.lines, was)};
    if (change.before.empty() && change.after.empty()) change = {section.what, was, section.lines};
    changes.push_back(std::move(change));
  }
  for (auto& [what, lines] : old) changes.push_back({what, std::move(lines), {}});
  return changes;
}

}  // namespace sla::driver
