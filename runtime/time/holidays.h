#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/time/calendar_spec.h"
#include "runtime/time/civil.h"
#include "runtime/time/instant.h"

/// Holidays as rules, the way statutes write them, and their days. Exact integer arithmetic.
namespace sla::time {

/// The day of a year that a rule starts from.
enum class HolidayBase : std::uint8_t {
  month_day,          ///< January 1; February 29 only in leap years.
  nth_weekday,        ///< third Monday of January
  easter,             ///< Of the Gregorian calendar.
  orthodox_easter,    ///< Of the Julian calendar, as a Gregorian date.
  march_equinox,      ///< In Japan, 1900 to 2150.
  september_equinox,  ///< The same.
  dates,              ///< These days and no others.
  between_holidays,   ///< Every day between two holidays of the set (not observed ones), never a
                      ///< Sunday.
};

/// The days for which the equinox formula was published.
inline constexpr std::int32_t kFirstEquinoxYear = 1900, kLastEquinoxYear = 2150;

/// How the day is found from its base: so many days away, or the nearest such weekday.
enum class HolidayShift : std::uint8_t {
  none,
  days,               ///< `amount` days after; negative: before.
  weekday_before,     ///< The last `weekday` before the base.
  weekday_on_before,  ///< The same, the base included.
  weekday_after,
  weekday_on_after,
};

/// On which day a holiday is kept as well when it falls on one of `observed_on`.
enum class HolidayObserved : std::uint8_t {
  only_itself,
  nearest_weekday,   ///< Saturday: the Friday before; Sunday: the Monday after.
  next_weekday,      ///< The next Monday to Friday.
  next_working_day,  ///< The next Monday to Friday that is no holiday of the set.
};

/// One line of a set of holidays. Years are those of the holiday itself, not of its observed day.
struct HolidayRule {
  std::string title;
  HolidayBase base = HolidayBase::month_day;
  std::int32_t month = 1;    ///< 1..12, of month_day and nth_weekday.
  std::int32_t day = 1;      ///< 1..31, of month_day.
  std::int32_t nth = 1;      ///< 1..5, or -1: the last.
  std::int32_t weekday = 0;  ///< Monday = 0, of nth_weekday.
  std::vector<Date> dates;
  HolidayShift shift = HolidayShift::none;
  std::int32_t shift_amount = 0;
  std::int32_t shift_weekday = 0;
  HolidayObserved observed = HolidayObserved::only_itself;
  std::uint8_t observed_on = kSaturday | kSunday;
  std::int32_t from_year = kMinYear, to_year = kMaxYear;
  std::vector<std::int32_t> except_years;
  /// Empty: closed all day. Else the hours that stay open.
  std::vector<MinuteWindow> windows;
  /// A day taken out of the set: others still make way for it, but it is not in the result.
  bool left_out = false;
  /// A day added beside the set: none of its holidays makes way for it.
  bool beside = false;

  friend bool operator==(const HolidayRule&, const HolidayRule&) = default;
};

struct Holiday {
  Date date = 0;
  std::string title;
  std::vector<MinuteWindow> windows;  ///< Empty: closed.
  bool observed = false;              ///< Not the day itself, but the one it is kept on.

  friend bool operator==(const Holiday&, const Holiday&) = default;
};

/// The holidays of all rules together in the years first..last (clamped to the years the runtime
/// knows), by date, and for one date in the order of the rules. A day observed in a neighbouring
/// year is included when its own year is.
std::vector<Holiday> holidays_of(const std::vector<HolidayRule>& rules, std::int32_t first_year,
                                 std::int32_t last_year);

/// Easter Sunday of the Gregorian calendar; year 1900..2200.
Date easter(std::int32_t year);
/// Easter Sunday of the Julian calendar as a Gregorian date; year 1900..2200.
Date orthodox_easter(std::int32_t year);
/// The day in Japan on which the sun crosses the equator northwards (March) or southwards
/// (September): the formula by which the almanac is commonly reproduced, for 1900 to 2150.
Date equinox_in_japan(std::int32_t year, bool march);

}  // namespace sla::time
