// Summaries of conversions and prohibitions: rows with a target of their own.

#include <gtest/gtest.h>

#include "runtime/verdicts/testing.h"

namespace sla::verdicts {
namespace {

using testing::utc;
using testing::World;

void monthly_conversion(World& world, bool at_least) {
  world.clause().kind = "conversion";
  world.clause().has_target = true;
  world.clause().micro_percent = 20'000'000;
  world.clause().at_least = at_least;
  world.clause().period = {PeriodUnit::month};
}

PeriodSummary only_period(World& world) {
  const ClauseSummary summary = world.summary();
  EXPECT_EQ(summary.periods.size(), 1u);
  return summary.periods.at(0);
}

TEST(Conversion, AtLeastIsMetAtThePercentage) {
  World world("2026-06-01");
  world.term("2026-03-01", "2026-04-01");
  monthly_conversion(world, true);
  world.rows("2026-03-02", Status::met, 1);
  world.rows("2026-03-02", Status::breached, 4);
  EXPECT_EQ(only_period(world).verdict, Verdict::met);
  world.row("2026-03-02", Status::breached);
  EXPECT_EQ(only_period(world).verdict, Verdict::breached);
  // What does not count leaves both sides of the fraction.
  world.outcome.rows.back().status = Status::excused;
  EXPECT_EQ(only_period(world).verdict, Verdict::met);
  EXPECT_EQ(only_period(world).cohort, 5);
}

TEST(Conversion, AtMostIsMetAsLongAsThePercentageIsNotExceeded) {
  World world("2026-06-01");
  world.term("2026-03-01", "2026-04-01");
  monthly_conversion(world, false);
  world.rows("2026-03-02", Status::met, 1);
  world.rows("2026-03-02", Status::breached, 4);
  EXPECT_EQ(only_period(world).verdict, Verdict::met);
  world.row("2026-03-02", Status::met);
  EXPECT_EQ(only_period(world).verdict, Verdict::breached);
  EXPECT_EQ(world.summary().verdict, Verdict::breached);
}

TEST(Conversion, TheBestOfAtMostIsThatNobodyElseGetsThere) {
  World world("2026-03-20");
  monthly_conversion(world, false);
  world.rows("2026-03-02", Status::met, 1);
  world.rows("2026-03-02", Status::breached, 2);
  world.rows("2026-03-02", Status::running, 3);
  EXPECT_EQ(only_period(world).best, 1);
  EXPECT_EQ(only_period(world).worst, 4);
  EXPECT_TRUE(only_period(world).provisional);
  world.clause().at_least = true;
  EXPECT_EQ(only_period(world).best, 4);
  EXPECT_EQ(only_period(world).worst, 1);
}

TEST(Conversion, AnEmptyCohortIsNoData) {
  World world("2026-06-01");
  world.term("2026-03-01", "2026-04-01");
  monthly_conversion(world, true);
  world.subject("a", utc("2026-03-02"));
  EXPECT_EQ(only_period(world).verdict, Verdict::no_data);
  EXPECT_EQ(world.summary().verdict, Verdict::no_data);
}

TEST(Prohibition, OfATargetPermittedEventsAreTheRate) {
  World world("2026-06-01");
  world.term("2026-03-01", "2026-04-01");
  world.clause().kind = "prohibition";
  world.rows("2026-03-02", Status::met, 99);
  world.row("2026-03-02", Status::breached);
  EXPECT_EQ(world.summary().verdict, Verdict::breached);  // Without a target one is too many.
  world.clause().has_target = true;
  world.clause().micro_percent = 99'000'000;
  world.clause().period = {PeriodUnit::month};
  EXPECT_EQ(only_period(world).verdict, Verdict::met);
}

}  // namespace
}  // namespace sla::verdicts
