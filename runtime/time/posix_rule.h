#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sla::time {

/// The rule at the end of a compiled zone file, which continues it for ever after its last
/// transition: `EST5EDT,M3.2.0,M11.1.0`, `<+1030>-10:30<+11>-11,M10.1.0,M4.1.0`. Offsets are
/// seconds east of Greenwich.
struct PosixRule {
  /// A day of each year and a time on it. Times may be negative or beyond 24 hours.
  struct Change {
    enum class Kind : std::uint8_t { kMonthWeekDay, kJulianWithoutLeapDay, kDayOfYear };
    Kind kind = Kind::kMonthWeekDay;
    std::int32_t month = 1, week = 1,
                 weekday = 0;        ///< For kMonthWeekDay; Sunday = 0, week 5 = last.
    std::int32_t day = 0;            ///< For the others.
    std::int32_t second = 2 * 3600;  ///< Local time after midnight of that day.

    /// Seconds since 1970 on the wall clock before the change.
    std::int64_t local_second(std::int32_t year) const;
  };

  std::string standard_name;
  std::int32_t standard_offset = 0;
  std::string daylight_name;  ///< Empty: the zone has no daylight-saving time.
  std::int32_t daylight_offset = 0;
  Change to_daylight;
  Change to_standard;

  /// Seconds since 1970 UTC at which daylight-saving time starts and ends in a year.
  std::int64_t daylight_start(std::int32_t year) const {
    return to_daylight.local_second(year) - standard_offset;
  }
  std::int64_t daylight_end(std::int32_t year) const {
    return to_standard.local_second(year) - daylight_offset;
  }
};

/// Nothing when the text is not a complete rule.
std::optional<PosixRule> parse_posix_rule(std::string_view text);

}  // namespace sla::time
