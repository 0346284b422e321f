#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/analyze/graph/example_values.h"

namespace sla::analyze {

/// Who does things in examples.
inline constexpr const char* kPerson = "Ann";

/// The states before and after an event; -1: none yet.
struct States {
  int before = -1, after = -1;
};

/// A condition that has to hold, or must not, at the event that starts a clock; or, if it is asked
/// `later`, at another event that finds the subject as the start left it, or at one `at` which the
/// states are these. Borrowed.
struct Ask {
  const agreement::Expression* condition = nullptr;
  bool wanted = true;
  bool later = false;
  std::optional<States> at = {};
};

/// One way in which a trigger can match: the state that is entered first (-1: none), and the event
/// that then starts.
struct Way {
  int before = -1;
  events::Code event{};
};
std::vector<Way> ways_of(const agreement::Agreement& record, const agreement::Trigger& trigger);
States states_of(const agreement::Agreement& record, const Way& way);

/// The state that an event enters; nothing for one that is no entry.
std::optional<int> entered_by(const agreement::Agreement& record, events::Code code);

/// How a subject comes to owe something: as which subject, and by what happens at its arrival.
struct Coming {
  Values values;
  std::vector<std::string> happenings;  ///< "enters mql", in order, all at the arrival.
  int state_before = -1, state = -1;    ///< Of the last of them, the one that starts.
};

/// What makes a clause's clock start under a tier, and keeps it running: `when` and `while` hold,
/// nothing pauses or excuses, and the tier is the first that fits.
std::vector<Ask> asks_of(const agreement::Clause& clause, std::size_t tier);

/// The arrival by this way, if everything asked may be as wanted then.
std::optional<Coming> coming_along(const agreement::Agreement& record, const Way& way,
                                   const std::vector<Ask>& asks, bool owned);

/// The simplest arrival at which the trigger matches and everything asked may be as wanted; nothing
/// when the search finds none. `owned`: the subject has an owner by then.
std::optional<Coming> coming_by(const agreement::Agreement& record,
                                const agreement::Trigger& trigger, const std::vector<Ask>& asks,
                                bool owned);

/// The same for a clause under a tier, with whatever else is asked.
std::optional<Coming> coming_to(const agreement::Agreement& record, const agreement::Clause& clause,
                                std::size_t tier, bool owned, const std::vector<Ask>& more = {});

/// "enters mql", "is assigned to "Ann"", "gets a call": an event as a test says that it happens.
std::string happening(const agreement::Agreement& record, events::Code code);

/// An event of the kind that a discharge asks for, done by whoever has to, or by somebody if it has
/// to be `known` by whom; nothing for `record`.
std::optional<std::string> deed(const agreement::Agreement& record,
                                const agreement::Discharge& discharge, events::Code code,
                                bool known = false);

}  // namespace sla::analyze
