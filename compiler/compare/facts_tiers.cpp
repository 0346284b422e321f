// Which tier of one version is which of the other.
#include <algorithm>
#include <map>

#include "compiler/compare/facts.h"

namespace sla::compare {
namespace {

std::vector<const Fact*> tiers_of(const Facts& facts) {
  std::vector<const Fact*> tiers;
  for (const Fact& fact : facts) {
    if (fact.key == "tier") tiers.push_back(&fact);
  }
  return tiers;
}

/// Takes away the pairs that `fits` finds, and notes the new name of the old tier.
template <class Fits>
void pair_tiers(std::vector<const Fact*>& was, std::vector<const Fact*>& is,
                std::map<std::string, std::string>& names, Fits fits) {
  std::erase_if(was, [&](const Fact* before) {
    const auto now =
        std::ranges::find_if(is, [&](const Fact* each) { return fits(*before, *each); });
    if (now == is.end()) return false;
    names[before->where] = (*now)->where;
    is.erase(now);
    return true;
  });
}

std::string renamed_lines(const std::string& lines,
                          const std::map<std::string, std::string>& names) {
  std::string text;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin);
    const std::string line = lines.substr(begin, end - begin);
    const auto name = names.find(line);
    text += (name == names.end() ? line : name->second) + "\n";
    begin = end + 1;
  }
  return text;
}

}  // namespace

void align_tiers(Facts& was, const Facts& is) {
  std::vector<const Fact*> before = tiers_of(was), now = tiers_of(is);
  std::map<std::string, std::string> names;
  pair_tiers(before, now, names, [](const Fact& a, const Fact& b) { return a.where == b.where; });
  pair_tiers(before, now, names, [](const Fact& a, const Fact& b) { return a.canon == b.canon; });
  pair_tiers(before, now, names, [](const Fact&, const Fact&) { return true; });
  for (Fact& fact : was) {
    const bool of_tier = fact.key == "tier" || fact.key == "target";
    const auto name = names.find(fact.where);
    if (of_tier && name != names.end()) fact.where = name->second;
    if (fact.key == "tier_order") fact.canon = renamed_lines(fact.canon, names);
  }
}

}  // namespace sla::compare
