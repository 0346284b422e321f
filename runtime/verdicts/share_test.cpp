// Summaries of shares.

#include <gtest/gtest.h>

#include "runtime/verdicts/testing.h"

namespace sla::verdicts {
namespace {

using testing::utc;
using testing::World;

void monthly_share(World& world, std::int64_t percent, bool at_least = true) {
  world.clause().kind = "share";
  world.clause().is_volume = true;
  world.clause().is_share = true;
  world.clause().period = {PeriodUnit::month};
  world.clause().at_least = at_least;
  world.clause().micro_percent = percent * 1'000'000;
}

TEST(Share, IsThePartOfTheWholeOnceThePeriodHasEnded) {
  World world("2026-03-31 23:59");
  monthly_share(world, 40);
  world.part("2026-03-02", "a", true);
  world.part("2026-03-03", "b", true);
  for (const char* who : {"c", "d", "e"}) world.part("2026-03-04", who, false);
  const ClauseSummary before = world.summary();
  ASSERT_EQ(before.periods.size(), 1u);
  EXPECT_EQ(before.periods[0].met, 2);
  EXPECT_EQ(before.periods[0].decided, 5);
  EXPECT_EQ(before.periods[0].verdict, Verdict::running);
  EXPECT_TRUE(before.periods[0].provisional);
  EXPECT_EQ(before.counts.running, 1);
  world.inputs.as_of = utc("2026-04-01");
  const ClauseSummary ended = world.summary();
  EXPECT_EQ(ended.periods[0].verdict, Verdict::met);
  EXPECT_EQ(ended.counts.met, 1);
  EXPECT_EQ(ended.counts.attached, 1);  // April has no data yet.
  EXPECT_EQ(ended.verdict, Verdict::running);
}

Verdict whole_march(std::int64_t percent, bool at_least, std::int64_t part, std::int64_t rest) {
  World world("2026-04-01");
  world.term("2026-03-01", "2026-04-01");
  monthly_share(world, percent, at_least);
  world.part("2026-03-02", "a", true, part);
  world.part("2026-03-03", "b", false, rest);
  return world.summary().periods.at(0).verdict;
}

TEST(Share, ComparesExactly) {
  EXPECT_EQ(whole_march(40, true, 40, 60), Verdict::met);
  EXPECT_EQ(whole_march(40, true, 39'999'999, 60'000'001), Verdict::breached);
  EXPECT_EQ(whole_march(40, false, 40, 60), Verdict::met);
  EXPECT_EQ(whole_march(40, false, 40'000'001, 59'999'999), Verdict::breached);
  // Sums beyond 64 bits still compare: the part is half of the whole.
  EXPECT_EQ(whole_march(50, true, INT64_MAX, INT64_MAX), Verdict::met);
  EXPECT_EQ(whole_march(51, true, INT64_MAX, INT64_MAX), Verdict::breached);
}

TEST(Share, OfAmountsBelowZeroIsStillAShare) {
  EXPECT_EQ(whole_march(40, true, -50, -50), Verdict::met);
  EXPECT_EQ(whole_march(40, true, -30, -70), Verdict::breached);
  EXPECT_EQ(whole_march(40, true, -10, 110), Verdict::breached);
}

TEST(Share, OfNothingIsNoData) {
  EXPECT_EQ(whole_march(40, true, 10, -10), Verdict::no_data);
  World world("2026-04-01");
  world.term("2026-03-01", "2026-04-01");
  monthly_share(world, 40);
  world.subject("a", utc("2026-03-02"));
  const ClauseSummary summary = world.summary();
  ASSERT_EQ(summary.periods.size(), 1u);
  EXPECT_EQ(summary.periods[0].verdict, Verdict::no_data);
  EXPECT_EQ(summary.counts.attached, 0);
  EXPECT_EQ(summary.verdict, Verdict::no_data);
}

TEST(Share, ASubjectCountsOnceAtItsFirstHit) {
  World world("2026-04-01");
  world.term("2026-03-01", "2026-04-01");
  monthly_share(world, 40);
  world.part("2026-03-02", "a", false);
  world.part("2026-03-03", "a", true);
  EXPECT_EQ(world.summary().periods.at(0).met, 0);
  EXPECT_EQ(world.summary().periods.at(0).decided, 1);
  world.clause().every_entry = true;
  EXPECT_EQ(world.summary().periods.at(0).met, 1);
  EXPECT_EQ(world.summary().periods.at(0).decided, 2);
}

TEST(Share, OneBreachedPeriodBreachesTheClause) {
  World world("2026-05-01");
  world.term("2026-03-01", "2026-05-01");
  monthly_share(world, 40);
  world.part("2026-03-02", "a", false);
  world.part("2026-04-02", "b", true);
  const ClauseSummary summary = world.summary();
  EXPECT_EQ(summary.verdict, Verdict::breached);
  EXPECT_EQ(summary.met, 1);
  EXPECT_EQ(summary.decided, 2);
}

}  // namespace
}  // namespace sla::verdicts
