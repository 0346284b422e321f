#pragma once

#include <optional>

#include "compiler/check/context.h"

/// Durations with their units. Internal to `check`.
namespace sla::check {

/// The calendar that a clause's `calendar X` line or else the agreement chooses.
CalendarChoice choose_calendar(Context& context, const std::optional<syntax::Name>& named);

/// Reports that business time has no calendar, or which of several is meant. False when there is
/// none.
bool require_calendar(Context& context, const CalendarChoice& choice, Span needed_by);

/// Microseconds of "8 hours": plain time of seconds, minutes or hours. Reports anything else.
std::optional<std::int64_t> elapsed_micros(Context& context, const syntax::Duration& duration);

/// A duration as a target or a value of an expression, zero included. Reports a bare day where
/// business days are known, units of no fixed length, fractions that are not exact. Does not ask
/// for a calendar.
std::optional<agreement::Duration> resolve_duration(Context& context,
                                                    const syntax::Duration& duration,
                                                    const CalendarChoice& calendar);

/// As resolve_duration, and not zero.
std::optional<agreement::Duration> resolve_target(Context& context,
                                                  const syntax::Duration& duration,
                                                  const CalendarChoice& calendar);

/// As resolve_target, where a plain day is 24 hours whatever calendars there are.
std::optional<agreement::Duration> resolve_window(Context& context,
                                                  const syntax::Duration& duration,
                                                  const CalendarChoice& calendar);

/// Business days as working time, where the calendar says `business day as N hours`; nothing when
/// it does not.
std::optional<std::int64_t> business_day_quantity(const Context& context, std::int64_t days,
                                                  const CalendarChoice& calendar);

inline bool is_business(const agreement::Duration& duration) {
  return duration.kind != agreement::TargetKind::elapsed;
}

}  // namespace sla::check
