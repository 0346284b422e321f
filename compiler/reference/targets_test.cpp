// Every kind of target on the golden vectors of the design: due and breach of a clock that is never
// stopped.

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using time::kHour;
using time::kMinute;
using verdicts::kNoInstant;
using verdicts::Row;
using verdicts::Status;

Row judge(const Agreement& agreement, const std::string& start, const std::string& as_of = "") {
  const auto world =
      make_case(agreement, std::vector<Given>{{start, kEntersMql}}, as_of.empty() ? start : as_of);
  return evaluate(agreement, world->inputs).rows.at(0);
}

struct Golden {
  time::CalendarSpec spec;
  TargetKind kind;
  std::int64_t amount;
  std::string start, due, breach;
};

time::CalendarSpec daily(std::string zone, time::MinuteWindow window) {
  time::CalendarSpec spec;
  spec.zone = std::move(zone);
  spec.weekly = {{time::kEveryDay, window}};
  return spec;
}

std::vector<Golden> goldens() {
  time::CalendarSpec lunch = office("Europe/Berlin");
  lunch.weekly = {{time::kMondayToFriday, {540, 780}}, {time::kMondayToFriday, {840, 1080}}};
  time::CalendarSpec tuesdays = office("Europe/Berlin");
  tuesdays.weekly = {{time::kTuesday, {480, 1020}}};
  time::CalendarSpec always;
  always.zone = "Europe/Berlin";
  always.always_open = true;
  time::CalendarSpec closed_days = daily("Europe/Berlin", {540, 1260});
  closed_days.exceptions = {{time::days_from_civil(2016, 11, 11), {}, ""},
                            {time::days_from_civil(2016, 11, 13), {}, ""}};
  time::CalendarSpec eight_to_six = office("America/New_York");
  eight_to_six.weekly = {{time::kMondayToFriday, {480, 1080}}};
  const time::CalendarSpec berlin = office("Europe/Berlin");
  const auto business = TargetKind::business;
  const auto days = TargetKind::business_days;
  const auto end_of_day = TargetKind::end_of_business_day;
  const auto elapsed = TargetKind::elapsed;
  return {
      {berlin, business, kHour, "2026-03-06 16:00", "2026-03-06 17:00", "2026-03-09 09:00"},
      {berlin, business, kHour, "2026-03-06 16:30", "2026-03-09 09:30", "2026-03-09 09:30"},
      {berlin, business, 8 * kHour, "2026-03-06 17:00", "2026-03-09 17:00", "2026-03-10 09:00"},
      {lunch, business, 4 * kHour, "2026-03-10 12:00", "2026-03-10 17:00", "2026-03-10 17:00"},
      {tuesdays, business, 2 * kHour, "2026-03-11 09:00", "2026-03-17 10:00", "2026-03-17 10:00"},
      {always, business, 24 * kHour, "2026-03-28 12:00", "2026-03-29 13:00", "2026-03-29 13:00"},
      {always, business, 24 * kHour, "2026-10-24 12:00", "2026-10-25 11:00", "2026-10-25 11:00"},
      {office("America/New_York"), business, 4 * kHour, "2026-03-06 17:30", "2026-03-09 13:00",
       "2026-03-09 13:00"},
      {eight_to_six, business, 5 * kMinute, "2026-03-06 17:58", "2026-03-09 08:03",
       "2026-03-09 08:03"},
      {closed_days, business, 48 * kHour, "2016-11-09 23:00", "2016-11-15 21:00",
       "2016-11-16 09:00"},
      {berlin, days, 2, "2026-03-06 11:30", "2026-03-10 11:30", "2026-03-10 11:30"},
      {berlin, days, 1, "2026-03-07 11:30", "2026-03-10 09:00", "2026-03-10 09:00"},
      {lunch, days, 1, "2026-03-07 11:30", "2026-03-10 09:00", "2026-03-10 09:00"},
      {berlin, end_of_day, 0, "2026-03-06 11:30", "2026-03-06 17:00", "2026-03-09 09:00"},
      {berlin, end_of_day, 1, "2026-03-07 11:30", "2026-03-10 17:00", "2026-03-11 09:00"},
      {berlin, elapsed, 24 * kHour, "2026-03-28 12:00", "2026-03-29 13:00", "2026-03-29 13:00"},
      {berlin, elapsed, 0, "2026-03-28 12:00", "2026-03-28 12:00", "2026-03-28 12:00"},
      {berlin, business, 0, "2026-03-28 12:00", "2026-03-28 12:00", "2026-03-30 09:00"},
  };
}

TEST(Targets, GoldenVectors) {
  for (const Golden& golden : goldens()) {
    Agreement agreement = small_agreement();
    agreement.zone = agreement.calendars[0].spec.zone = golden.spec.zone;
    agreement.calendars[0].spec = golden.spec;
    add_deadline(agreement, golden.kind, golden.amount);
    const Row row = judge(agreement, golden.start);
    EXPECT_EQ(row.due, at(golden.due, golden.spec.zone)) << golden.start;
    EXPECT_EQ(row.breach, at(golden.breach, golden.spec.zone)) << golden.start;
  }
}

TEST(Targets, AnotherZonesOfficeSeesTheSameInstant) {
  Agreement agreement = small_agreement();
  agreement.zone = "America/New_York";
  agreement.calendars[0].spec = office("America/Los_Angeles");
  add_deadline(agreement, TargetKind::business, 4 * kHour);
  EXPECT_EQ(judge(agreement, "2026-03-06 17:30").due,
            at("2026-03-09 10:30", "America/Los_Angeles"));
}

TEST(Targets, ABusinessDayMayBeAQuantity) {
  Agreement agreement = small_agreement();
  agreement.calendars[0].business_day_micros = 6 * kHour;
  add_deadline(agreement, TargetKind::business_days, 2);
  EXPECT_EQ(judge(agreement, "2026-03-09 09:00").due, at("2026-03-10 13:00", agreement.zone));
}

TEST(Targets, WhatTheCalendarNeverReachesHasNeitherDueNorBreach) {
  for (const TargetKind kind : {TargetKind::business, TargetKind::business_days}) {
    Agreement agreement = small_agreement();
    agreement.calendars[0].spec.weekly.clear();
    add_deadline(agreement, kind, 1);
    const Row row = judge(agreement, "2026-03-09 09:00", "2027-01-01");
    EXPECT_EQ(row.due, kNoInstant);
    EXPECT_EQ(row.breach, kNoInstant);
    EXPECT_EQ(row.status, Status::running);
  }
}

TEST(Targets, ADayTargetsDueMovesOnlyWithAPauseThatBeginsBeforeItIsUsedUp) {
  Agreement agreement = small_agreement();
  add_deadline(agreement, TargetKind::business_days, 1).deadline.paused_while = on_hold();
  const auto row = [&](std::string from, std::string to) {
    const auto world = make_case(agreement,
                                 {{"2026-03-09 09:00", kEntersMql},
                                  {std::move(from), events::kHeld},
                                  {std::move(to), events::kResumed}},
                                 "2026-04-01");
    return evaluate(agreement, world->inputs).rows.at(0);
  };
  EXPECT_EQ(row("2026-03-09 11:00", "2026-03-09 12:00").due,
            at("2026-03-10 10:00", agreement.zone));
  EXPECT_EQ(row("2026-03-09 20:00", "2026-03-09 21:00").due,
            at("2026-03-10 09:00", agreement.zone));
  const Row overnight = row("2026-03-09 20:00", "2026-03-10 10:00");
  EXPECT_EQ(overnight.due, at("2026-03-10 09:00", agreement.zone));
  EXPECT_EQ(overnight.breach, at("2026-03-10 10:00", agreement.zone));
}

TEST(Targets, ImmediatelyIsMetOnlyAtTheSameWorkingInstant) {
  Agreement agreement = small_agreement();
  add_deadline(agreement, TargetKind::business, 0);
  const auto status = [&](std::string start, std::string stop) {
    const auto world = make_case(
        agreement, {{std::move(start), kEntersMql}, {std::move(stop), kEntersSal}}, "2026-04-01");
    return evaluate(agreement, world->inputs).rows.at(0).status;
  };
  EXPECT_EQ(status("2026-03-09 10:00", "2026-03-09 10:00"), Status::met);
  EXPECT_EQ(status("2026-03-09 10:00", "2026-03-09 10:01"), Status::met_late);
  EXPECT_EQ(status("2026-03-07 10:00", "2026-03-09 09:00"), Status::met);
}

}  // namespace
}  // namespace sla::reference
