#include "runtime/time/calendar.h"

#include "runtime/time/testing.h"

namespace sla::time {
namespace {

using namespace testing;

TEST(Calendar, MergesOverlapsAndNamesThem) {
  CalendarSpec spec = weekly("Europe/Berlin", kMonday | kWednesday, {hours(9, 13), hours(12, 17)});
  spec.weekly.push_back({kFriday, hours(9, 13)});
  spec.weekly.push_back({kFriday, hours(13, 17)});
  spec.exceptions.push_back({date("2026-06-05"), {hours(9, 12), hours(11, 13)}, "half day"});
  const Calendar calendar = build(spec);
  EXPECT_EQ(calendar.overlaps().weekdays, kMonday | kWednesday);
  EXPECT_EQ(calendar.overlaps().dates, std::vector<Date>{date("2026-06-05")});
  const auto week = [&](const char* from, const char* to) {
    return format_span(calendar.between(at(from, "Europe/Berlin"), at(to, "Europe/Berlin")));
  };
  EXPECT_EQ(week("2026-05-25", "2026-06-01"), "24 h");
  EXPECT_EQ(week("2026-06-01", "2026-06-08"), "20 h");
}

TEST(Calendar, OverlapAcrossMidnightBelongsToTheLaterDay) {
  CalendarSpec spec = weekly("Europe/Berlin", kMonday, {hours(20, 10)});
  spec.weekly.push_back({kTuesday, hours(9, 17)});
  EXPECT_EQ(build(spec).overlaps().weekdays, kTuesday);
  EXPECT_TRUE(build(weekly("Europe/Berlin", kEveryDay, {{540, 540}})).overlaps().none());
  EXPECT_TRUE(build(weekly("Europe/Berlin", kEveryDay, {hours(0, 24)})).overlaps().none());
}

TEST(Calendar, ExceptionsReplaceTheDay) {
  CalendarSpec spec = weekly("America/New_York", kMondayToFriday, {hours(9, 17)});
  spec.exceptions = {{date("2026-12-24"), {}, "closed"},
                     {date("2026-12-24"), {hours(9, 13)}, "half day, said later"},
                     {date("2026-12-26"), {hours(10, 12)}, "open Saturday"}};
  const Calendar calendar = build(spec);
  const auto worked = [&](const char* from, const char* to) {
    return format_span(calendar.between(at(from, "America/New_York"), at(to, "America/New_York")));
  };
  EXPECT_EQ(worked("2026-12-24", "2026-12-25"), "4 h");
  EXPECT_EQ(worked("2026-12-26", "2026-12-27"), "2 h");
}

TEST(Calendar, ReportsWhatCannotBeBuilt) {
  const auto kind = [](const CalendarSpec& spec, const char* from, const char* to) {
    const auto calendar = Calendar::build(spec, at(from, "UTC"), at(to, "UTC"));
    EXPECT_FALSE(calendar.has_value());
    return calendar.error().kind;
  };
  using enum CalendarError::Kind;
  EXPECT_EQ(kind(always("Europe/Berln"), "2026-01-01", "2027-01-01"), kUnknownZone);
  EXPECT_EQ(kind(always("UTC"), "2027-01-01", "2026-01-01"), kBadRange);
  EXPECT_EQ(kind(always("UTC"), "2026-01-01", "2026-01-01"), kBadRange);
  EXPECT_EQ(kind(weekly("UTC", 0, {hours(9, 17)}), "2026-01-01", "2027-01-01"), kBadWeekdays);
  EXPECT_EQ(kind(weekly("UTC", 128, {hours(9, 17)}), "2026-01-01", "2027-01-01"), kBadWeekdays);
  EXPECT_EQ(kind(weekly("UTC", 1, {{1440, 10}}), "2026-01-01", "2027-01-01"), kBadWindow);
  EXPECT_EQ(kind(weekly("UTC", 1, {{10, 1441}}), "2026-01-01", "2027-01-01"), kBadWindow);
}

TEST(Calendar, TablesSurviveAMove) {
  Calendar first = build(always("UTC"));
  const sla_calendar* table = first.table();
  const Calendar second = std::move(first);
  EXPECT_EQ(second.table(), table);
  EXPECT_EQ(second.between(at("2026-01-01", "UTC"), at("2026-01-02", "UTC")), kDay);
}

TEST(Calendar, OutsideItsRangeItIsClamped) {
  const Calendar calendar =
      build(weekly("UTC", kEveryDay, {hours(9, 17)}), "2026-01-01", "2026-01-11");
  const sla_calendar* t = calendar.table();
  EXPECT_EQ(t->total, 80 * kHour);
  EXPECT_EQ(sla_calendar_before(t, INT64_MIN), 0);
  EXPECT_EQ(sla_calendar_before(t, INT64_MAX), t->total);
  EXPECT_EQ(sla_calendar_earliest(t, -5), t->begin);
  EXPECT_EQ(sla_calendar_earliest(t, 0), t->begin);
  EXPECT_EQ(sla_calendar_latest(t, -5), t->begin);
  EXPECT_EQ(format_utc(sla_calendar_earliest(t, t->total)), "2026-01-10T17:00:00Z");
  EXPECT_EQ(sla_calendar_latest(t, t->total), kNever);
  EXPECT_EQ(sla_calendar_earliest(t, t->total + 1), kNever);
  EXPECT_EQ(sla_calendar_next_open(t, INT64_MIN), t->begin + 9 * kHour);
  EXPECT_EQ(sla_calendar_next_open(t, t->end - kHour), kNever);
  EXPECT_EQ(sla_calendar_next_open(t, INT64_MAX), kNever);
  EXPECT_EQ(sla_calendar_add_days(t, INT64_MIN, 1), t->begin + 33 * kHour);
  EXPECT_EQ(sla_calendar_add_days(t, t->begin, 9), t->begin + 9 * kDay + 9 * kHour);
  EXPECT_EQ(sla_calendar_add_days(t, t->begin, 10), kNever);
  EXPECT_EQ(sla_calendar_add_days(t, t->begin, INT64_MAX), kNever);
  EXPECT_EQ(sla_calendar_add_days(t, t->begin, -1), kNever);
  EXPECT_EQ(sla_calendar_add_days(t, t->begin, 0), t->begin + 9 * kHour);
  EXPECT_EQ(sla_calendar_end_of_day(t, t->end, 0), kNever);
  EXPECT_EQ(sla_calendar_end_of_day(t, t->begin, -1), kNever);
}

TEST(Calendar, ADayCutShortByTheRangeIsNotAnswered) {
  const Calendar calendar =
      build(weekly("UTC", kEveryDay, {hours(9, 17)}), "2026-01-01", "2026-01-03T12:00Z");
  const sla_calendar* t = calendar.table();
  EXPECT_EQ(sla_calendar_end_of_day(t, t->begin, 1), at("2026-01-02 17:00", "UTC"));
  EXPECT_EQ(sla_calendar_end_of_day(t, t->begin, 2), kNever);
  EXPECT_EQ(sla_calendar_add_days(t, t->begin, 2), kNever);
  EXPECT_EQ(sla_calendar_end_of_day(t, at("2026-01-03 10:00", "UTC"), 0), kNever);
}

TEST(Calendar, LocalTimesNeedNoExactHint) {
  const Calendar calendar = build(always("Europe/Berlin"));
  const sla_calendar* t = calendar.table();
  const std::uint32_t latest = t->transition_count - 1;
  for (LocalTime local = date("2025-02-01") * kDay; local < date("2027-12-01") * kDay;
       local += 15 * kMinute) {
    const Instant expected = calendar.zone().to_utc(local);
    ASSERT_EQ(sla_calendar_from_local(t, local, latest), expected);
    ASSERT_EQ(sla_calendar_from_local(t, local, 0), expected);
  }
}

/// Business days, each by hand. Local times of one zone as text.
class BusinessDays : public ::testing::Test {
 protected:
  static std::string later(const CalendarSpec& spec, std::string_view start, std::int64_t n) {
    const Calendar calendar = build(spec, "2011-01-01", "2028-01-01");
    return format_local(sla_calendar_add_days(calendar.table(), at(start, spec.zone), n),
                        calendar.zone());
  }
  static std::string end(const CalendarSpec& spec, std::string_view start, std::int64_t n) {
    const Calendar calendar = build(spec, "2011-01-01", "2028-01-01");
    return format_local(sla_calendar_end_of_day(calendar.table(), at(start, spec.zone), n),
                        calendar.zone());
  }
  const CalendarSpec office_ = weekly("Europe/Berlin", kMondayToFriday, {hours(9, 17)});
};

TEST_F(BusinessDays, SameLocalTimeOverWeekendsAndDst) {
  EXPECT_EQ(later(office_, "2026-03-26 15:15:30", 2), "Mon 2026-03-30 15:15:30");
  EXPECT_EQ(later(office_, "2026-03-06 09:00", 5), "Fri 2026-03-13 09:00");
}

TEST_F(BusinessDays, StartOutsideAnOpeningMovesFirst) {
  EXPECT_EQ(later(office_, "2026-03-06 17:00", 1), "Tue 2026-03-10 09:00");
  EXPECT_EQ(later(office_, "2026-03-07 12:00", 1), "Tue 2026-03-10 09:00");
  EXPECT_EQ(later(office_, "2026-03-09 07:00", 1), "Tue 2026-03-10 09:00");
}

TEST_F(BusinessDays, ClippedIntoTheDay) {
  CalendarSpec spec = office_;
  spec.exceptions = {{date("2026-12-24"), {hours(10, 13)}, "half day"}};
  EXPECT_EQ(later(spec, "2026-12-23 09:30", 1), "Thu 2026-12-24 10:00");
  EXPECT_EQ(later(spec, "2026-12-23 12:00", 1), "Thu 2026-12-24 12:00");
  EXPECT_EQ(later(spec, "2026-12-23 13:00", 1), "Thu 2026-12-24 13:00");
  EXPECT_EQ(later(spec, "2026-12-23 16:00", 1), "Fri 2026-12-25 09:00");
  EXPECT_EQ(end(spec, "2026-12-23 16:00", 1), "Thu 2026-12-24 13:00");
}

TEST_F(BusinessDays, InABreakTheNextOpening) {
  CalendarSpec spec = office_;
  spec.exceptions = {{date("2026-06-03"), {hours(9, 12), hours(14, 17)}, "long lunch"}};
  EXPECT_EQ(later(spec, "2026-06-02 12:00", 1), "Wed 2026-06-03 12:00");
  EXPECT_EQ(later(spec, "2026-06-02 12:01", 1), "Wed 2026-06-03 14:00");
}

TEST_F(BusinessDays, AShiftBelongsToItsFirstDate) {
  const CalendarSpec night = weekly("Europe/Berlin", kMondayToFriday, {hours(22, 6)});
  EXPECT_EQ(later(night, "2026-06-02 05:00", 1), "Wed 2026-06-03 05:00");
  EXPECT_EQ(later(night, "2026-06-06 05:00", 1), "Tue 2026-06-09 05:00");
  EXPECT_EQ(end(night, "2026-06-05 23:00", 0), "Sat 2026-06-06 06:00");
}

TEST_F(BusinessDays, RoundTheClockIsTheSameTimeOfDay) {
  EXPECT_EQ(later(always("Europe/Berlin"), "2026-03-28 12:00", 1), "Sun 2026-03-29 12:00");
  EXPECT_EQ(later(always("Europe/Berlin"), "2026-03-28 02:30", 1), "Sun 2026-03-29 03:00");
  EXPECT_EQ(later(always("Europe/Berlin"), "2026-10-24 02:30", 2), "Mon 2026-10-26 02:30");
  EXPECT_EQ(end(always("Europe/Berlin"), "2026-10-24 02:30", 0), "Sun 2026-10-25 00:00");
}

TEST_F(BusinessDays, ASkippedDateIsNoWorkingDay) {
  EXPECT_EQ(later(always("Pacific/Apia"), "2011-12-29 12:00", 1), "Sat 2011-12-31 12:00");
  EXPECT_EQ(later(weekly("Pacific/Apia", kMondayToFriday, {hours(9, 17)}), "2011-12-29 12:00", 1),
            "Mon 2012-01-02 12:00");
}

TEST_F(BusinessDays, OverlappingShiftsChangeDayAtTheNewOpening) {
  CalendarSpec spec = weekly("Europe/Berlin", kEveryDay, {hours(8, 20)});
  spec.weekly.push_back({kEveryDay, hours(18, 9)});
  EXPECT_EQ(later(spec, "2026-06-02 07:30", 1), "Wed 2026-06-03 07:30");
  EXPECT_EQ(end(spec, "2026-06-02 07:30", 0), "Tue 2026-06-02 08:00");
  EXPECT_EQ(end(spec, "2026-06-02 08:30", 0), "Wed 2026-06-03 08:00");
}

}  // namespace
}  // namespace sla::time
