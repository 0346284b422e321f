#include "compiler/reference/working_time.h"

#include <gtest/gtest.h>

#include "compiler/reference/testing.h"

namespace sla::reference {
namespace {

using testing::at;
using testing::berlin;
using testing::office;
using time::kHour;
using time::kNever;

time::Calendar build(const time::CalendarSpec& spec) {
  return time::Calendar::build(spec, at("2015-01-01", "UTC"), at("2030-01-01", "UTC")).value();
}

TEST(TimeBase, AddsUpOpenings) {
  const time::Calendar calendar = build(office("Europe/Berlin"));
  const TimeBase base(&calendar);
  EXPECT_EQ(base.between(berlin("2026-03-06 16:00"), berlin("2026-03-09 10:00")), 2 * kHour);
  EXPECT_EQ(base.between(berlin("2026-03-07 10:00"), berlin("2026-03-08 10:00")), 0);
  EXPECT_EQ(base.between(berlin("2026-03-09 10:00"), berlin("2026-03-06 10:00")), 0);
}

TEST(TimeBase, AnAmountUsedUpAtAClosingIsReachedThereAndLastsToTheNextOpening) {
  const time::Calendar calendar = build(office("Europe/Berlin"));
  const TimeBase base(&calendar);
  EXPECT_EQ(base.earliest(berlin("2026-03-06 16:00"), kHour), berlin("2026-03-06 17:00"));
  EXPECT_EQ(base.latest(berlin("2026-03-06 16:00"), kHour), berlin("2026-03-09 09:00"));
  EXPECT_EQ(base.earliest(berlin("2026-03-07 16:00"), 0), berlin("2026-03-07 16:00"));
  EXPECT_EQ(base.latest(berlin("2026-03-07 16:00"), 0), berlin("2026-03-09 09:00"));
}

TEST(TimeBase, NeverReachesWhatTheCalendarDoesNotHave) {
  time::CalendarSpec spec = office("UTC");
  spec.weekly.clear();
  const time::Calendar calendar = build(spec);
  const TimeBase base(&calendar);
  EXPECT_EQ(base.earliest(berlin("2026-03-06 16:00"), 1), kNever);
  EXPECT_EQ(base.latest(berlin("2026-03-06 16:00"), 0), kNever);
}

TEST(TimeBase, PlainTimeIsPlain) {
  const TimeBase base;
  EXPECT_EQ(base.between(10, 25), 15);
  EXPECT_EQ(base.earliest(10, 15), 25);
  EXPECT_EQ(base.latest(10, 15), 25);
  EXPECT_EQ(base.latest(10, INT64_MAX), kNever);
  EXPECT_EQ(base.earliest(-10, 15), 5);
}

TEST(ReferenceBusinessDays, KeepTheLocalTimeAcrossAClockChange) {
  const time::Calendar calendar = build(office("Europe/Berlin"));
  EXPECT_EQ(business_days_later(calendar, berlin("2026-03-27 11:30"), 1),
            berlin("2026-03-30 11:30"));
  EXPECT_EQ(business_days_later(calendar, berlin("2026-03-28 11:30"), 1),
            berlin("2026-03-31 09:00"));
  EXPECT_EQ(end_of_business_day(calendar, berlin("2026-03-27 11:30"), 0),
            berlin("2026-03-27 17:00"));
  EXPECT_EQ(end_of_business_day(calendar, berlin("2026-03-28 11:30"), 1),
            berlin("2026-03-31 17:00"));
  EXPECT_EQ(business_days_later(calendar, berlin("2029-12-28 11:30"), 9), kNever);
}

// The oracle's arithmetic and the fast helpers were written apart; over many odd instants they must
// agree.
TEST(WorkingTime, AgreesWithTheFastHelpers) {
  time::CalendarSpec odd = office("America/New_York");
  odd.weekly = {{time::kMonday | time::kThursday, {22 * 60, 6 * 60}},
                {time::kTuesday | time::kSunday, {60, 3 * 60 + 17}},
                {time::kFriday, {9 * 60, 13 * 60}},
                {time::kFriday, {14 * 60, 1440}}};
  for (const time::CalendarSpec& spec : {office("Europe/Berlin"), odd}) {
    const time::Calendar calendar = build(spec);
    const TimeBase base(&calendar);
    const sla_calendar* table = calendar.table();
    Instant t = at("2026-01-01", "UTC");
    for (int i = 0; i < 4000; ++i, t += 7 * kHour + 1'234'567'891) {
      const std::int64_t amount = (i % 50) * kHour / 2;
      const Instant later = t + amount * 3;
      ASSERT_EQ(base.between(t, later), calendar.between(t, later));
      const std::int64_t used = sla_calendar_before(table, t) + amount;
      ASSERT_EQ(base.earliest(t, amount), std::max(t, sla_calendar_earliest(table, used)));
      ASSERT_EQ(base.latest(t, amount), sla_calendar_latest(table, used));
      ASSERT_EQ(business_days_later(calendar, t, i % 9), sla_calendar_add_days(table, t, i % 9));
      ASSERT_EQ(end_of_business_day(calendar, t, i % 9), sla_calendar_end_of_day(table, t, i % 9));
    }
  }
}

}  // namespace
}  // namespace sla::reference
