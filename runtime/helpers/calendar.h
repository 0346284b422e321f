#pragma once

// Business time on a prepared calendar, as plain C structs and functions that generated code can
// inline. All times are microseconds since 1970-01-01T00:00Z; all amounts are microseconds of
// business time.
//
// A table is built by sla::time::Calendar, which owns every array and never changes it afterwards.
// Functions here only read, so any number of threads may use one table. No function fails: an
// answer that would lie after the table is SLA_NEVER, and an instant outside [begin, end) is
// treated as its nearest end. A caller that must not be wrong checks that its instants lie inside
// the table.

#include <stdint.h>

/// Later than every instant of a table: "the table ends before that happens".
#define SLA_NEVER INT64_MAX

/// Width of a slot on the instant axis and on the business axis: 30 minutes. Openings usually start
/// and end on slot edges, which leaves nothing to scan after the index has been read.
#define SLA_SLOT_MICROS INT64_C(1800000000)

#ifndef SLA_HELPER
#define SLA_HELPER extern "C" inline
#endif

/// A maximal stretch of business time, half-open: the instants open <= t < close.
struct sla_interval {
  int64_t open;
  int64_t close;
  int64_t before;  ///< Business time between the table's begin and `open`.
};

/// One opening of one working day. Unlike intervals, segments of neighbouring days are never
/// merged.
struct sla_segment {
  int64_t open;
  int64_t close;
};

/// A local date on which at least one opening starts. It owns the business time from its first
/// opening up to the first opening of the next working day: a shift from 22:00 to 06:00 belongs to
/// its first date.
struct sla_working_day {
  int32_t date;            ///< Local date as days since 1970-01-01.
  uint32_t first_segment;  ///< Its segments end where those of the next entry begin.
  uint32_t transition;     ///< The zone transition in force at its first opening.
};

/// From `at` on (until the next transition), local time = UTC + offset. Both in microseconds.
struct sla_zone_transition {
  int64_t at;
  int64_t offset;
};

/// The table. `count` fields leave out the sentinel that closes each array.
struct sla_calendar {
  int64_t begin;  ///< First instant that the table speaks of.
  int64_t end;    ///< First instant after it.
  int64_t total;  ///< Business time between the two.

  /// Sorted and disjoint, never touching. Sentinel: {end, INT64_MAX, total}.
  const sla_interval* intervals;
  uint32_t interval_count;

  /// slots[k]: the first interval whose close lies after slot_base + k * SLA_SLOT_MICROS.
  const uint32_t* slots;
  int64_t slot_base;
  /// amounts[k]: the first interval at whose close more than k * SLA_SLOT_MICROS have been used.
  const uint32_t* amounts;

  /// Ascending by date and by instant. Days that the table's end cuts short are left out.
  const sla_working_day* days;
  uint32_t day_count;
  const sla_segment* segments;
  /// days_by_date[k]: the first working day on or after local date first_date + k, or day_count.
  const uint32_t* days_by_date;
  int32_t first_date;
  uint32_t date_count;

  /// Ascending; [0] holds from before the table. Sentinel: at = INT64_MAX.
  const sla_zone_transition* transitions;
  uint32_t transition_count;
};

/// Business time in [begin, t): b(t). Monotone; 0 before the table and `total` after it.
SLA_HELPER int64_t sla_calendar_before(const sla_calendar* calendar, int64_t t) noexcept;

/// The earliest t with b(t) >= amount; `begin` when amount <= 0; SLA_NEVER when amount > total. An
/// amount used up exactly at a closing gives that closing.
SLA_HELPER int64_t sla_calendar_earliest(const sla_calendar* calendar, int64_t amount) noexcept;

/// The latest t with b(t) <= amount, after which more is used: as sla_calendar_earliest inside an
/// opening, and the next opening when the amount is used up exactly at a closing. `begin` when
/// amount < 0; SLA_NEVER when amount >= total.
SLA_HELPER int64_t sla_calendar_latest(const sla_calendar* calendar, int64_t amount) noexcept;

/// t itself when it is open, else the next opening; SLA_NEVER when there is none.
SLA_HELPER int64_t sla_calendar_next_open(const sla_calendar* calendar, int64_t t) noexcept;

/// 1 when the calendar is open at t.
SLA_HELPER uint32_t sla_calendar_is_open(const sla_calendar* calendar, int64_t t) noexcept;

/// n business days after t: the same local clock time n working days later, kept within that day's
/// openings (before the opening: the opening; in a break: the next opening; at a closing: the
/// closing; after the last one: the next opening of any day). A t outside an opening first moves to
/// the next one. A local time that does not exist is the transition, one that happens twice its
/// first occurrence. n = 0 only moves t into an opening; n < 0 has no meaning and gives SLA_NEVER,
/// as does a day that the table does not hold.
SLA_HELPER int64_t sla_calendar_add_days(const sla_calendar* calendar, int64_t t,
                                         int64_t n) noexcept;

/// The last closing of the n-th working day after t's own (n = 0: t's own, after t has moved into
/// an opening). SLA_NEVER for n < 0 and for a day that the table does not hold.
SLA_HELPER int64_t sla_calendar_end_of_day(const sla_calendar* calendar, int64_t t,
                                           int64_t n) noexcept;

#include "runtime/helpers/calendar_inline.h"  // IWYU pragma: export
