// Whose doing counts, and who promises it.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/clause_parts.h"

namespace sla::check {
namespace {

using agreement::By;
using agreement::Clause;
using agreement::ClauseKind;
using agreement::Discharge;

bool is_by_another(const Discharge& discharge, int party) {
  return discharge.by == By::party && discharge.by_party >= 0 && discharge.by_party != party;
}

/// The first thing that only another party can do, if the clause comes down to it: one of several
/// that all have to be done, or each of those of which one is enough. Null otherwise.
const Discharge* done_by_another(const std::vector<Discharge>& things, bool all, int party) {
  const auto theirs = [&](const Discharge& each) { return is_by_another(each, party); };
  if (!all && !std::ranges::all_of(things, theirs)) return nullptr;
  const auto found = std::ranges::find_if(things, theirs);
  return found == things.end() ? nullptr : &*found;
}

}  // namespace

void check_party(Context& context, const ClauseScope& scope, const Clause& clause) {
  const bool forbids = clause.kind == ClauseKind::prohibition;
  if (!forbids && !agreement::has_clock(clause.kind)) return;
  const auto& things = forbids ? clause.prohibition.forbidden : clause.deadline.discharges;
  const Discharge* theirs = done_by_another(things, !forbids && clause.deadline.all, clause.party);
  if (theirs == nullptr) return;
  const auto name_of = [&](int party) -> const std::string& {
    return context.agreement.parties[static_cast<std::size_t>(party)].name;
  };
  const std::string& bound = name_of(clause.party);
  const std::string& other = name_of(theirs->by_party);
  auto& finding =
      context.add(Code::wrong_party, theirs->span,
                  forbids ? fmt::format("{} is forbidden what only {} can do", bound, other)
                          : fmt::format("{} promises what only {} can do", bound, other),
                  fmt::format("counts only when {} does it", other));
  finding.secondary.push_back({scope.syntax.party.span, fmt::format("{} is held to it", bound)});
  finding.help = fmt::format("let {} promise it, or write `by {}`", other, bound);
}

}  // namespace sla::check
