#include "compiler/analyze/one_sided.h"

#include <algorithm>

#include <fmt/format.h>

namespace sla::analyze {
namespace {

bool promises(const agreement::Agreement& agreement, std::size_t party) {
  const auto obliges = [&](const agreement::Clause& clause) {
    return static_cast<std::size_t>(clause.party) == party;
  };
  return std::ranges::any_of(agreement.clauses, obliges) ||
         std::ranges::any_of(agreement.others,
                             [&](const auto& other) { return promises(other, party); });
}

}  // namespace

void one_sided(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  const auto& parties = subject.whole.parties;
  std::vector<bool> bound;
  for (std::size_t party = 0; party < parties.size(); ++party)
    bound.push_back(promises(subject.whole, party));
  // An agreement in which nobody promises anything is a beginning, not an injustice.
  if (std::ranges::none_of(bound, std::identity{})) return;
  for (std::size_t party = 0; party < parties.size(); ++party) {
    if (bound[party]) continue;
    const bool written = parties[party].span != source::Span{};
    auto& found = findings.emplace_back(
        finding(diagnose::Code::one_sided, written ? parties[party].span : subject.whole.title_span,
                fmt::format("`{}` promises nothing in this agreement", parties[party].name),
                written ? "no clause obliges it" : "no clause obliges one of its parties"));
    found.help = fmt::format("add what {} owes the others in return, such as `{} must ...`",
                             parties[party].name, parties[party].name);
  }
}

}  // namespace sla::analyze
