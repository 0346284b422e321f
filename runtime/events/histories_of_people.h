#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/events/log.h"
#include "runtime/events/people.h"

namespace sla::events {

/// Whose history an event of a subject belongs to as well.
enum class PeopleKey : std::uint8_t { owner, team };

/// How events of the subjects of one log are events of people in another.
struct PeopleShape {
  PeopleKey key = PeopleKey::owner;
  /// By the code of the one log the code in the other; nothing: it is about the subject alone.
  std::vector<std::optional<Code>> codes;
  /// By the code of the one log: whoever did it is whose it is, if the event says so.
  std::vector<bool> by_actor;
  struct Field {
    std::uint32_t from = 0, to = 0;
    bool is_text = false;  ///< Its values are ids of the log's texts.
  };
  std::vector<Field> fields;  ///< What events say that people's conditions may read: payloads.
};

/// The log of people: what was said of them (`own`, whose subjects are called like owners or teams)
/// and, in the one order of time, what happened to the subjects that they own. An event belongs to
/// its actor where `by_actor` says so and there is one, else to the owner after it; for teams to
/// that person's team then. What is nobody's is left out. At one instant what was said of somebody
/// comes first. Every event names its person as the owner, or its team. `people` is bound to
/// `subjects`.
Log histories_of_people(Log own, const Log& subjects, const People& people,
                        const PeopleShape& shape);

}  // namespace sla::events
