#include "runtime/verdicts/period_grid.h"

#include <algorithm>
#include <tuple>

namespace sla::verdicts {
namespace {

/// The policy was checked, so its zone exists; a database that lost it since leaves UTC.
time::Zone zone_of(const PolicyShape& policy) {
  return time::Zone::find(policy.zone).value_or(time::Zone::utc());
}

}  // namespace

PeriodGrid::PeriodGrid(const PolicyShape& policy, const ClauseShape& clause, const Inputs& inputs)
    : policy_(policy), clause_(clause), inputs_(inputs), zone_(zone_of(policy)) {
  if (clause.group == GroupKind::none) list_group(kNoGroup);
  if (clause.group == GroupKind::team) {
    for (std::uint32_t team = 0; team < inputs.log->teams.size(); ++team) list_group(team);
  }
}

std::int64_t PeriodGrid::period_at(Instant t) const {
  return clause_.period.unit == PeriodUnit::whole_term
             ? 0
             : period_of(clause_.period, zone_.date_of(t));
}

std::int64_t PeriodGrid::group_key(std::uint32_t owner, std::uint32_t team,
                                   std::int64_t field_value) const {
  switch (clause_.group) {
    case GroupKind::none: return kNoGroup;
    case GroupKind::owner: return owner == events::kNone ? kNoGroup : std::int64_t{owner};
    case GroupKind::team: return team == events::kNone ? kNoGroup : std::int64_t{team};
    case GroupKind::field: return field_value;
  }
  return kNoGroup;
}

void PeriodGrid::list_period(std::int64_t period) {
  first_ = first_ ? std::min(*first_, period) : period;
  last_ = last_ ? std::max(*last_, period) : period;
}

void PeriodGrid::list_group(std::int64_t key) { groups_.insert(key); }

void PeriodGrid::list_term(std::optional<Instant> event) {
  if (!event && !policy_.has_term) return;
  const Instant from = event ? std::max(policy_.term_begin, *event) : policy_.term_begin;
  const Instant to = std::min(policy_.term_end - 1, inputs_.as_of);
  if (from > to) return;
  list_period(period_at(from));
  list_period(period_at(to));
}

std::string PeriodGrid::name_of_group(std::int64_t key) const {
  if (clause_.group == GroupKind::none) return "";
  if (key == kNoGroup) return "(none)";
  const auto id = static_cast<std::uint32_t>(key);
  switch (clause_.group) {
    case GroupKind::owner: return std::string(inputs_.log->owners.text(id));
    case GroupKind::team: return std::string(inputs_.log->teams.text(id));
    default: return clause_.group_name ? clause_.group_name(key) : std::to_string(key);
  }
}

std::vector<PeriodGrid::GroupName> PeriodGrid::sorted_groups() const {
  std::vector<GroupName> groups;
  for (const std::int64_t key : groups_) groups.push_back({key, name_of_group(key)});
  // People and teams by name, values of a field in their own order; what has no group comes last.
  const bool by_name = clause_.group != GroupKind::field;
  std::ranges::stable_sort(groups, {}, [&](const GroupName& group) {
    return std::tuple(group.key == kNoGroup, by_name ? group.name : std::string(), group.key);
  });
  return groups;
}

Instant PeriodGrid::begin_of(std::int64_t period) const {
  return zone_.start_of(first_date_of(clause_.period, period));
}

std::vector<PeriodSummary> PeriodGrid::cells() const {
  std::vector<PeriodSummary> cells;
  if (!first_) return cells;
  const bool whole_term = clause_.period.unit == PeriodUnit::whole_term;
  const std::vector<GroupName> groups = sorted_groups();
  for (std::int64_t period = *first_; period <= *last_; ++period) {
    PeriodSummary cell;
    cell.period = period;
    cell.label = label_of(clause_.period, period);
    cell.begin = whole_term ? policy_.term_begin : begin_of(period);
    cell.end = whole_term ? policy_.term_end : begin_of(period + 1);
    for (const GroupName& group : groups) {
      cell.group_key = group.key;
      cell.group = group.name;
      cells.push_back(cell);
    }
  }
  return cells;
}

}  // namespace sla::verdicts
