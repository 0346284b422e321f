#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "runtime/helpers/calendar.h"
#include "runtime/time/calendar_spec.h"
#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::time {

struct CalendarTables;

struct CalendarError {
  enum class Kind : std::uint8_t {
    kUnknownZone,  ///< `nearest` may hold suggestions.
    kBadRange,     ///< from >= to, or outside kMinInstant..kMaxInstant.
    kBadWindow,    ///< Minutes outside their ranges.
    kBadWeekdays,  ///< No weekday, or a bit beyond Sunday.
  };
  Kind kind = Kind::kBadRange;
  std::string message;  ///< One lower-case sentence.
  std::vector<std::string> nearest;
};

/// Openings that share time and were merged. Touching openings (09:00-13:00, 13:00-17:00) do not
/// overlap.
struct Overlaps {
  /// Weekdays on which the later of two weekly openings starts; Monday is bit 0.
  std::uint8_t weekdays = 0;
  /// The same for dates where an exception takes part; ascending.
  std::vector<Date> dates;

  bool none() const { return weekdays == 0 && dates.empty(); }
};

/// A CalendarSpec made exact for [begin, end): sorted, merged, half-open UTC intervals by the
/// zone's rules of each date, with the indexes that the helpers need. A wall-clock minute that does
/// not exist is not worked; one that happens twice is worked twice. Owns its tables; movable,
/// immutable, safe to share between threads.
class Calendar {
 public:
  /// Outside [from, to) nothing is known: build with room for the longest deadline after the last
  /// event. About 100 KB per year. An instant in an opening that `to` cuts short has no working
  /// day.
  static std::expected<Calendar, CalendarError> build(const CalendarSpec& spec, Instant from,
                                                      Instant to);

  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;
  ~Calendar();

  const Zone& zone() const;
  Instant begin() const { return table_->begin; }
  Instant end() const { return table_->end; }
  bool covers(Instant t) const { return t >= begin() && t < end(); }

  /// No opening at all between begin and end: no deadline of business time can ever be due.
  bool never_open() const { return table_->total == 0; }
  const Overlaps& overlaps() const;

  bool is_open(Instant t) const { return covers(t) && next_open(t) == t; }
  Instant next_open(Instant t) const { return sla_calendar_next_open(table_, t); }
  /// Business microseconds in [from, to); negative when they are reversed.
  std::int64_t between(Instant from, Instant to) const {
    return sla_calendar_before(table_, to) - sla_calendar_before(table_, from);
  }

  /// The view for the helpers and for generated code. Valid as long as this calendar (or the one it
  /// was moved to) lives.
  const sla_calendar* table() const { return table_; }

 private:
  explicit Calendar(std::unique_ptr<const CalendarTables> tables);

  std::unique_ptr<const CalendarTables> tables_;
  const sla_calendar* table_;
};

}  // namespace sla::time
