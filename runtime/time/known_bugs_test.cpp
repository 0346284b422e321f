// Bugs that real SLA engines shipped in their business-time code, one test each. B-numbers are
// those of the collection of their issue trackers; the test says what the wrong answer was about.

#include "runtime/time/testing.h"

namespace sla::time {
namespace {

using namespace testing;

const CalendarSpec kBerlin = weekly("Europe/Berlin", kMondayToFriday, {hours(9, 17)});

std::string due(const Calendar& calendar, std::string_view start, Target target) {
  const Zone z = calendar.zone();
  return format_local(deadline(calendar, at(start, z.name()), target).due, z);
}

std::string worked(const Calendar& calendar, std::string_view from, std::string_view to) {
  const std::string_view z = calendar.zone().name();
  return format_span(calendar.between(at(from, z), at(to, z)));
}

TEST(KnownBugs, B01_RoundTheClockDoesNotCloseAtMidnight) {
  for (const auto& spec :
       {always("Europe/Berlin"), weekly("Europe/Berlin", kEveryDay, {hours(0, 24)})}) {
    const Calendar calendar = build(spec);
    EXPECT_EQ(worked(calendar, "2026-06-01", "2026-06-03"), "48 h");
    EXPECT_EQ(due(calendar, "2026-06-01", business(48 * kHour)), "Wed 2026-06-03 00:00");
    EXPECT_EQ(calendar.table()->interval_count, 1u);
  }
}

TEST(KnownBugs, B02_EndBeforeStartIsTheNextDayAndEndZeroIsRefused) {
  EXPECT_EQ(
      worked(build(weekly("Europe/Berlin", kMonday, {hours(22, 6)})), "2026-06-01", "2026-06-08"),
      "8 h");
  const auto refused = Calendar::build(weekly("Europe/Berlin", kMonday, {{540, 0}}),
                                       at("2026-01-01", "UTC"), at("2027-01-01", "UTC"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, CalendarError::Kind::kBadWindow);
}

TEST(KnownBugs, B03_B04_B05_CalendarWithoutHoursTerminates) {
  CalendarSpec spec;
  spec.zone = "Europe/Berlin";
  const Calendar empty = build(spec);
  EXPECT_TRUE(empty.never_open());
  const Instant start = at("2026-03-06 16:00", "Europe/Berlin");
  for (const Target target : {business(kHour), business(0), days(1), end_of_day(0)}) {
    EXPECT_EQ(deadline(empty, start, target).breach, kNever);
  }
  EXPECT_EQ(deadline(empty, start, business(kHour)).due, kNever);
  EXPECT_EQ(empty.next_open(start), kNever);
  EXPECT_EQ(elapsed(empty, TargetKind::kBusinessMicros, start, start + kDay), 0);
}

TEST(KnownBugs, B06_TuesdayOnlyCalendar) {
  const Calendar tuesdays = build(weekly("Europe/Berlin", kTuesday, {hours(8, 17)}));
  for (const char* start :
       {"2026-03-04 09:00", "2026-03-06 23:59", "2026-03-09 00:00", "2026-03-10 07:59"}) {
    EXPECT_EQ(due(tuesdays, start, business(2 * kHour)), "Tue 2026-03-10 10:00") << start;
  }
}

TEST(KnownBugs, B07_SparseCalendarsReachFar) {
  CalendarSpec spec;
  spec.zone = "Europe/Berlin";
  spec.exceptions = {{date("2026-01-15"), {hours(9, 10)}, ""},
                     {date("2027-11-30"), {hours(9, 10)}, ""}};
  const Calendar sparse = build(spec);
  EXPECT_EQ(due(sparse, "2026-01-15 09:30", business(kHour)), "Tue 2027-11-30 09:30");
  EXPECT_EQ(due(sparse, "2026-01-15 09:30", days(1)), "Tue 2027-11-30 09:30");
  EXPECT_EQ(due(sparse, "2026-01-16 09:30", days(1)), "never");
}

TEST(KnownBugs, B08_LunchIsNotWorkedTwice) {
  const Calendar split =
      build(weekly("Europe/Berlin", kMondayToFriday, {hours(9, 13), hours(14, 18)}));
  EXPECT_EQ(due(split, "2026-03-03 12:00", business(4 * kHour)), "Tue 2026-03-03 17:00");
  EXPECT_EQ(due(split, "2026-03-03 13:30", business(4 * kHour)), "Tue 2026-03-03 18:00");
}

TEST(KnownBugs, B09_EndPointsAreExclusive) {
  const Calendar weekdays = build(weekly("Europe/Berlin", kMondayToFriday, {hours(0, 24)}));
  const Instant friday = at("2026-06-05", "Europe/Berlin");
  const Deadline d = deadline(weekdays, friday, business(24 * kHour));
  EXPECT_EQ(format_local(d.due, weekdays.zone()), "Sat 2026-06-06 00:00");
  EXPECT_EQ(format_local(d.breach, weekdays.zone()), "Mon 2026-06-08 00:00");
  EXPECT_FALSE(weekdays.is_open(d.due));
  EXPECT_TRUE(weekdays.is_open(d.due - 1));
}

TEST(KnownBugs, B10_OpeningInsideTheSpringGapDoesNotExist) {
  const Calendar night = build(weekly("Europe/Berlin", kSunday, {hours(2, 3)}));
  EXPECT_EQ(worked(night, "2026-03-28", "2026-03-30"), "0 s");
  EXPECT_EQ(due(night, "2026-03-22 02:00", days(1)), "Sun 2026-04-05 02:00");
  const Calendar longer = build(weekly("Europe/Berlin", kSunday, {{90, 210}}));
  EXPECT_EQ(worked(longer, "2026-03-28", "2026-03-30"), "1 h");
}

TEST(KnownBugs, B11_MidnightsThatDoNotExist) {
  const Calendar sao_paulo =
      build(weekly("America/Sao_Paulo", kEveryDay, {hours(0, 24)}), "2017-01-01", "2019-01-01");
  EXPECT_EQ(worked(sao_paulo, "2017-10-15", "2017-10-16"), "23 h");
  EXPECT_EQ(due(sao_paulo, "2017-10-14 00:30", days(1)), "Sun 2017-10-15 01:00");
  EXPECT_EQ(due(sao_paulo, "2017-10-14 12:00", end_of_day(0)), "Sun 2017-10-15 01:00");
  const Calendar shift =
      build(weekly("America/Sao_Paulo", kSaturday, {{20 * 60, 1440}}), "2017-01-01", "2019-01-01");
  EXPECT_EQ(worked(shift, "2017-10-14", "2017-10-16"), "4 h");
  EXPECT_EQ(worked(shift, "2018-02-17", "2018-02-19"), "5 h");
}

TEST(KnownBugs, B12_ZeroIsTheStartAndNegativeIsNever) {
  const Calendar calendar = build(kBerlin);
  const Instant saturday = at("2026-03-07 11:00", "Europe/Berlin");
  const Deadline zero = deadline(calendar, saturday, business(0));
  EXPECT_EQ(zero.due, saturday);
  EXPECT_EQ(format_local(zero.breach, calendar.zone()), "Mon 2026-03-09 09:00");
  for (const TargetKind kind : {TargetKind::kBusinessMicros, TargetKind::kBusinessDays,
                                TargetKind::kEndOfBusinessDay, TargetKind::kElapsed}) {
    EXPECT_EQ(deadline(calendar, saturday, {kind, -1}), Deadline{});
  }
}

TEST(KnownBugs, B13_B14_RepeatedHourGoesForward) {
  const Calendar calendar = build(always("Europe/Berlin"));
  const Instant first = at("2026-10-25T00:30:00Z", "UTC");  // 02:30 CEST
  const Deadline d = deadline(calendar, first, business(kHour));
  EXPECT_EQ(format_local_with_zone(d.due, calendar.zone()), "Sun 2026-10-25 02:30 CET");
  EXPECT_EQ(d.due - first, kHour);
}

TEST(KnownBugs, B15_EachDateHasItsOwnOffset) {
  const Calendar calendar = build(weekly("America/New_York", kMondayToFriday, {hours(9, 17)}));
  EXPECT_TRUE(calendar.is_open(at("2026-01-15T14:00:00Z", "UTC")));
  EXPECT_FALSE(calendar.is_open(at("2026-01-15T13:59:59Z", "UTC")));
  EXPECT_TRUE(calendar.is_open(at("2026-07-15T13:00:00Z", "UTC")));
  EXPECT_FALSE(calendar.is_open(at("2026-07-15T12:59:59Z", "UTC")));
}

TEST(KnownBugs, B16_BeyondTheLastTransitionOfTheZoneFile) {
  const Calendar calendar = build(weekly("America/New_York", kMondayToFriday, {hours(9, 17)}),
                                  "2030-01-01", "2061-01-01");
  EXPECT_EQ(due(calendar, "2060-03-12 16:00", business(2 * kHour)), "Mon 2060-03-15 10:00");
  EXPECT_TRUE(calendar.is_open(at("2060-07-15T13:00:00Z", "UTC")));
}

TEST(KnownBugs, B17_ZonesThatGaveUpDst) {
  const Calendar hong_kong = build(weekly("Asia/Hong_Kong", kMondayToFriday, {hours(9, 18)}));
  EXPECT_EQ(worked(hong_kong, "2026-06-01", "2026-06-08"), "45 h");
  const Calendar moscow =
      build(weekly("Europe/Moscow", kEveryDay, {hours(0, 24)}), "2010-01-01", "2016-01-01");
  EXPECT_EQ(worked(moscow, "2014-10-26", "2014-10-27"), "25 h");
  EXPECT_EQ(worked(moscow, "2015-03-29", "2015-03-30"), "24 h");
}

TEST(KnownBugs, B18_HalfOpenEverywhere) {
  const Calendar calendar =
      build(closed_on(weekly("America/New_York", kEveryDay, {hours(0, 24)}), {"2026-03-08"}));
  EXPECT_EQ(worked(calendar, "2026-03-07", "2026-03-10"), "48 h");
  EXPECT_FALSE(calendar.is_open(at("2026-03-08 23:59:59.999999", "America/New_York")));
  EXPECT_TRUE(calendar.is_open(at("2026-03-09 00:00", "America/New_York")));
}

TEST(KnownBugs, B19_HolidaysAreLocalDates) {
  for (const char* name : {"Pacific/Tongatapu", "Pacific/Honolulu", "Pacific/Kiritimati"}) {
    const Calendar calendar =
        build(closed_on(weekly(name, kMondayToFriday, {hours(9, 17)}), {"2026-06-03"}));
    EXPECT_EQ(due(calendar, "2026-06-02 16:00", business(2 * kHour)), "Thu 2026-06-04 10:00")
        << name;
    EXPECT_EQ(due(calendar, "2026-06-02 16:00", days(1)), "Thu 2026-06-04 16:00") << name;
  }
}

TEST(KnownBugs, B20_HolidaysInTheSpanAreNotCounted) {
  const Calendar calendar = build(closed_on(kBerlin, {"2026-05-01", "2026-05-04"}));
  EXPECT_EQ(worked(calendar, "2026-04-30 16:00", "2026-05-05 10:00"), "2 h");
}

TEST(KnownBugs, B21_RoundTheClockHasNoGaps) {
  const Calendar calendar = build(always("America/New_York"));
  EXPECT_EQ(calendar.table()->total, calendar.end() - calendar.begin());
}

TEST(KnownBugs, B22_OpeningsFollowTheWallClock) {
  const Calendar calendar = build(kBerlin);
  EXPECT_EQ(due(calendar, "2026-03-27 16:00", business(2 * kHour)), "Mon 2026-03-30 10:00");
  EXPECT_EQ(due(calendar, "2026-03-27 16:00", days(1)), "Mon 2026-03-30 16:00");
}

TEST(KnownBugs, B23_NoSundayIsSkippedOrRepeated) {
  const Calendar calendar =
      build(weekly("Europe/Paris", kEveryDay, {hours(9, 17)}), "2024-01-01", "2025-01-01");
  EXPECT_EQ(worked(calendar, "2024-03-30 23:30", "2024-04-01 23:30"), "16 h");
  EXPECT_EQ(due(calendar, "2024-03-30 12:00", days(1)), "Sun 2024-03-31 12:00");
  EXPECT_EQ(worked(calendar, "2024-10-26 23:30", "2024-10-28 23:30"), "16 h");
  EXPECT_EQ(due(calendar, "2024-10-26 12:00", days(2)), "Mon 2024-10-28 12:00");
}

TEST(KnownBugs, B24_DaysOverHolidaysCountOnce) {
  const Calendar daily = build(
      closed_on(weekly("Europe/Berlin", kEveryDay, {hours(9, 21)}), {"2016-11-11", "2016-11-13"}),
      "2016-01-01", "2017-01-01");
  EXPECT_EQ(due(daily, "2016-11-09 23:00", days(4)), "Wed 2016-11-16 09:00");
  EXPECT_EQ(due(daily, "2016-11-09 23:00", end_of_day(3)), "Tue 2016-11-15 21:00");
}

TEST(KnownBugs, B25_SplitDay) {
  EXPECT_EQ(worked(build(weekly("Asia/Kolkata", kMondayToFriday, {hours(9, 13), hours(14, 18)})),
                   "2026-06-01", "2026-06-02"),
            "8 h");
}

TEST(KnownBugs, B26_ShiftAcrossMidnight) {
  const Calendar bar =
      build(closed_on(weekly("Europe/Berlin", kEveryDay, {hours(21, 2)}), {"2026-06-03"}));
  EXPECT_EQ(worked(bar, "2026-06-01 12:00", "2026-06-02 12:00"), "5 h");
  // The holiday removes the shift that starts on it, with its hours of the next day, and leaves the
  // tail of the shift before.
  EXPECT_EQ(worked(bar, "2026-06-03 00:00", "2026-06-04 12:00"), "2 h");
}

TEST(KnownBugs, B27_UtcHasNoSummer) {
  const Calendar utc = build(weekly("UTC", kMondayToFriday, {hours(9, 17)}));
  const Calendar london = build(weekly("Europe/London", kMondayToFriday, {hours(9, 17)}));
  EXPECT_EQ(format_utc(utc.next_open(at("2026-07-01", "UTC"))), "2026-07-01T09:00:00Z");
  EXPECT_EQ(format_utc(london.next_open(at("2026-07-01", "UTC"))), "2026-07-01T08:00:00Z");
}

TEST(KnownBugs, B28_LongTargetsStayExactIntegers) {
  const Calendar calendar = build(always("UTC"), "1900-01-01", "2200-01-01");
  const Instant start = at("1900-01-02", "UTC");
  EXPECT_EQ(deadline(calendar, start, business(27770 * kHour)).due, start + 27770 * kHour);
  EXPECT_EQ(deadline(calendar, start, business(100 * 365 * kDay + 1)).due,
            start + 100 * 365 * kDay + 1);
  EXPECT_EQ(deadline(calendar, start, business(INT64_MAX)).due, kNever);
  EXPECT_EQ(deadline(calendar, start, plain(INT64_MAX)).due - start, INT64_MAX);
}

}  // namespace
}  // namespace sla::time
