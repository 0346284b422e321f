#include "compiler/compare/changes.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "compiler/compare/facts.h"

namespace sla::compare {
namespace {

using agreement::Clause;

std::vector<const Agreement*> records_of(const Agreement& agreement) {
  std::vector<const Agreement*> records = {&agreement};
  for (const Agreement& other : agreement.others) records.push_back(&other);
  return records;
}

std::vector<RecordPair> pair_records(const Agreement& was, const Agreement& is) {
  std::vector<RecordPair> pairs;
  std::vector<const Agreement*> left = records_of(was);
  for (const Agreement* now : records_of(is)) {
    const auto before = std::ranges::find(left, now->subject_kind,
                                          [](const Agreement* each) { return each->subject_kind; });
    pairs.push_back({before == left.end() ? nullptr : *before, now});
    if (before != left.end()) left.erase(before);
  }
  for (const Agreement* before : left) pairs.push_back({before, nullptr});
  return pairs;
}

/// How alike two clauses of other names are: what is done and what starts it count most. Nothing
/// when they are two promises.
std::optional<int> likeness(const Agreement& a, const Clause& was, const Agreement& b,
                            const Clause& is) {
  if (was.kind != is.kind) return std::nullopt;
  const Facts before = facts_of(a, was), now = facts_of(b, is);
  int alike = 0, core = 0, wanted = 0;
  for (const Fact& fact : now) {
    const bool is_core = fact.key == "discharge" || fact.key == "start" || fact.key == "counted" ||
                         fact.key == "forbidden" || fact.key == "party";
    wanted += is_core ? 1 : 0;
    const bool same = std::ranges::any_of(before, [&](const Fact& each) {
      return each.key == fact.key && each.where == fact.where && each.canon == fact.canon;
    });
    if (!same || fact.key == "name") continue;
    ++alike;
    core += is_core ? 1 : 0;
  }
  if (core < wanted) return std::nullopt;
  return alike;
}

/// Pairs the clauses of one record: by name, then those that are most alike.
std::vector<std::pair<int, int>> pair_clauses(const Agreement& a, const Agreement& b) {
  std::vector<int> partner(b.clauses.size(), -1);
  std::vector<bool> taken(a.clauses.size(), false);
  for (std::size_t n = 0; n < b.clauses.size(); ++n) {
    const auto same = std::ranges::find(a.clauses, b.clauses[n].name, &Clause::name);
    if (same == a.clauses.end()) continue;
    partner[n] = static_cast<int>(same - a.clauses.begin());
    taken[static_cast<std::size_t>(partner[n])] = true;
  }
  struct Candidate {
    int alike;
    std::size_t was, is;
  };
  std::vector<Candidate> candidates;
  for (std::size_t n = 0; n < b.clauses.size(); ++n) {
    for (std::size_t o = 0; partner[n] < 0 && o < a.clauses.size(); ++o) {
      if (taken[o]) continue;
      const auto alike = likeness(a, a.clauses[o], b, b.clauses[n]);
      if (alike) candidates.push_back({*alike, o, n});
    }
  }
  std::ranges::stable_sort(candidates, std::ranges::greater{}, &Candidate::alike);
  for (const Candidate& each : candidates) {
    if (taken[each.was] || partner[each.is] >= 0) continue;
    partner[each.is] = static_cast<int>(each.was);
    taken[each.was] = true;
  }
  std::vector<std::pair<int, int>> pairs;
  for (std::size_t n = 0; n < b.clauses.size(); ++n) pairs.emplace_back(partner[n], n);
  for (std::size_t o = 0; o < a.clauses.size(); ++o) {
    if (!taken[o]) pairs.emplace_back(static_cast<int>(o), -1);
  }
  return pairs;
}

/// A copy of the old record in which paired clauses have their new names, so that conditions which
/// ask for a renamed clause read the same.
Agreement renamed(const Agreement& was, const Agreement& is,
                  const std::vector<std::pair<int, int>>& pairs) {
  Agreement copy = was;
  for (const auto& [o, n] : pairs) {
    if (o < 0 || n < 0) continue;
    copy.clauses[static_cast<std::size_t>(o)].name = is.clauses[static_cast<std::size_t>(n)].name;
  }
  return copy;
}

std::vector<Detail> details_of(const Agreement& was, const Clause& old_clause, const Agreement& is,
                               const Clause& clause) {
  Facts before = facts_of(was, old_clause);
  // The copy carries the new name; the old one is what a reader knows.
  return differences(before, facts_of(is, clause));
}

void compare_record(std::size_t record, const RecordPair& pair, Changes& changes) {
  if (pair.was == nullptr || pair.is == nullptr) {
    const Agreement& only = pair.is != nullptr ? *pair.is : *pair.was;
    for (std::size_t c = 0; c < only.clauses.size(); ++c) {
      const int index = static_cast<int>(c);
      changes.clauses.push_back(
          {record, pair.is != nullptr ? -1 : index, pair.is != nullptr ? index : -1, {}});
    }
    const std::string kind = only.subject_kind;
    changes.agreement.push_back({"record", "record", pair.is != nullptr ? "" : kind,
                                 pair.is != nullptr ? kind : "", Aspect::around});
    return;
  }
  const auto pairs = pair_clauses(*pair.was, *pair.is);
  const Agreement was = renamed(*pair.was, *pair.is, pairs);
  for (const auto& [o, n] : pairs) {
    ClauseChange change{record, o, n, {}};
    if (o >= 0 && n >= 0) {
      const Clause& before = was.clauses[static_cast<std::size_t>(o)];
      change.details =
          details_of(was, before, *pair.is, pair.is->clauses[static_cast<std::size_t>(n)]);
      const std::string& name = pair.was->clauses[static_cast<std::size_t>(o)].name;
      if (name != before.name) {
        change.details.insert(change.details.begin(),
                              {"name", "name", name, before.name, Aspect::wording});
      }
    }
    changes.clauses.push_back(std::move(change));
  }
  const bool main = record == 0;
  for (Detail& each : differences(facts_of(was, main), facts_of(*pair.is, main))) {
    changes.agreement.push_back(std::move(each));
  }
}

bool words_only(const std::vector<Detail>& details) {
  return std::ranges::all_of(details,
                             [](const Detail& each) { return each.aspect == Aspect::wording; });
}

std::string name_of(const Changes& changes, const ClauseChange& change) {
  const RecordPair& pair = changes.records[change.record];
  return change.is >= 0 ? pair.is->clauses[static_cast<std::size_t>(change.is)].name
                        : pair.was->clauses[static_cast<std::size_t>(change.was)].name;
}

std::string line_of(const Detail& each) {
  if (each.was.empty()) return fmt::format("{}: new: {}", each.what, each.is);
  if (each.is.empty()) return fmt::format("{}: no longer: {}", each.what, each.was);
  return fmt::format("{}: {} -> {}", each.what, each.was, each.is);
}

}  // namespace

const char* name_of(Aspect aspect) {
  switch (aspect) {
    case Aspect::wording: return "wording";
    case Aspect::around: return "around";
    case Aspect::verdict: return "verdict";
  }
  return "";
}

bool ClauseChange::concerns(Aspect aspect) const {
  return std::ranges::any_of(details, [&](const Detail& each) { return each.aspect == aspect; });
}

bool Changes::same_meaning() const {
  return words_only(agreement) && std::ranges::all_of(clauses, [](const ClauseChange& each) {
           return each.was >= 0 && each.is >= 0 && words_only(each.details);
         });
}

Changes changes(const Agreement& was, const Agreement& is) {
  Changes changes;
  changes.records = pair_records(was, is);
  for (std::size_t r = 0; r < changes.records.size(); ++r) {
    compare_record(r, changes.records[r], changes);
  }
  std::ranges::stable_partition(changes.clauses,
                                [](const ClauseChange& each) { return each.is >= 0; });
  return changes;
}

std::vector<std::string> summary_of(const Changes& changes) {
  std::vector<std::string> lines;
  for (const Detail& each : changes.agreement) {
    if (each.aspect != Aspect::wording) lines.push_back(line_of(each));
  }
  for (const ClauseChange& each : changes.clauses) {
    const std::string name = name_of(changes, each);
    if (each.was < 0) lines.push_back(fmt::format("clause {} is new", name));
    if (each.is < 0) lines.push_back(fmt::format("clause {} is gone", name));
    for (const Detail& detail : each.details) {
      if (detail.aspect == Aspect::wording) continue;
      lines.push_back(fmt::format("clause {}, {}", name, line_of(detail)));
    }
  }
  return lines;
}

}  // namespace sla::compare
