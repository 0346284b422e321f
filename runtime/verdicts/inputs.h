#pragma once

#include <memory>
#include <vector>

#include "runtime/events/log.h"
#include "runtime/events/people.h"
#include "runtime/time/calendar.h"

namespace sla::verdicts {

/// Everything that a verdict is a function of, besides the policy itself: the events, the people,
/// the calendars and the instant. Borrowed by engines for the time of one evaluation; never changed
/// by them.
struct Inputs {
  const events::Log* log = nullptr;
  const events::People* people = nullptr;
  /// calendars[c][z]: calendar c of the agreement in zone z of `people->zones`; a calendar with a
  /// fixed zone has only [c][0].
  std::vector<std::vector<std::shared_ptr<const time::Calendar>>> calendars;
  time::Instant as_of = 0;
};

}  // namespace sla::verdicts
