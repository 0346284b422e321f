#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/events/people.h"
#include "runtime/policy/calendars.h"
#include "runtime/time/calendar.h"

namespace sla::driver {

using policy::CalendarTable;

/// The agreement's calendars, exact from well before the first event until after every deadline
/// that can start by the last instant of interest (`last`: the as-of instant). [calendar][zone of
/// people.zones]; calendars with a fixed zone have one entry. The error says which calendar does
/// not open long enough for a target within the years that the runtime knows.
std::expected<CalendarTable, std::string> build_calendars(const agreement::Agreement& agreement,
                                                          const events::People& people,
                                                          time::Instant first, time::Instant last);

}  // namespace sla::driver
