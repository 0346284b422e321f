#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/events/log.h"
#include "runtime/events/people.h"

namespace sla::reference {

using time::Instant;

/// Who had the subject from an instant on: after an event, or when the roster moved its owner.
struct Ownership {
  Instant since = 0;
  std::uint32_t owner = events::kNone;
  std::uint32_t team = events::kNone;
};

/// A subject between two events: what the log has said about it so far.
struct Subject {
  std::vector<std::optional<std::int64_t>> fields;  ///< By the agreement's field index.
  int state = -1;
  bool on_hold = false;
  std::uint32_t owner = events::kNone;
  std::uint32_t team = events::kNone;
  bool team_of_roster = false;     ///< No event named the team: it is the owner's, whichever then.
  Instant followed_to = 0;         ///< With `team_of_roster`: the roster was asked up to here.
  std::vector<Ownership> history;  ///< Ascending; one entry per change of owner or team.

  /// Who had it at t: after every event at or before t.
  Ownership at(Instant t) const;
};

/// An event as the clauses see it: the event itself and what the subject was before it.
struct Moment {
  std::uint64_t event = 0;  ///< Index into the log.
  Instant time = 0;
  events::Code code = events::kChanged;
  int state_before = -1;
  std::uint32_t owner_before = events::kNone;
  std::uint32_t actor = events::kNone;  ///< Whose doing the event is.
  bool reassigned = false;              ///< *Assigned*, to another owner than the known one.
};

/// The event as a moment; to be made before the subject takes it.
Moment moment_of(const events::Log& log, std::uint64_t event, const Subject& before);

/// The state that an event code enters, or -1.
int entered_state(const agreement::Agreement& agreement, events::Code code);

/// The parts of an event's effect, in the order of the page: fields, then owner and team, then
/// hold. The state comes last and is the caller's, who judges the move first.
void take_fields(Subject& subject, const events::Log& log, std::uint64_t event);
void take_owner(Subject& subject, const events::Log& log, const events::People* people,
                std::uint64_t event);
/// Up to t the owner's team changed as the roster says; to be called before an event is taken, and
/// at the as-of instant.
void follow_roster(Subject& subject, const events::People* people, Instant t);
void take_hold(Subject& subject, const events::Log& log, std::uint64_t event);

}  // namespace sla::reference
