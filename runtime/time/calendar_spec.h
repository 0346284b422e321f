#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/time/civil.h"

namespace sla::time {

/// Wall-clock minutes of one day: 09:00-18:00 is {540, 1080}, until midnight is {540, 1440}. A
/// window whose end is not after its start ends on the next day: 22:00-06:00 is {1320, 360}, and
/// {540, 540} lasts 24 hours.
struct MinuteWindow {
  std::int32_t from_minute = 0;   ///< 0..1439
  std::int32_t to_minute = 1440;  ///< 1..1440

  friend bool operator==(const MinuteWindow&, const MinuteWindow&) = default;
};

inline constexpr std::uint8_t kMonday = 1, kTuesday = 2, kWednesday = 4, kThursday = 8,
                              kFriday = 16, kSaturday = 32, kSunday = 64;
inline constexpr std::uint8_t kMondayToFriday = 31;
inline constexpr std::uint8_t kEveryDay = 127;

struct WeeklyOpening {
  std::uint8_t weekdays = 0;  ///< Days on which the window starts; Monday is bit 0, Sunday bit 6.
  MinuteWindow window;

  friend bool operator==(const WeeklyOpening&, const WeeklyOpening&) = default;
};

/// A local date with its own openings instead of the weekly ones. Only openings that start on the
/// date are affected: the tail of a shift that began the evening before remains.
struct CalendarException {
  Date date = 0;
  std::vector<MinuteWindow> windows;  ///< Empty: closed.
  std::string title;                  ///< For people; may be empty.

  friend bool operator==(const CalendarException&, const CalendarException&) = default;
};

/// A calendar as a policy states it, before any zone rule is applied. Plain data; whoever writes it
/// owns it.
struct CalendarSpec {
  /// IANA name.
  std::string zone = "UTC";
  /// Every day 00:00-24:00; `weekly` is then ignored, `exceptions` are not.
  bool always_open = false;
  std::vector<WeeklyOpening> weekly;
  /// Of two for one date, the later in the list holds.
  std::vector<CalendarException> exceptions;

  friend bool operator==(const CalendarSpec&, const CalendarSpec&) = default;
};

}  // namespace sla::time
