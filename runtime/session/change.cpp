#include "runtime/session/change.h"

#include <algorithm>
#include <map>

namespace sla::session {
namespace {

using actions::Notice;
using actions::NoticeState;
using actions::PointsEntry;
using verdicts::Correction;

bool only_time_passes(const Correction& change) {
  if (change.kind != Correction::Kind::changed) return false;
  const bool stands_still = change.was->status == "paused" && change.is->status == "paused";
  return std::ranges::all_of(change.columns, [&](std::string_view column) {
    return column.ends_with("_us") || (stands_still && (column == "due" || column == "breach"));
  });
}

bool says_the_same(const Notice& a, const Notice& b) {
  return a.kind == b.kind && a.at == b.at && a.deliver_at == b.deliver_at && a.to == b.to &&
         a.channel == b.channel && a.message == b.message;
}

/// What the change of one notice is; nothing when nobody has to know.
std::optional<ActionChange::Kind> kind_of(const Notice* was, const Notice* is) {
  using Kind = ActionChange::Kind;
  const auto in = [](const Notice* notice, NoticeState state) {
    return notice != nullptr && notice->state == state;
  };
  if (in(is, NoticeState::sent)) {
    if (!in(was, NoticeState::sent)) return Kind::due;
    if (!says_the_same(*was, *is)) return Kind::changed;
    return std::nullopt;
  }
  if (in(was, NoticeState::sent)) return Kind::revoked;
  const bool was_withdrawn = in(was, NoticeState::withdrawn);
  const bool is_withdrawn = in(is, NoticeState::withdrawn);
  if (is_withdrawn && !was_withdrawn) return Kind::withdrawn;
  if (was_withdrawn && !is_withdrawn) return Kind::restored;
  return std::nullopt;
}

bool is_same(const PointsEntry& a, const PointsEntry& b) {
  return a.at == b.at && a.counts_at == b.counts_at && a.points == b.points && a.to == b.to &&
         a.owner == b.owner && a.team == b.team;
}

using PointsByKey = std::multimap<actions::Key, const PointsEntry*>;

PointsByKey by_key(const std::vector<PointsEntry>& entries) {
  PointsByKey keyed;
  for (const PointsEntry& entry : entries) keyed.emplace(entry.key, &entry);
  return keyed;
}

/// The entries of `a` that are not in `b`.
std::vector<const PointsEntry*> without(const PointsByKey& a, PointsByKey b) {
  std::vector<const PointsEntry*> rest;
  for (const auto& [key, entry] : a) {
    const auto [first, last] = b.equal_range(key);
    const auto same = std::find_if(
        first, last, [&](const auto& other) { return is_same(*entry, *other.second); });
    if (same == last) rest.push_back(entry);
    else b.erase(same);
  }
  return rest;
}

}  // namespace

std::string_view name_of(ActionChange::Kind kind) {
  switch (kind) {
    case ActionChange::Kind::due: return "due";
    case ActionChange::Kind::withdrawn: return "withdrawn";
    case ActionChange::Kind::revoked: return "revoked";
    case ActionChange::Kind::restored: return "restored";
    case ActionChange::Kind::changed: return "changed";
    case ActionChange::Kind::given: return "given";
    case ActionChange::Kind::taken: return "taken";
  }
  return "";
}

void compare(const std::vector<verdicts::NamedRow>& was, const std::vector<verdicts::NamedRow>& is,
             bool correction, std::vector<Change>& changes) {
  for (Correction& change : verdicts::compare(was, is)) {
    if (correction || !only_time_passes(change)) changes.push_back({correction, std::move(change)});
  }
}

void compare(const actions::Actions& was, const actions::Actions& is,
             const verdicts::PolicyShape& shape, bool correction, std::vector<Change>& changes) {
  std::map<actions::Key, std::pair<const Notice*, const Notice*>> notices;
  for (const Notice& notice : was.notices) notices[notice.key].first = &notice;
  for (const Notice& notice : is.notices) notices[notice.key].second = &notice;
  for (const auto& [key, pair] : notices) {
    const auto kind = kind_of(pair.first, pair.second);
    if (!kind) continue;
    const Notice& shown = pair.second != nullptr ? *pair.second : *pair.first;
    changes.push_back({correction, ActionChange{*kind, text_of(key, shape), shown, std::nullopt}});
  }
  const auto before = by_key(was.points), after = by_key(is.points);
  for (const PointsEntry* entry : without(before, after)) {
    changes.push_back({correction, ActionChange{ActionChange::Kind::taken,
                                                text_of(entry->key, shape), std::nullopt, *entry}});
  }
  for (const PointsEntry* entry : without(after, before)) {
    changes.push_back({correction, ActionChange{ActionChange::Kind::given,
                                                text_of(entry->key, shape), std::nullopt, *entry}});
  }
}

}  // namespace sla::session
