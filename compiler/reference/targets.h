#pragma once

#include "compiler/reference/clock.h"
#include "compiler/reference/context.h"

namespace sla::reference {

/// A calendar of the agreement in the zone of the subject's present owner or of the lead, where it
/// is relative; an empty one for -1.
ZonedCalendar calendar_for(const Context& context, int calendar, const Subject& subject, Instant t);

/// What a duration means on a time base from an instant on, and the day that it names, if it is one
/// of days. `days` counts them; not null for durations of days.
std::int64_t quantity_of(const Context& context, int calendar, const agreement::Duration& duration,
                         const TimeBase& base, const time::Calendar* days, Instant from,
                         std::optional<Instant>& named_day);

/// A stopwatch for a duration from `from` on: on plain time, or on the calendar.
Stopwatch stopwatch_for(const Context& context, int calendar, const agreement::Duration& duration,
                        const time::Calendar* on, Instant from);

/// The field's value when the clause is grouped by one, else kNoGroup.
std::int64_t group_of(const agreement::Grouping& grouping, const Subject& subject);

}  // namespace sla::reference
