#pragma once

// Bodies of runtime/helpers/calendar.h, which explains them. Include that file, not this one.

#include "runtime/helpers/calendar.h"

#define SLA_DAY_MICROS INT64_C(86400000000)

/// More than any zone is ahead of or behind UTC, dates that were skipped included.
#define SLA_MAX_OFFSET_MICROS (INT64_C(26) * 3600 * 1000000)

/// The first interval whose close lies after t. Requires begin <= t < end; may be the sentinel.
SLA_HELPER const sla_interval* sla_calendar_interval_at(const sla_calendar* calendar,
                                                        int64_t t) noexcept {
  const uint64_t slot = (uint64_t)(t - calendar->slot_base) / (uint64_t)SLA_SLOT_MICROS;
  const sla_interval* interval = calendar->intervals + calendar->slots[slot];
  while (interval->close <= t) ++interval;
  return interval;
}

/// The interval during which the business time grows beyond `amount`. Requires 0 <= amount < total.
SLA_HELPER const sla_interval* sla_calendar_interval_of(const sla_calendar* calendar,
                                                        int64_t amount) noexcept {
  const uint64_t slot = (uint64_t)amount / (uint64_t)SLA_SLOT_MICROS;
  const sla_interval* interval = calendar->intervals + calendar->amounts[slot];
  while (interval[1].before <= amount) ++interval;
  return interval;
}

SLA_HELPER int64_t sla_calendar_before(const sla_calendar* calendar, int64_t t) noexcept {
  if (t <= calendar->begin) return 0;
  if (t >= calendar->end) return calendar->total;
  const sla_interval* interval = sla_calendar_interval_at(calendar, t);
  const int64_t inside = t - interval->open;
  return interval->before + (inside > 0 ? inside : 0);
}

SLA_HELPER int64_t sla_calendar_earliest(const sla_calendar* calendar, int64_t amount) noexcept {
  if (amount <= 0) return calendar->begin;
  if (amount > calendar->total) return SLA_NEVER;
  // The interval that holds the last microsecond of the amount is the one in which it is reached.
  const sla_interval* interval = sla_calendar_interval_of(calendar, amount - 1);
  return interval->open + (amount - interval->before);
}

SLA_HELPER int64_t sla_calendar_latest(const sla_calendar* calendar, int64_t amount) noexcept {
  if (amount < 0) return calendar->begin;
  if (amount >= calendar->total) return SLA_NEVER;
  const sla_interval* interval = sla_calendar_interval_of(calendar, amount);
  return interval->open + (amount - interval->before);
}

SLA_HELPER int64_t sla_calendar_next_open(const sla_calendar* calendar, int64_t t) noexcept {
  if (t < calendar->begin) t = calendar->begin;
  if (t >= calendar->end) return SLA_NEVER;
  const sla_interval* interval = sla_calendar_interval_at(calendar, t);
  if (interval->open <= t) return t;
  return interval->open < calendar->end ? interval->open : SLA_NEVER;
}

SLA_HELPER uint32_t sla_calendar_is_open(const sla_calendar* calendar, int64_t t) noexcept {
  return sla_calendar_next_open(calendar, t) == t;
}

/// The working day that owns t: the latest one whose first opening is not after t. Requires t >=
/// the first working day's opening.
SLA_HELPER uint32_t sla_calendar_day_at(const sla_calendar* calendar, int64_t t) noexcept {
  // The UTC date is at most two days away from the local one: look it up and walk the rest.
  int64_t utc_date = t / SLA_DAY_MICROS;
  if (t % SLA_DAY_MICROS < 0) --utc_date;
  const int64_t guess = utc_date - calendar->first_date;
  const int64_t last = (int64_t)calendar->date_count - 1;
  uint32_t day = calendar->days_by_date[guess < 0 ? 0 : (guess > last ? last : guess)];
  while (day > 0 && (day == calendar->day_count ||
                     calendar->segments[calendar->days[day].first_segment].open > t)) {
    --day;
  }
  while (day + 1 < calendar->day_count &&
         calendar->segments[calendar->days[day + 1].first_segment].open <= t) {
    ++day;
  }
  return day;
}

/// UTC instant of a local time: the first of two, the transition when there is none. `hint`: any
/// transition that is not long before it; scanning starts there.
SLA_HELPER int64_t sla_calendar_from_local(const sla_calendar* calendar, int64_t local,
                                           uint32_t hint) noexcept {
  const sla_zone_transition* zone = calendar->transitions;
  uint32_t k = hint;
  while (k > 0 && zone[k].at > local - SLA_MAX_OFFSET_MICROS) --k;
  // Offsets in order: the first one that ends after the local time has come is the one that shows
  // it.
  while (local - zone[k].offset >= zone[k + 1].at) ++k;
  const int64_t t = local - zone[k].offset;
  return t < zone[k].at ? zone[k].at : t;
}

/// Moves *t into an opening and returns the working day that owns it and n more, or -1.
SLA_HELPER int64_t sla_calendar_target_day(const sla_calendar* calendar, int64_t* t, int64_t n,
                                           uint32_t* start_day) noexcept {
  *t = sla_calendar_next_open(calendar, *t);
  if (n < 0 || *t == SLA_NEVER || calendar->day_count == 0) return -1;
  const uint32_t day = sla_calendar_day_at(calendar, *t);
  *start_day = day;
  // An opening that the table's end cuts short belongs to no day.
  if (*t >= calendar->segments[calendar->days[day + 1].first_segment - 1].close) return -1;
  return n < (int64_t)(calendar->day_count - day) ? (int64_t)day + n : -1;
}

SLA_HELPER int64_t sla_calendar_add_days(const sla_calendar* calendar, int64_t t,
                                         int64_t n) noexcept {
  uint32_t start_day = 0;
  const int64_t index = sla_calendar_target_day(calendar, &t, n, &start_day);
  if (n == 0) return t;
  if (index < 0) return SLA_NEVER;
  const sla_working_day* from = calendar->days + start_day;
  const sla_working_day* to = calendar->days + index;

  uint32_t k = from->transition;
  while (calendar->transitions[k + 1].at <= t) ++k;
  const int64_t days = (int64_t)to->date - from->date;
  const int64_t local = t + calendar->transitions[k].offset + days * SLA_DAY_MICROS;
  t = sla_calendar_from_local(calendar, local, to->transition);

  for (uint32_t s = to[0].first_segment; s < to[1].first_segment; ++s) {
    const sla_segment* segment = calendar->segments + s;
    if (t < segment->open) return segment->open;
    if (t <= segment->close) return t;
  }
  return sla_calendar_next_open(calendar, calendar->segments[to[1].first_segment - 1].close);
}

SLA_HELPER int64_t sla_calendar_end_of_day(const sla_calendar* calendar, int64_t t,
                                           int64_t n) noexcept {
  uint32_t start_day = 0;
  const int64_t index = sla_calendar_target_day(calendar, &t, n, &start_day);
  if (index < 0) return SLA_NEVER;
  return calendar->segments[calendar->days[index + 1].first_segment - 1].close;
}
