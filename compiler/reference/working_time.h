#pragma once

#include <cstdint>

#include "runtime/time/calendar.h"

namespace sla::reference {

using time::Instant;

/// What a clock counts: plain time, or the working time of a calendar, added up opening by opening.
/// It shares the calendar's data with compiled code but none of its arithmetic, because it is there
/// to check it. Borrows the calendar; all amounts are microseconds.
class TimeBase {
 public:
  TimeBase() = default;
  explicit TimeBase(const time::Calendar* calendar) : calendar_(calendar) {}

  bool is_plain_time() const { return calendar_ == nullptr; }
  const time::Calendar* calendar() const { return calendar_; }

  /// Time that counts in [from, to); 0 when to <= from.
  std::int64_t between(Instant from, Instant to) const;
  /// The first t >= from by which `amount` has counted since `from`; kNever when that does not
  /// happen.
  Instant earliest(Instant from, std::int64_t amount) const;
  /// The last t >= from by which no more than `amount` has counted; kNever when no more ever does.
  Instant latest(Instant from, std::int64_t amount) const;
  /// The first closing after t; kNever for plain time or when there is none.
  Instant closing_after(Instant t) const;

 private:
  const time::Calendar* calendar_ = nullptr;
};

/// The same local time n working days later, kept within that day's openings; kNever beyond the
/// calendar.
Instant business_days_later(const time::Calendar& calendar, Instant start, std::int64_t days);

/// The last closing of the n-th working day after the start's own (0: its own); kNever beyond the
/// calendar.
Instant end_of_business_day(const time::Calendar& calendar, Instant start, std::int64_t days);

}  // namespace sla::reference
