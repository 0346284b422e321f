#include "runtime/time/deadline.h"

#include "runtime/time/testing.h"

namespace sla::time {
namespace {

using namespace testing;

/// Monday to Friday 09:00-17:00 in UTC; times are written as `02 16:00`, in March 2026 (the 2nd is
/// a Monday).
class Deadlines : public ::testing::Test {
 protected:
  static Instant march(std::string_view text) { return at("2026-03-" + std::string(text), "UTC"); }

  std::string of(std::string_view start, Target target,
                 std::vector<std::pair<std::string_view, std::string_view>> pauses = {}) const {
    std::vector<Pause> list;
    for (const auto& [from, to] : pauses)
      list.push_back({march(from), to.empty() ? kNever : march(to)});
    const Deadline d = deadline(calendar_, march(start), target, list);
    const auto show = [](Instant t) {
      return t == kNever ? "never" : format_local(t, Zone::utc()).substr(12);
    };
    return show(d.due) + " / " + show(d.breach);
  }

  const Calendar calendar_ = build(weekly("UTC", kMondayToFriday, {hours(9, 17)}));
};

TEST_F(Deadlines, PausesInAndOutOfHours) {
  EXPECT_EQ(of("02 09:00", business(4 * kHour), {{"02 10:00", "02 11:00"}}), "02 14:00 / 02 14:00");
  EXPECT_EQ(of("02 09:00", business(4 * kHour), {{"02 16:00", "02 20:00"}}), "02 13:00 / 02 13:00");
  EXPECT_EQ(of("02 09:00", business(8 * kHour), {{"02 16:00", "02 20:00"}}), "03 10:00 / 03 10:00");
  EXPECT_EQ(of("02 15:00", business(4 * kHour), {{"02 20:00", "03 10:00"}}), "03 12:00 / 03 12:00");
}

TEST_F(Deadlines, PausesBeforeTheStartOrAfterTheEndCountForNothing) {
  EXPECT_EQ(of("02 10:00", business(kHour), {{"02 09:00", "02 10:00"}, {"02 12:00", "02 13:00"}}),
            "02 11:00 / 02 11:00");
  EXPECT_EQ(of("02 10:00", business(kHour), {{"02 09:00", "02 10:30"}}), "02 11:30 / 02 11:30");
}

TEST_F(Deadlines, ReasonsThatOverlapAreOnePause) {
  EXPECT_EQ(of("02 09:00", business(kHour), {{"02 09:30", "02 11:00"}, {"02 10:00", "02 12:00"}}),
            "02 12:30 / 02 12:30");
  EXPECT_EQ(of("02 09:00", business(kHour), {{"02 09:30", "02 12:00"}, {"02 10:00", "02 11:00"}}),
            "02 12:30 / 02 12:30");
}

TEST_F(Deadlines, APauseAfterDueMovesOnlyTheBreach) {
  // Used up at closing; then paused until Tuesday 10:00, before any more could be used.
  EXPECT_EQ(of("02 09:00", business(8 * kHour), {{"02 17:00", "03 10:00"}}), "02 17:00 / 03 10:00");
  EXPECT_EQ(of("02 09:00", business(8 * kHour), {{"03 09:00", "03 10:00"}}), "02 17:00 / 03 10:00");
  EXPECT_EQ(of("02 09:00", business(8 * kHour), {{"03 09:01", "03 10:00"}}), "02 17:00 / 03 09:00");
}

TEST_F(Deadlines, AnOpenPauseNeverEnds) {
  EXPECT_EQ(of("02 09:00", business(2 * kHour), {{"02 10:00", ""}}), "never / never");
  EXPECT_EQ(of("02 09:00", business(2 * kHour), {{"02 12:00", ""}}), "02 11:00 / 02 11:00");
  EXPECT_EQ(of("02 09:00", plain(2 * kHour), {{"02 10:00", ""}}), "never / never");
}

TEST_F(Deadlines, ElapsedIgnoresTheCalendar) {
  EXPECT_EQ(of("06 16:00", plain(24 * kHour)), "07 16:00 / 07 16:00");
  EXPECT_EQ(of("06 16:00", plain(24 * kHour), {{"06 20:00", "06 22:00"}}), "07 18:00 / 07 18:00");
}

TEST_F(Deadlines, BusinessDays) {
  EXPECT_EQ(of("05 16:00", days(2)), "09 16:00 / 09 16:00");
  EXPECT_EQ(of("06 18:00", days(1)), "10 09:00 / 10 09:00");
  EXPECT_EQ(of("05 16:00", days(2), {{"06 10:00", "06 12:00"}}), "10 10:00 / 10 10:00");
  EXPECT_EQ(of("05 16:00", days(2), {{"07 10:00", "07 12:00"}}), "09 16:00 / 09 16:00");
}

TEST_F(Deadlines, ADayTargetThatNamesAnOpeningIsUsedUpAtTheClosingBefore) {
  CalendarSpec spec = weekly("UTC", kMondayToFriday, {hours(9, 17)});
  spec.exceptions = {{date("2026-03-09"), {hours(12, 17)}, "late start"}};
  const Calendar calendar = build(spec);
  const std::vector<Pause> pause = {{march("07 10:00"), march("09 13:00")}};
  const Deadline d = deadline(calendar, march("06 10:00"), days(1), pause);
  EXPECT_EQ(d.due, march("09 12:00"));
  EXPECT_EQ(d.breach, march("09 13:00"));
}

TEST_F(Deadlines, EndOfBusinessDay) {
  EXPECT_EQ(of("05 16:00", end_of_day(0)), "05 17:00 / 06 09:00");
  EXPECT_EQ(of("05 16:00", end_of_day(1)), "06 17:00 / 09 09:00");
  EXPECT_EQ(of("07 12:00", end_of_day(0)), "09 17:00 / 10 09:00");
  EXPECT_EQ(of("05 16:00", end_of_day(0), {{"05 16:30", "05 16:45"}}), "06 09:15 / 06 09:15");
}

TEST_F(Deadlines, ElapsedTimeAgreesWithTheDeadline) {
  const std::vector<Pause> pauses = {{march("02 10:00"), march("02 11:00")},
                                     {march("02 16:00"), march("03 10:00")}};
  const Instant start = march("02 09:00");
  const Deadline d = deadline(calendar_, start, business(8 * kHour), pauses);
  EXPECT_EQ(elapsed(calendar_, TargetKind::kBusinessMicros, start, d.due, pauses), 8 * kHour);
  EXPECT_EQ(elapsed(calendar_, TargetKind::kBusinessMicros, start, d.breach + 1, pauses),
            8 * kHour + 1);
  EXPECT_EQ(elapsed(calendar_, TargetKind::kBusinessMicros, start, march("02 10:30"), pauses),
            kHour);
  EXPECT_EQ(elapsed(calendar_, TargetKind::kBusinessMicros, start, start - kHour, pauses), 0);
}

TEST_F(Deadlines, Allowance) {
  EXPECT_EQ(allowance(calendar_, march("05 16:00"), days(2)), 16 * kHour);
  EXPECT_EQ(allowance(calendar_, march("07 16:00"), days(1)), 8 * kHour);
  EXPECT_EQ(allowance(calendar_, march("05 16:00"), end_of_day(0)), kHour);
  EXPECT_EQ(allowance(calendar_, march("05 16:00"), business(5)), 5);
  EXPECT_EQ(allowance(calendar_, march("05 16:00"), days(100000)), kNever);
}

}  // namespace
}  // namespace sla::time
