// Summaries of volume clauses.

#include <gtest/gtest.h>

#include "runtime/verdicts/testing.h"

namespace sla::verdicts {
namespace {

using testing::utc;
using testing::World;

void monthly_volume(World& world, bool at_least, std::int64_t amount) {
  world.clause().is_volume = true;
  world.clause().period = {PeriodUnit::month};
  world.clause().at_least = at_least;
  world.clause().amount = amount;
}

TEST(Volume, CountsASubjectOncePerPeriodAtItsFirstHit) {
  World world("2026-05-15");
  monthly_volume(world, true, 2);
  world.clause().group = GroupKind::team;
  world.hit("2026-03-05", "a", 1, "East");
  world.hit("2026-03-06", "a", 1, "West");
  world.hit("2026-04-01", "a", 1, "West");
  world.hit("2026-03-07", "b", 1, "West");
  const ClauseSummary once = world.summary();
  ASSERT_EQ(once.periods.size(), 6u);
  EXPECT_EQ(once.periods[0].group, "East");
  EXPECT_EQ(once.periods[0].met, 1);
  EXPECT_EQ(once.periods[1].met, 1);
  EXPECT_EQ(once.periods[3].met, 1);
  world.clause().every_entry = true;
  const ClauseSummary every = world.summary();
  EXPECT_EQ(every.periods[0].met, 1);
  EXPECT_EQ(every.periods[1].met, 2);
}

TEST(Volume, AtLeastIsMetAsSoonAsReachedAndBreachedAtThePeriodsEnd) {
  World world("2026-03-31 23:59");
  monthly_volume(world, true, 2);
  world.hit("2026-03-05", "a");
  EXPECT_EQ(world.summary().periods.at(0).verdict, Verdict::running);
  EXPECT_TRUE(world.summary().periods.at(0).provisional);
  world.inputs.as_of = utc("2026-04-01");
  const ClauseSummary ended = world.summary();
  EXPECT_EQ(ended.periods.at(0).verdict, Verdict::breached);
  EXPECT_EQ(ended.verdict, Verdict::breached);
  EXPECT_EQ(ended.counts.attached, 2);
  EXPECT_EQ(ended.counts.breached, 1);
  EXPECT_EQ(ended.counts.running, 1);
  world.inputs.as_of = utc("2026-03-06");
  world.hit("2026-03-06", "b");
  EXPECT_EQ(world.summary().periods.at(0).verdict, Verdict::met);
  // The promise is kept for good, but the count can still grow.
  EXPECT_TRUE(world.summary().periods.at(0).provisional);
}

TEST(Volume, AtMostIsBreachedAsSoonAsExceededAndMetAtThePeriodsEnd) {
  World world("2026-03-20");
  monthly_volume(world, false, 1);
  world.hit("2026-03-05", "a");
  EXPECT_EQ(world.summary().periods.at(0).verdict, Verdict::running);
  world.inputs.as_of = utc("2026-04-01");
  EXPECT_EQ(world.summary().periods.at(0).verdict, Verdict::met);
  world.inputs.as_of = utc("2026-03-20");
  world.hit("2026-03-06", "b");
  EXPECT_EQ(world.summary().verdict, Verdict::breached);
}

TEST(Volume, ListsEveryPeriodOfTheTermUntilAsOf) {
  World world("2027-03-15");
  monthly_volume(world, true, 1);
  world.term("2026-01-01", "2026-07-01");
  world.hit("2026-05-05", "a");
  world.subject("early", utc("2025-12-05"));
  const ClauseSummary summary = world.summary();
  ASSERT_EQ(summary.periods.size(), 6u);
  EXPECT_EQ(summary.periods.front().label, "2026-01");
  EXPECT_EQ(summary.periods.front().met, 0);
  EXPECT_EQ(summary.periods.back().label, "2026-06");
  EXPECT_EQ(summary.counts.breached, 5);
  EXPECT_EQ(summary.counts.met, 1);
}

TEST(Volume, SumsAmountsAndStaysOnTheRightSideOnOverflow) {
  World world("2026-03-15");
  monthly_volume(world, true, 150);
  world.clause().is_sum = true;
  world.hit("2026-03-05", "a", 100);
  world.hit("2026-03-05", "b", 50);
  EXPECT_EQ(world.summary().periods.at(0).met, 150);
  world.hit("2026-03-05", "c", INT64_MAX);
  EXPECT_EQ(world.summary().periods.at(0).met, INT64_MAX);
}

TEST(Volume, PaceComparesWithTheStraightLine) {
  World world("2026-04-16");
  monthly_volume(world, true, 100);
  world.clause().paced = true;
  for (int i = 0; i < 50; ++i) world.hit("2026-04-05", "lead-" + std::to_string(i));
  const ClauseSummary on_line = world.summary();
  ASSERT_TRUE(on_line.periods.at(0).pace.has_value());
  EXPECT_EQ(on_line.periods[0].pace->expected, 50);
  EXPECT_FALSE(on_line.periods[0].pace->behind);
  world.inputs.as_of += 1;
  EXPECT_EQ(world.summary().periods[0].pace->expected, 50);
  EXPECT_TRUE(world.summary().periods[0].pace->behind);
}

TEST(Volume, PaceByBusinessDayUsesTheCalendar) {
  World world(
      "2026-04-06");  // The first Monday: Wednesday to Friday, 3 of 22 working days, are over.
  monthly_volume(world, true, 22);
  world.clause().paced = true;
  world.clause().calendar = 0;
  time::CalendarSpec office;
  office.weekly = {{time::kMondayToFriday, {540, 1020}}};
  auto built = time::Calendar::build(office, utc("2026-01-01"), utc("2027-01-01"));
  world.inputs.calendars = {{std::make_shared<const time::Calendar>(std::move(built).value())}};
  world.hit("2026-04-05", "a");
  EXPECT_EQ(world.summary().periods.at(0).pace->expected, 3);
}

}  // namespace
}  // namespace sla::verdicts
