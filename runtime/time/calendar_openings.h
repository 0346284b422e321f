#pragma once

#include <expected>
#include <vector>

#include "runtime/time/calendar.h"

namespace sla::time {

/// A piece of an opening on the instant axis, and the local date on which the opening starts.
struct Opening {
  Instant open = 0;
  Instant close = 0;
  Date date = 0;
};

struct Openings {
  std::vector<Opening> pieces;  ///< By date, then by instant; may overlap; not clipped.
  Overlaps overlaps;
};

/// Nothing when the spec is sound. Does not look at the zone.
std::expected<void, CalendarError> check_spec(const CalendarSpec& spec);

/// Every opening of a sound spec that could touch [from, to), by the zone's rules of each date.
Openings list_openings(const CalendarSpec& spec, const Zone& zone, Instant from, Instant to);

}  // namespace sla::time
