#include "runtime/verdicts/period.h"

#include <gtest/gtest.h>

namespace sla::verdicts {
namespace {

using time::days_from_civil;

std::string label(PeriodShape shape, int year, int month, int day) {
  return label_of(shape, period_of(shape, days_from_civil(year, month, day)));
}

TEST(Period, Labels) {
  EXPECT_EQ(label({PeriodUnit::day}, 2026, 3, 6), "2026-03-06");
  EXPECT_EQ(label({PeriodUnit::week}, 2026, 3, 6), "2026-W10");
  EXPECT_EQ(label({PeriodUnit::month}, 2026, 3, 31), "2026-03");
  EXPECT_EQ(label({PeriodUnit::quarter}, 2026, 3, 31), "2026-Q1");
  EXPECT_EQ(label({PeriodUnit::quarter}, 2026, 4, 1), "2026-Q2");
  EXPECT_EQ(label({PeriodUnit::year}, 2026, 12, 31), "2026");
  EXPECT_EQ(label({PeriodUnit::whole_term}, 2026, 12, 31), "whole term");
}

TEST(Period, WeeksBelongToTheYearOfTheirThursday) {
  EXPECT_EQ(label({PeriodUnit::week}, 2021, 1, 3), "2020-W53");
  EXPECT_EQ(label({PeriodUnit::week}, 2021, 1, 4), "2021-W01");
  EXPECT_EQ(label({PeriodUnit::week}, 2024, 12, 30), "2025-W01");
}

TEST(Period, FiscalYearsAreNamedAfterTheYearTheyEndIn) {
  EXPECT_EQ(label({PeriodUnit::year, 2}, 2025, 2, 1), "FY2026");
  EXPECT_EQ(label({PeriodUnit::year, 2}, 2026, 1, 31), "FY2026");
  EXPECT_EQ(label({PeriodUnit::year, 2}, 2026, 2, 1), "FY2027");
  EXPECT_EQ(label({PeriodUnit::quarter, 2}, 2025, 4, 30), "FY2026-Q1");
  EXPECT_EQ(label({PeriodUnit::quarter, 2}, 2026, 1, 31), "FY2026-Q4");
  EXPECT_EQ(label({PeriodUnit::quarter, 10}, 2025, 12, 31), "FY2026-Q1");
}

TEST(Period, FirstDatesBeginTheirPeriodAndThePreviousDayTheOneBefore) {
  for (const PeriodShape shape :
       {PeriodShape{PeriodUnit::day}, PeriodShape{PeriodUnit::week}, PeriodShape{PeriodUnit::month},
        PeriodShape{PeriodUnit::quarter}, PeriodShape{PeriodUnit::quarter, 11},
        PeriodShape{PeriodUnit::year}, PeriodShape{PeriodUnit::year, 7}}) {
    for (time::Date date = days_from_civil(1968, 1, 1); date < days_from_civil(1974, 1, 1);
         ++date) {
      const std::int64_t period = period_of(shape, date);
      const time::Date first = first_date_of(shape, period);
      ASSERT_LE(first, date);
      ASSERT_GT(first_date_of(shape, period + 1), date);
      ASSERT_EQ(period_of(shape, first), period);
      ASSERT_EQ(period_of(shape, first - 1), period - 1);
    }
  }
}

}  // namespace
}  // namespace sla::verdicts
