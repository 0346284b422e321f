#pragma once

#include <cstdint>

namespace sla::time {

/// A local calendar date as days since 1970-01-01. Plain integers keep date arithmetic exact and
/// obvious.
using Date = std::int32_t;

/// A date of the proleptic Gregorian calendar; month 1..12, day 1..31.
struct CivilDate {
  std::int32_t year = 1970;
  std::int32_t month = 1;
  std::int32_t day = 1;

  friend constexpr bool operator==(const CivilDate&, const CivilDate&) = default;
};

constexpr bool is_leap_year(std::int32_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// Length of a month; `month` must be 1..12.
constexpr std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
  constexpr std::int8_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

/// Days since 1970-01-01 of an existing date. Years are counted from 1 March, so that the leap day
/// comes last and month lengths follow one formula; 400 years are always 146097 days.
constexpr Date days_from_civil(std::int32_t year, std::int32_t month, std::int32_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int32_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int32_t year_of_era = year - era * 400;
  const std::int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int32_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

/// Inverse of days_from_civil.
constexpr CivilDate civil_from_days(Date date) {
  const std::int32_t shifted = date + 719468;
  const std::int32_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int32_t day_of_era = shifted - era * 146097;
  const std::int32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int32_t month_from_march = (5 * day_of_year + 2) / 153;
  const std::int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {.year = year_of_era + era * 400 + (month <= 2 ? 1 : 0),
          .month = month,
          .day = day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

/// Monday = 0 ... Sunday = 6.
constexpr std::int32_t weekday(Date date) {
  const std::int32_t days = (date + 3) % 7;  // 1970-01-01 was a Thursday.
  return days < 0 ? days + 7 : days;
}

static_assert(days_from_civil(1970, 1, 1) == 0 && weekday(0) == 3);
static_assert(civil_from_days(days_from_civil(2000, 2, 29)) == CivilDate{2000, 2, 29});

}  // namespace sla::time
