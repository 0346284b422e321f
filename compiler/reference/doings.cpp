#include "compiler/reference/doings.h"

#include <algorithm>

#include "compiler/reference/conditions.h"

namespace sla::reference {
namespace {

using agreement::By;
using agreement::Discharge;

bool is_event_of(const Discharge& thing, const Moment& moment, const Subject& subject) {
  if (!contains(thing.events, moment.code) && !(thing.left_states != 0 && thing.events.empty())) {
    return false;
  }
  if (thing.left_states == 0) return true;
  return has_state(thing.left_states, moment.state_before) &&
         !has_state(thing.left_states, subject.state);
}

}  // namespace

bool Doings::is_theirs(const Discharge& thing, const Moment& moment, const Subject& subject) const {
  if (thing.by == By::anyone) return true;
  if (moment.actor == events::kNone) return false;
  if (thing.by == By::owner) return moment.actor == subject.owner;
  if (people_ == nullptr) return false;
  return people_->at(moment.actor, moment.time).party == static_cast<std::uint32_t>(thing.by_party);
}

Doings::Seen Doings::see(const Moment& moment, const Subject& subject) {
  Seen seen;
  for (std::size_t i = 0; i < things_.size(); ++i) {
    const Discharge& thing = things_[i];
    const std::uint32_t bit = 1u << i;
    if (thing.fields.empty()) {
      if (!is_event_of(thing, moment, subject) || !is_theirs(thing, moment, subject)) continue;
      seen.hold |= bit;
      seen.happened |= bit;
      continue;
    }
    Record& record = records_[i];
    const bool was_known = record.known;
    record.known = std::ranges::all_of(thing.fields, [&](int field) {
      return subject.fields[static_cast<std::size_t>(field)].has_value();
    });
    if (record.known && !was_known) record.counts = is_theirs(thing, moment, subject);
    if (!record.known || !record.counts) continue;
    seen.hold |= bit;
    if (!was_known) seen.happened |= bit;
  }
  return seen;
}

}  // namespace sla::reference
