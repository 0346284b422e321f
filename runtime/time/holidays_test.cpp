#include "runtime/time/holidays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sla::time {
namespace {

using ::testing::ElementsAre;

HolidayRule fixed(std::string title, int month, int day,
                  HolidayObserved observed = HolidayObserved::only_itself) {
  HolidayRule rule;
  rule.title = std::move(title);
  rule.month = month;
  rule.day = day;
  rule.observed = observed;
  return rule;
}

std::vector<std::string> days(const std::vector<HolidayRule>& rules, int first, int last) {
  std::vector<std::string> result;
  for (const Holiday& day : holidays_of(rules, first, last))
    result.push_back(format_date(day.date) + " " + day.title + (day.observed ? "*" : ""));
  return result;
}

TEST(Holidays, EasterOfKnownYears) {
  // The earliest and the latest Easter, and years in which naive formulas fail.
  EXPECT_EQ(format_date(easter(1943)), "1943-04-25");
  EXPECT_EQ(format_date(easter(1954)), "1954-04-18");
  EXPECT_EQ(format_date(easter(1981)), "1981-04-19");
  EXPECT_EQ(format_date(easter(2008)), "2008-03-23");
  EXPECT_EQ(format_date(easter(2026)), "2026-04-05");
  EXPECT_EQ(format_date(easter(2038)), "2038-04-25");
  EXPECT_EQ(format_date(orthodox_easter(2024)), "2024-05-05");
  EXPECT_EQ(format_date(orthodox_easter(2025)), "2025-04-20");
  EXPECT_EQ(format_date(orthodox_easter(2026)), "2026-04-12");
}

TEST(Holidays, EquinoxesOfTheAlmanac) {
  EXPECT_EQ(format_date(equinox_in_japan(1979, true)), "1979-03-21");
  EXPECT_EQ(format_date(equinox_in_japan(2024, true)), "2024-03-20");
  EXPECT_EQ(format_date(equinox_in_japan(2023, true)), "2023-03-21");
  EXPECT_EQ(format_date(equinox_in_japan(1979, false)), "1979-09-24");
  EXPECT_EQ(format_date(equinox_in_japan(2012, false)), "2012-09-22");
  EXPECT_EQ(format_date(equinox_in_japan(2026, false)), "2026-09-23");
}

TEST(Holidays, TheNthWeekdayOfAMonth) {
  HolidayRule third = fixed("third", 1, 1);
  third.base = HolidayBase::nth_weekday;
  third.nth = 3;
  EXPECT_THAT(days({third}, 2026, 2027), ElementsAre("2026-01-19 third", "2027-01-18 third"));
  third.nth = 5;
  EXPECT_THAT(days({third}, 2023, 2026), ElementsAre("2023-01-30 third", "2024-01-29 third"))
      << "January 2025 and 2026 have four Mondays";
  third.nth = -1;
  EXPECT_THAT(days({third}, 2026, 2026), ElementsAre("2026-01-26 third"));
}

TEST(Holidays, LeapDaysExistInLeapYears) {
  EXPECT_THAT(days({fixed("leap", 2, 29)}, 2023, 2028),
              ElementsAre("2024-02-29 leap", "2028-02-29 leap"));
}

TEST(Holidays, AWeekdayNearADay) {
  // November 23, 2022 is a Wednesday itself.
  HolidayRule rule = fixed("near", 11, 23);
  rule.shift_weekday = 2;
  const auto on = [&rule](HolidayShift shift) {
    rule.shift = shift;
    return days({rule}, 2022, 2022).at(0);
  };
  EXPECT_EQ(on(HolidayShift::weekday_before), "2022-11-16 near");
  EXPECT_EQ(on(HolidayShift::weekday_on_before), "2022-11-23 near");
  EXPECT_EQ(on(HolidayShift::weekday_after), "2022-11-30 near");
  EXPECT_EQ(on(HolidayShift::weekday_on_after), "2022-11-23 near");
}

TEST(Holidays, NearestWeekdayMayBeInTheYearBefore) {
  const auto rule = fixed("new year", 1, 1, HolidayObserved::nearest_weekday);
  EXPECT_THAT(days({rule}, 2022, 2023), ElementsAre("2021-12-31 new year*", "2022-01-01 new year",
                                                    "2023-01-01 new year", "2023-01-02 new year*"));
}

TEST(Holidays, NextWorkingDaySkipsTheOthersOfTheSet) {
  const std::vector<HolidayRule> christmas = {
      fixed("Christmas", 12, 25, HolidayObserved::next_working_day),
      fixed("Boxing", 12, 26, HolidayObserved::next_working_day)};
  // A Saturday and a Sunday; then a Sunday and a Monday.
  EXPECT_THAT(days(christmas, 2021, 2021),
              ElementsAre("2021-12-25 Christmas", "2021-12-26 Boxing", "2021-12-27 Christmas*",
                          "2021-12-28 Boxing*"));
  EXPECT_THAT(days(christmas, 2022, 2022),
              ElementsAre("2022-12-25 Christmas", "2022-12-26 Boxing", "2022-12-27 Christmas*"));
  // Only on Monday for whoever says "next weekday".
  EXPECT_THAT(days({fixed("a", 12, 25, HolidayObserved::next_weekday), christmas[1]}, 2022, 2022),
              ElementsAre("2022-12-25 a", "2022-12-26 a*", "2022-12-26 Boxing"));
}

TEST(Holidays, TwoOnOneDayAreKeptOnOneOtherDay) {
  EXPECT_THAT(days({fixed("a", 6, 3, HolidayObserved::next_working_day),
                    fixed("b", 6, 3, HolidayObserved::next_working_day)},
                   2023, 2023),
              ElementsAre("2023-06-03 a", "2023-06-03 b", "2023-06-05 a*", "2023-06-05 b*"));
}

TEST(Holidays, OneThatIsLeftOutStillTakesItsPlace) {
  std::vector<HolidayRule> christmas = {
      fixed("Christmas", 12, 25, HolidayObserved::next_working_day),
      fixed("Boxing", 12, 26, HolidayObserved::next_working_day)};
  christmas[1].left_out = true;
  EXPECT_THAT(days(christmas, 2022, 2022),
              ElementsAre("2022-12-25 Christmas", "2022-12-27 Christmas*"));
}

TEST(Holidays, NothingMakesWayForADayBeside) {
  HolidayRule bridge = fixed("bridge", 12, 28);
  bridge.beside = true;
  EXPECT_THAT(
      days({fixed("Boxing", 12, 26, HolidayObserved::next_working_day), bridge}, 2026, 2026),
      ElementsAre("2026-12-26 Boxing", "2026-12-28 Boxing*", "2026-12-28 bridge"));
}

TEST(Holidays, DaysBetweenTwoHolidays) {
  HolidayRule between;
  between.title = "between";
  between.base = HolidayBase::between_holidays;
  EXPECT_THAT(days({fixed("a", 9, 21), fixed("b", 9, 23), between}, 2015, 2015),
              ElementsAre("2015-09-21 a", "2015-09-22 between", "2015-09-23 b"));
  // 2014-09-22 is a Monday; a Sunday in between stays a Sunday.
  EXPECT_THAT(days({fixed("a", 9, 20), fixed("b", 9, 22), between}, 2014, 2014),
              ElementsAre("2014-09-20 a", "2014-09-22 b"));
}

TEST(Holidays, YearsLimitARule) {
  HolidayRule rule = fixed("limited", 3, 8);
  rule.from_year = 2020;
  rule.to_year = 2023;
  rule.except_years = {2021};
  EXPECT_THAT(days({rule}, 2000, 2100),
              ElementsAre("2020-03-08 limited", "2022-03-08 limited", "2023-03-08 limited"));
}

TEST(Holidays, NothingLeavesTheYearsOfTheRuntime) {
  const auto rule = fixed("new year", 1, 1, HolidayObserved::nearest_weekday);
  for (const Holiday& day : holidays_of({rule}, -5000, 5000)) {
    EXPECT_GE(day.date, days_from_civil(kMinYear, 1, 1));
    EXPECT_LE(day.date, days_from_civil(kMaxYear, 12, 31));
  }
}

}  // namespace
}  // namespace sla::time
