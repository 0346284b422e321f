#include "compiler/reference/subject.h"

namespace sla::reference {

using events::kNone;

Ownership Subject::at(Instant t) const {
  Ownership found;
  for (const Ownership& ownership : history) {
    if (ownership.since > t) break;
    found = ownership;
  }
  return found;
}

Moment moment_of(const events::Log& log, std::uint64_t event, const Subject& before) {
  Moment moment;
  moment.event = event;
  moment.time = log.time[event];
  moment.code = log.code[event];
  moment.state_before = before.state;
  moment.owner_before = before.owner;
  moment.actor = log.actor[event];
  moment.reassigned = moment.code == events::kAssigned && log.owner[event] != kNone &&
                      before.owner != kNone && log.owner[event] != before.owner;
  return moment;
}

int entered_state(const agreement::Agreement& agreement, events::Code code) {
  const int state = static_cast<int>(code) - static_cast<int>(events::kFirstState);
  return state >= 0 && state < static_cast<int>(agreement.lifecycle.states.size()) ? state : -1;
}

void take_fields(Subject& subject, const events::Log& log, std::uint64_t event) {
  for (std::size_t f = 0; f < log.fields.size() && f < subject.fields.size(); ++f) {
    const events::FieldColumn& column = log.fields[f];
    if (column.set.empty()) continue;
    if (column.set[event] == 1) subject.fields[f] = column.value[event];
    if (column.set[event] == 2) subject.fields[f].reset();
  }
}

void take_owner(Subject& subject, const events::Log& log, const events::People* people,
                std::uint64_t event) {
  const std::uint32_t owner_before = subject.owner;
  const std::uint32_t team_before = subject.team;
  const std::uint32_t owner = log.owner[event];
  const bool names_owner = owner != kNone;
  const std::uint32_t roster_team =
      names_owner && people != nullptr ? people->at(owner, log.time[event]).team : kNone;

  if (names_owner) subject.owner = owner;
  if (log.team[event] != kNone) {
    subject.team = log.team[event];
    subject.team_of_roster = false;
  } else if (roster_team != kNone || (names_owner && owner != owner_before)) {
    subject.team = roster_team;
    subject.team_of_roster = true;
    subject.followed_to = log.time[event];
  }
  if (subject.owner != owner_before || subject.team != team_before) {
    subject.history.push_back({log.time[event], subject.owner, subject.team});
  }
}

void follow_roster(Subject& subject, const events::People* people, Instant t) {
  if (people == nullptr || !subject.team_of_roster) return;
  for (const events::Stint& stint : people->stints_of(subject.owner)) {
    if (stint.from > t) break;
    if (stint.from <= subject.followed_to || stint.team == subject.team) continue;
    subject.team = stint.team;
    subject.history.push_back({stint.from, subject.owner, subject.team});
  }
  subject.followed_to = t;
}

void take_hold(Subject& subject, const events::Log& log, std::uint64_t event) {
  if (log.code[event] == events::kHeld) subject.on_hold = true;
  if (log.code[event] == events::kResumed) subject.on_hold = false;
}

}  // namespace sla::reference
