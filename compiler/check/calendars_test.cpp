#include "compiler/check/testing.h"
#include "runtime/time/civil.h"

namespace sla::check {
namespace {

using namespace testing;

std::string calendar(const std::string& lines) {
  return std::string(kAgreement) + "calendar c {\n" + lines + "\n}\n";
}

time::CalendarSpec spec(const std::string& lines) {
  const Checked checked = check_text(calendar(lines));
  EXPECT_THAT(checked.found, IsEmpty());
  return checked.agreement ? checked.agreement->calendars.at(0).spec : time::CalendarSpec{};
}

TEST(CheckCalendars, OpeningsBecomeWindowsOfWeekdays) {
  const time::CalendarSpec made =
      spec("open Mon-Wed, Fri 09:00-13:00, 14:00-24:00\nopen Sat-Sun 22:00-06:00");
  ASSERT_EQ(made.weekly.size(), 3u);
  EXPECT_EQ(made.weekly[0], (time::WeeklyOpening{1 | 2 | 4 | 16, {540, 780}}));
  EXPECT_EQ(made.weekly[1], (time::WeeklyOpening{1 | 2 | 4 | 16, {840, 1440}}));
  EXPECT_EQ(made.weekly[2], (time::WeeklyOpening{32 | 64, {1320, 360}}));
  EXPECT_EQ(made.zone, "America/New_York");
}

TEST(CheckCalendars, WeekdayRangesWrap) {
  EXPECT_EQ(spec("open Sat-Mon 09:00-10:00").weekly.at(0).weekdays, 32 | 64 | 1);
}

TEST(CheckCalendars, MidnightAsAnEndIsTheEndOfTheDay) {
  EXPECT_EQ(spec("open Mon 18:00-00:00").weekly.at(0).window, (time::MinuteWindow{1080, 1440}));
}

TEST(CheckCalendars, DatesHaveTheirOwnOpenings) {
  const time::CalendarSpec made = spec(
      "open Mon-Fri 09:00-17:00\n"
      "closed 2026-12-24 to 2026-12-26 \"holidays\"\n"
      "open 2026-12-24, 2026-12-31 09:00-11:00, 12:00-13:00 \"half day\"");
  ASSERT_EQ(made.exceptions.size(), 5u);
  EXPECT_EQ(made.exceptions[0].date, time::days_from_civil(2026, 12, 24));
  EXPECT_TRUE(made.exceptions[2].windows.empty());
  EXPECT_EQ(made.exceptions[2].title, "holidays");
  // The later line holds: the 24th is a half day after all.
  EXPECT_EQ(made.exceptions[3].date, time::days_from_civil(2026, 12, 24));
  EXPECT_EQ(made.exceptions[3].windows.size(), 2u);
}

TEST(CheckCalendars, NeverOpen) {
  EXPECT_THAT(found(calendar("closed 2026-12-24")), ElementsAre("SLA2004 c"));
  EXPECT_THAT(found(calendar("open Mon 09:00-10:00")), IsEmpty());
  EXPECT_THAT(found(calendar("open always")), IsEmpty());
}

TEST(CheckCalendars, OverlappingOpeningsWarn) {
  const Checked checked = check_text(calendar("open Mon-Fri 09:00-13:00\nopen Fri 12:00-15:00"));
  EXPECT_THAT(checked.found, ElementsAre("SLA2005 12:00-15:00"));
  EXPECT_TRUE(checked.agreement) << "a warning does not refuse the agreement";
  EXPECT_THAT(found(calendar("open Mon-Fri 09:00-13:00\nopen Fri 13:00-15:00")), IsEmpty());
}

TEST(CheckCalendars, OverlapsAreFoundAcrossMidnightAndTheWeeksEnd) {
  EXPECT_THAT(found(calendar("open Tue 04:00-08:00\nopen Mon 22:00-06:00")),
              ElementsAre("SLA2005 22:00-06:00"));
  EXPECT_THAT(found(calendar("open Mon 04:00-08:00\nopen Sun 22:00-06:00")),
              ElementsAre("SLA2005 22:00-06:00"));
  EXPECT_THAT(found(calendar("open Mon 06:00-08:00\nopen Sun 22:00-06:00")), IsEmpty());
}

TEST(CheckCalendars, OverlapsOnADate) {
  EXPECT_THAT(found(calendar("open always\nopen 2026-12-24 09:00-12:00, 11:00-13:00")),
              ElementsAre("SLA2005 11:00-13:00"));
}

TEST(CheckCalendars, ADateIsOpenedOnce) {
  const std::string open = "open Mon 09:00-10:00\nopen 2026-12-24 09:00-12:00\n";
  EXPECT_THAT(found(calendar(open + "open 2026-12-24 13:00-14:00")),
              ElementsAre("SLA1002 2026-12-24"));
  EXPECT_THAT(found(calendar(open + "closed 2026-12-23 to 2026-12-26")),
              ElementsAre("SLA1002 2026-12-23 to 2026-12-26"));
  EXPECT_THAT(found(calendar(open)), IsEmpty());
}

TEST(CheckCalendars, BadDates) {
  EXPECT_THAT(found(calendar("open always\nclosed 2026-12-26 to 2026-12-24")),
              ElementsAre("SLA0008 2026-12-26 to 2026-12-24"));
  EXPECT_THAT(found(calendar("open always\nclosed 2026-12-26 to 2062-12-26")),
              ElementsAre("SLA0008 2026-12-26 to 2062-12-26"));
  EXPECT_THAT(found(calendar("open Mon 24:00-06:00")), ElementsAre("SLA0008 24:00"));
}

TEST(CheckCalendars, HolidaysOfASetCloseIt) {
  const std::string sets =
      "holidays ours {\n  \"Founders' Day\" August 1\n  \"Eve\" December 24 open 09:00-13:00\n}\n";
  const Checked checked = check_text(
      calendar("closed ours from 2026 to 2027\nopen Mon-Fri 10:00-12:00, 12:30-17:00") + sets);
  ASSERT_TRUE(checked.agreement) << ::testing::PrintToString(checked.found);
  const agreement::Calendar& made = checked.agreement->calendars.at(0);
  ASSERT_EQ(made.spec.exceptions.size(), 4u);
  EXPECT_EQ(made.spec.exceptions[0].date, time::days_from_civil(2026, 8, 1));
  EXPECT_EQ(made.spec.exceptions[0].title, "Founders' Day");
  // A half day is what is left of the day's own hours, wherever the opening is written.
  EXPECT_EQ(made.spec.exceptions[1].windows,
            (std::vector<time::MinuteWindow>{{600, 720}, {750, 780}}));
  ASSERT_EQ(made.holidays.size(), 1u);
  EXPECT_EQ(made.holidays[0].words, "ours from 2026 to 2027");
  EXPECT_EQ(made.holidays[0].end, 4u);
}

TEST(CheckCalendars, AHalfDayNeverOpensAClosedDay) {
  const Checked checked =
      check_text(calendar("open Mon 09:00-17:00\nclosed ours from 2026 to 2026") +
                 "holidays ours {\n  \"Eve\" December 24 open 09:00-13:00\n}\n");  // A Thursday.
  ASSERT_TRUE(checked.agreement);
  EXPECT_TRUE(checked.agreement->calendars[0].spec.exceptions.at(0).windows.empty());
}

TEST(CheckCalendars, ADateOfTheCalendarHoldsOverASet) {
  const Checked checked =
      check_text(calendar("open Mon-Fri 09:00-17:00\nopen 2026-08-01 10:00-11:00\n"
                          "closed ours from 2026 to 2026") +
                 "holidays ours {\n  \"Founders' Day\" August 1\n}\n");
  ASSERT_TRUE(checked.agreement);
  ASSERT_EQ(checked.agreement->calendars[0].spec.exceptions.size(), 1u);
  EXPECT_FALSE(checked.agreement->calendars[0].spec.exceptions[0].windows.empty());
}

TEST(CheckCalendars, BusinessDayAsAQuantity) {
  const Checked checked =
      check_text(calendar("open Mon-Fri 09:00-17:00\nbusiness day as 7.5 hours"));
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(checked.agreement->calendars[0].business_day_micros,
            7 * time::kHour + 30 * time::kMinute);
  EXPECT_THAT(found(calendar("open always\nbusiness day as 25 hours")),
              ElementsAre("SLA1010 25 hours"));
  EXPECT_THAT(found(calendar("open always\nbusiness day as 1 day")), ElementsAre("SLA1010 1 day"));
}

TEST(CheckCalendars, OwnZone) {
  EXPECT_EQ(spec("open always\ntime zone \"Europe/Berlin\"").zone, "Europe/Berlin");
  EXPECT_THAT(found(calendar("open always\ntime zone \"Europe/Brelin\"")),
              ElementsAre("SLA1007 \"Europe/Brelin\""));
}

TEST(CheckCalendars, RelativeZones) {
  const Checked owner = check_text(calendar("open always\nin owner's time zone"));
  ASSERT_TRUE(owner.agreement);
  EXPECT_EQ(owner.agreement->calendars[0].zone_of, agreement::Calendar::ZoneOf::owner);
  EXPECT_EQ(owner.agreement->calendars[0].spec.zone, "America/New_York");
}

TEST(CheckCalendars, TheLeadsZoneNeedsATextField) {
  const std::string lead_zone = calendar("open always\nin lead's time zone");
  EXPECT_THAT(found(lead_zone), ElementsAre("SLA1001 in lead's time zone"));
  EXPECT_THAT(help_of(lead_zone), HasSubstr("`time_zone text?`"));
  EXPECT_THAT(found(lead_zone + "lead {\n  time_zone integer\n}\n"),
              ElementsAre("SLA1003 in lead's time zone"));
  const Checked good = check_text(lead_zone + "lead {\n  x integer\n  time_zone text?\n}\n");
  ASSERT_TRUE(good.agreement);
  EXPECT_EQ(good.agreement->zone_field, 1);
}

}  // namespace
}  // namespace sla::check
