#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "compiler/source/source.h"
#include "compiler/syntax/words.h"

/// Calendars and sets of holidays.
namespace sla::syntax {

struct Window {
  ClockTime from, to;
};

struct DayRange {
  int first = 0, last = 0;  ///< Monday = 0; a range may wrap (Sat-Mon).
};

struct Opening {  ///< open Mon-Fri, Sun 09:00-12:00, 13:00-17:00
  std::vector<DayRange> days;
  std::vector<Window> windows;
  Span span;
};

struct DateOpening {  ///< open 2026-12-24 09:00-13:00 "half day"
  std::vector<Date> dates;
  std::vector<Window> windows;
  std::optional<Text> title;
  Span span;
};

struct DateClosing {                          ///< closed 2026-12-24 to 2026-12-26 "holidays"
  std::vector<std::pair<Date, Date>> ranges;  ///< Inclusive; a single day is a range of one.
  std::optional<Text> title;
  Span span;
};

/// A year as written, such as `from 2024`.
struct Year {
  int year = 0;
  Span span;
};

struct AlsoDay {  ///< also 2026-11-27 "day after Thanksgiving"
  Date from, to;  ///< Inclusive; the same for a single day.
  std::optional<Text> title;
};

/// Other holidays, by name or from a file: closed us.federal_holidays except "Columbus Day" also
/// 2026-11-27 from 2024 to 2030 | closed "company.ics" | all of us.federal_holidays
struct HolidaySet {
  std::vector<Name> path;    ///< Empty when it is a file.
  std::optional<Text> file;  ///< Of iCalendar, relative to the policy.
  std::vector<Text> except;
  std::vector<AlsoDay> also;
  std::optional<Year> from, to;
  Span span;
};

enum class ZoneOf : std::uint8_t { named, owner, lead };

struct CalendarZone {  ///< time zone "Europe/Berlin" | in owner's time zone | in lead's time zone
  ZoneOf of = ZoneOf::named;
  Text name;
  Span span;
};

struct BusinessDayAs {  ///< business day as 8 hours
  Duration amount;
};

using CalendarItem =
    std::variant<Opening, DateOpening, DateClosing, HolidaySet, CalendarZone, BusinessDayAs>;

struct Calendar {
  Name name;
  std::optional<Text> title;
  bool always_open = false;  ///< `open always`
  std::vector<CalendarItem> items;
  Span span;
};

enum class HolidayBaseKind : std::uint8_t {
  month_day,         ///< January 1
  nth_weekday,       ///< third Monday of January
  easter,            ///< Easter
  orthodox_easter,   ///< Orthodox Easter
  equinox,           ///< March equinox in "Asia/Tokyo"
  dates,             ///< 2022-06-03, 2022-12-27 to 2022-12-29
  dates_each_year,   ///< each year on 2025-10-20, 2026-11-08
  between_holidays,  ///< each day between two holidays
};

/// 2 days before | Wednesday before | Saturday on or after
struct HolidayShift {
  bool before = false;
  bool inclusive = false;      ///< "on or before", "on or after".
  std::optional<Name> amount;  ///< Of days, as digits; else it is `weekday`.
  int weekday = 0;             ///< Monday = 0.
  Span span;
};

enum class HolidayObserved : std::uint8_t { nearest_weekday, next_weekday, next_working_day };

struct HolidayRule {  ///< "Good Friday"  2 days before Easter  from 1990 open 09:00-13:00
  Text title;
  HolidayBaseKind base = HolidayBaseKind::month_day;
  Span base_span;
  Name month;
  Name day;      ///< Digits.
  Name ordinal;  ///< "first" to "fifth", "last".
  int weekday = 0;
  Text zone;  ///< Of an equinox.
  std::vector<std::pair<Date, Date>> dates;
  std::optional<HolidayShift> shift;
  std::optional<HolidayObserved> observed;
  std::vector<int> observed_on;  ///< Weekdays; empty: Saturday and Sunday.
  std::vector<Window> windows;   ///< `open 09:00-13:00`; empty: closed all day.
  std::optional<Year> from, to;
  std::vector<Year> except;
  Span span;
};

struct Holidays {  ///< holidays federal_holidays "Federal holidays" { ... }
  Name name;
  std::optional<Text> title;
  std::optional<Year> known_from, known_to;
  std::vector<std::variant<HolidayRule, HolidaySet>> items;
  Span span;
};

}  // namespace sla::syntax
