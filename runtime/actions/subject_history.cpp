#include "runtime/actions/subject_history.h"

#include <algorithm>

namespace sla::actions {
namespace {

std::uint32_t entry(const std::vector<std::uint32_t>& table, std::uint32_t id,
                    std::uint32_t missing) {
  return id < table.size() ? table[id] : missing;
}

}  // namespace

SubjectHistory::SubjectHistory(const verdicts::Inputs& inputs, const PolicySteps& policy,
                               std::uint32_t subject)
    : inputs_(inputs), policy_(policy), first_(inputs.log->subject_begin[subject]) {
  const events::Log& log = *inputs.log;
  Holder holder;
  after_.push_back(holder);
  for (std::uint64_t e = first_; e < log.subject_begin[subject + 1]; ++e) {
    if (log.time[e] > inputs.as_of) break;
    follow(holder, e);
    after_.push_back(holder);
  }
}

void SubjectHistory::follow(Holder& holder, std::uint64_t event) const {
  const events::Log& log = *inputs_.log;
  const std::uint32_t named = log.owner[event];
  const std::uint32_t by_roster = inputs_.people->at(named, log.time[event]).team;
  if (log.team[event] != events::kNone) {
    holder.team = log.team[event];
    holder.team_of_roster = false;
  } else if (by_roster != events::kNone || (named != events::kNone && named != holder.owner)) {
    holder.team = by_roster;
    holder.team_of_roster = true;
  }
  if (named != events::kNone) holder.owner = named;
  if (policy_.zone_field < 0) return;
  const events::FieldColumn& zones = log.fields[static_cast<std::size_t>(policy_.zone_field)];
  if (zones.set.empty() || zones.set[event] == 0) return;
  holder.lead_zone =
      zones.set[event] == 1
          ? entry(inputs_.people->text_zone, static_cast<std::uint32_t>(zones.value[event]), 0)
          : 0;
}

const SubjectHistory::Holder& SubjectHistory::at(Instant t) const {
  const auto begin = inputs_.log->time.begin() + static_cast<std::ptrdiff_t>(first_);
  const auto end = begin + static_cast<std::ptrdiff_t>(after_.size() - 1);
  return after_[static_cast<std::size_t>(std::upper_bound(begin, end, t) - begin)];
}

std::uint32_t SubjectHistory::owner_at(Instant t) const { return at(t).owner; }
std::uint32_t SubjectHistory::team_at(Instant t) const {
  const Holder& holder = at(t);
  return holder.team_of_roster ? inputs_.people->at(holder.owner, t).team : holder.team;
}

const time::Calendar& SubjectHistory::calendar_at(int calendar, Instant t) const {
  const auto& zones = inputs_.calendars[static_cast<std::size_t>(calendar)];
  std::size_t zone = 0;
  switch (policy_.calendars[static_cast<std::size_t>(calendar)]) {
    case ZoneOf::fixed: break;
    case ZoneOf::owner: zone = inputs_.people->at(at(t).owner, t).zone; break;
    case ZoneOf::lead: zone = at(t).lead_zone; break;
  }
  return *zones[zone < zones.size() ? zone : 0];
}

}  // namespace sla::actions
