// The published examples that every reader of the language reference can check by hand. V-numbers
// are those of the collection of existing engines' answers; a vector without a number comes from
// the reference itself.

#include "runtime/time/testing.h"

namespace sla::time {
namespace {

using namespace testing;

/// A calendar whose local times are written as text, so that a test reads like the example it
/// checks.
class Golden {
 public:
  explicit Golden(CalendarSpec spec) : zone_(spec.zone), calendar_(build(spec)) {}
  Golden(CalendarSpec spec, std::string_view from, std::string_view to)
      : zone_(spec.zone), calendar_(build(spec, from, to)) {}

  /// "due / breach", both local with the zone's abbreviation.
  std::string deadline(std::string_view start, Target target,
                       std::vector<Pause> pauses = {}) const {
    const Deadline d = time::deadline(calendar_, instant(start), target, pauses);
    return format_local_with_zone(d.due, zone(zone_)) + " / " +
           format_local_with_zone(d.breach, zone(zone_));
  }

  std::string worked(std::string_view from, std::string_view to) const {
    return format_span(calendar_.between(instant(from), instant(to)));
  }

  Instant instant(std::string_view text) const { return at(text, zone_); }
  const Calendar& calendar() const { return calendar_; }

 private:
  std::string zone_;
  Calendar calendar_;
};

const CalendarSpec kBerlin = weekly("Europe/Berlin", kMondayToFriday, {hours(9, 17)});

TEST(GoldenVectors, V01_UsedUpExactlyAtClosing) {
  EXPECT_EQ(Golden(kBerlin).deadline("2026-03-06 16:00", business(kHour)),
            "Fri 2026-03-06 17:00 CET / Mon 2026-03-09 09:00 CET");
}

TEST(GoldenVectors, V02_CarriesOverTheWeekend) {
  EXPECT_EQ(Golden(kBerlin).deadline("2026-03-06 16:30", business(kHour)),
            "Mon 2026-03-09 09:30 CET / Mon 2026-03-09 09:30 CET");
}

TEST(GoldenVectors, V03_OneHourOnFridayThreeOnMonday) {
  EXPECT_EQ(Golden(weekly("Europe/Berlin", kMondayToFriday, {hours(8, 17)}))
                .deadline("2026-03-06 16:00", business(4 * kHour)),
            "Mon 2026-03-09 11:00 CET / Mon 2026-03-09 11:00 CET");
}

TEST(GoldenVectors, V04_StartAtClosingIsTheNextDay) {
  EXPECT_EQ(Golden(kBerlin).deadline("2026-03-06 17:00", business(8 * kHour)),
            "Mon 2026-03-09 17:00 CET / Tue 2026-03-10 09:00 CET");
}

TEST(GoldenVectors, V05_LunchBreak) {
  const Golden split(weekly("Europe/Berlin", kMondayToFriday, {hours(9, 13), hours(14, 18)}));
  EXPECT_EQ(split.deadline("2026-03-03 12:00", business(4 * kHour)),
            "Tue 2026-03-03 17:00 CET / Tue 2026-03-03 17:00 CET");
}

TEST(GoldenVectors, V05b_AfterLunch) {
  const Golden split(weekly("Europe/Berlin", kMondayToFriday, {hours(9, 13), hours(14, 18)}));
  EXPECT_EQ(split.deadline("2026-03-03 15:00", business(kHour)),
            "Tue 2026-03-03 16:00 CET / Tue 2026-03-03 16:00 CET");
}

TEST(GoldenVectors, V06_TuesdaysOnly) {
  EXPECT_EQ(Golden(weekly("Europe/Berlin", kTuesday, {hours(8, 17)}))
                .deadline("2026-03-04 09:00", business(2 * kHour)),
            "Tue 2026-03-10 10:00 CET / Tue 2026-03-10 10:00 CET");
}

TEST(GoldenVectors, V07_RoundTheClockOverTheSpringGap) {
  EXPECT_EQ(Golden(always("Europe/Berlin")).deadline("2026-03-28 12:00", business(24 * kHour)),
            "Sun 2026-03-29 13:00 CEST / Sun 2026-03-29 13:00 CEST");
}

TEST(GoldenVectors, V08_RoundTheClockOverTheRepeatedHour) {
  EXPECT_EQ(Golden(always("Europe/Berlin")).deadline("2026-10-24 12:00", business(24 * kHour)),
            "Sun 2026-10-25 11:00 CET / Sun 2026-10-25 11:00 CET");
}

TEST(GoldenVectors, V09_NewYorkOverADstWeekend) {
  EXPECT_EQ(Golden(weekly("America/New_York", kMondayToFriday, {hours(9, 17)}))
                .deadline("2026-03-06 17:30", business(4 * kHour)),
            "Mon 2026-03-09 13:00 EDT / Mon 2026-03-09 13:00 EDT");
}

TEST(GoldenVectors, V10_SameInstantOnALosAngelesCalendar) {
  EXPECT_EQ(Golden(weekly("America/Los_Angeles", kMondayToFriday, {hours(9, 17)}))
                .deadline("2026-03-06 17:30-05:00", business(4 * kHour)),
            "Mon 2026-03-09 10:30 PDT / Mon 2026-03-09 10:30 PDT");
}

TEST(GoldenVectors, V11_TargetAndWarningAcrossANight) {
  const Golden office(weekly("Europe/Berlin", kMondayToFriday, {hours(8, 18)}));
  EXPECT_EQ(office.deadline("2026-03-02 17:00", business(4 * kHour)),
            "Tue 2026-03-03 11:00 CET / Tue 2026-03-03 11:00 CET");
  EXPECT_EQ(office.deadline("2026-03-02 17:00", business(3 * kHour)),
            "Tue 2026-03-03 10:00 CET / Tue 2026-03-03 10:00 CET");
}

TEST(GoldenVectors, V12_HolidaysAndALongTarget) {
  const Golden daily(
      closed_on(weekly("Europe/Berlin", kEveryDay, {hours(9, 21)}), {"2016-11-11", "2016-11-13"}),
      "2016-01-01", "2017-01-01");
  EXPECT_EQ(daily.deadline("2016-11-09 23:00", business(48 * kHour)),
            "Tue 2016-11-15 21:00 CET / Wed 2016-11-16 09:00 CET");
}

TEST(GoldenVectors, V13_LengthOfDaysAndShiftsAtDst) {
  const Golden day(weekly("America/New_York", kEveryDay, {hours(0, 24)}));
  EXPECT_EQ(day.worked("2026-03-08", "2026-03-09"), "23 h");
  EXPECT_EQ(day.worked("2026-11-01", "2026-11-02"), "25 h");
  const Golden night(weekly("America/New_York", kEveryDay, {hours(22, 6)}));
  EXPECT_EQ(night.worked("2026-03-07 12:00", "2026-03-08 12:00"), "7 h");
  EXPECT_EQ(night.worked("2026-10-31 12:00", "2026-11-01 12:00"), "9 h");
}

TEST(GoldenVectors, V14_PauseOverTwoOpenings) {
  const Golden office(kBerlin);
  const Pause pause{office.instant("2026-03-02 16:00"), office.instant("2026-03-03 10:00")};
  EXPECT_EQ(office.deadline("2026-03-02 09:00", business(8 * kHour), {pause}),
            "Tue 2026-03-03 11:00 CET / Tue 2026-03-03 11:00 CET");
}

TEST(GoldenVectors, V15_PauseWhileClosedChangesNothing) {
  const Golden office(kBerlin);
  const Pause pause{office.instant("2026-03-02 17:00"), office.instant("2026-03-03 09:00")};
  EXPECT_EQ(office.deadline("2026-03-02 09:00", business(8 * kHour), {pause}),
            "Mon 2026-03-02 17:00 CET / Tue 2026-03-03 09:00 CET");
}

TEST(GoldenVectors, V16_SaturdayReplyBetweenDueAndBreachIsMet) {
  const Golden office(kBerlin);
  EXPECT_EQ(elapsed(office.calendar(), TargetKind::kBusinessMicros,
                    office.instant("2026-03-06 16:00"), office.instant("2026-03-07 11:00")),
            kHour);
}

TEST(GoldenVectors, V17_EasterHolidays) {
  EXPECT_EQ(Golden(closed_on(kBerlin, {"2026-04-03", "2026-04-06"}))
                .deadline("2026-04-03 10:00", business(2 * kHour)),
            "Tue 2026-04-07 11:00 CEST / Tue 2026-04-07 11:00 CEST");
}

TEST(GoldenVectors, V18_StartBeforeOpening) {
  EXPECT_EQ(Golden(kBerlin).deadline("2026-03-04 07:00", business(2 * kHour)),
            "Wed 2026-03-04 11:00 CET / Wed 2026-03-04 11:00 CET");
}

TEST(GoldenVectors, V19_FiveMinutesOverADstWeekend) {
  EXPECT_EQ(Golden(weekly("America/New_York", kMondayToFriday, {hours(8, 18)}))
                .deadline("2026-03-06 17:58", business(5 * kMinute)),
            "Mon 2026-03-09 08:03 EDT / Mon 2026-03-09 08:03 EDT");
}

TEST(GoldenVectors, V20_BusinessAndWallTimeSinceYesterday) {
  const Golden office(kBerlin);
  const Instant start = office.instant("2026-03-02 14:00"),
                now = office.instant("2026-03-03 09:00");
  EXPECT_EQ(elapsed(office.calendar(), TargetKind::kBusinessMicros, start, now), 3 * kHour);
  EXPECT_EQ(elapsed(office.calendar(), TargetKind::kElapsed, start, now), 19 * kHour);
}

TEST(GoldenVectors, ReferencePageLateFridayLead) {
  const Golden office(weekly("America/New_York", kMondayToFriday, {hours(9, 18)}));
  EXPECT_EQ(office.deadline("2026-03-06 16:30", business(4 * kHour)),
            "Mon 2026-03-09 11:30 EDT / Mon 2026-03-09 11:30 EDT");
  EXPECT_EQ(office.worked("2026-03-06 16:30", "2026-03-09 11:00"), "3 h 30 min");
}

}  // namespace
}  // namespace sla::time
