#include "runtime/verdicts/summary.h"

#include <gtest/gtest.h>

#include "runtime/verdicts/testing.h"

namespace sla::verdicts {
namespace {

using testing::utc;
using testing::World;

void monthly_target(World& world, std::int64_t percent) {
  world.clause().has_target = true;
  world.clause().micro_percent = percent * 1'000'000;
  world.clause().period = {PeriodUnit::month};
}

const PeriodSummary& only(const ClauseSummary& summary) {
  EXPECT_EQ(summary.periods.size(), 1u);
  return summary.periods.at(0);
}

TEST(Target, ComparesExactly) {
  const auto verdict = [](int met, int breached, std::int64_t percent) {
    World world("2026-05-01");
    monthly_target(world, percent);
    world.rows("2026-03-05", Status::met, met);
    world.rows("2026-03-05", Status::breached, breached);
    return only(world.summary()).verdict;
  };
  EXPECT_EQ(verdict(19, 1, 95), Verdict::met);
  EXPECT_EQ(verdict(18, 1, 95), Verdict::breached);
  EXPECT_EQ(verdict(1, 0, 100), Verdict::met);
  EXPECT_EQ(verdict(999, 1, 100), Verdict::breached);
  EXPECT_EQ(verdict(0, 1, 0), Verdict::met);
}

TEST(Target, AThirdIsNotRounded) {
  World world("2026-05-01");
  monthly_target(world, 0);
  world.clause().micro_percent = 33'333'334;
  world.rows("2026-03-05", Status::met, 1);
  world.rows("2026-03-05", Status::breached, 2);
  EXPECT_EQ(only(world.summary()).verdict, Verdict::breached);
  world.clause().micro_percent = 33'333'333;
  EXPECT_EQ(only(world.summary()).verdict, Verdict::met);
}

TEST(Target, UndecidedMakesItProvisionalWithBestAndWorst) {
  World world("2026-05-01");
  monthly_target(world, 90);
  world.rows("2026-03-05", Status::met, 6);
  world.rows("2026-03-05", Status::met_late, 1);
  world.rows("2026-03-05", Status::breached, 1);
  world.rows("2026-03-05", Status::running, 1);
  world.rows("2026-03-05", Status::paused, 1);
  world.rows("2026-03-05", Status::cancelled, 1);
  world.rows("2026-03-05", Status::excused, 1);
  const ClauseSummary summary = world.summary();
  const PeriodSummary& period = only(summary);
  EXPECT_EQ(period.cohort, 10);
  EXPECT_EQ(period.decided, 8);
  EXPECT_EQ(period.met, 6);
  EXPECT_EQ(period.best, 8);
  EXPECT_EQ(period.worst, 6);
  EXPECT_TRUE(period.provisional);
  EXPECT_EQ(period.verdict, Verdict::breached);
  EXPECT_EQ(summary.verdict, Verdict::running);
  EXPECT_EQ(summary.counts.attached, 12);
  EXPECT_EQ(summary.counts.met_late, 1);
  EXPECT_EQ(summary.counts.cancelled, 1);
  EXPECT_EQ(summary.decided, 8);
}

TEST(Target, APeriodIsProvisionalUntilItHasEnded) {
  World world("2026-03-31 23:59");
  monthly_target(world, 90);
  world.rows("2026-03-05", Status::met, 1);
  EXPECT_TRUE(only(world.summary()).provisional);
  world.inputs.as_of = utc("2026-04-01");
  const ClauseSummary ended = world.summary();
  EXPECT_FALSE(only(ended).provisional);
  EXPECT_EQ(ended.verdict, Verdict::met);
}

TEST(Target, NothingDecidedIsRunningOrNoData) {
  World world("2026-05-01");
  monthly_target(world, 90);
  world.rows("2026-03-05", Status::running, 1);
  EXPECT_EQ(only(world.summary()).verdict, Verdict::running);
  world.outcome.rows[0].status = Status::cancelled;
  const ClauseSummary empty = world.summary();
  EXPECT_EQ(only(empty).verdict, Verdict::no_data);
  EXPECT_FALSE(only(empty).provisional);
  EXPECT_EQ(empty.verdict, Verdict::no_data);
}

TEST(Target, ABreachedPeriodBreachesTheClause) {
  World world("2026-05-20");
  monthly_target(world, 90);
  world.rows("2026-03-05", Status::breached, 1);
  world.rows("2026-04-05", Status::met, 1);
  world.rows("2026-05-05", Status::running, 1);
  EXPECT_EQ(world.summary().verdict, Verdict::breached);
}

TEST(Target, ListsPeriodsBetweenTheFirstAndTheLastRow) {
  World world("2026-12-01");
  monthly_target(world, 90);
  world.rows("2026-03-05", Status::met, 1);
  world.rows("2026-06-05", Status::met, 1);
  const ClauseSummary summary = world.summary();
  ASSERT_EQ(summary.periods.size(), 4u);
  EXPECT_EQ(summary.periods[0].label, "2026-03");
  EXPECT_EQ(summary.periods[1].verdict, Verdict::no_data);
  EXPECT_EQ(summary.periods[3].label, "2026-06");
}

TEST(Target, ATermListsItsEmptyPeriodsFromTheFirstEventToAsOf) {
  World world("2026-07-10");
  monthly_target(world, 90);
  world.term("2026-01-01", "2027-01-01");
  world.subject("early", utc("2026-02-10"));
  world.rows("2026-04-05", Status::met, 1);
  const ClauseSummary summary = world.summary();
  ASSERT_EQ(summary.periods.size(), 6u);
  EXPECT_EQ(summary.periods.front().label, "2026-02");
  EXPECT_EQ(summary.periods.back().label, "2026-07");
  world.inputs.as_of = utc("2027-06-01");
  EXPECT_EQ(world.summary().periods.back().label, "2026-12");
}

TEST(Target, PeriodsAreLocalAndABoundaryBelongsToTheLaterOne) {
  World world("2026-07-10");
  monthly_target(world, 90);
  world.policy.zone = "America/New_York";
  world.row("2026-04-01 03:59:59.999999", Status::met);
  world.row("2026-04-01 04:00", Status::met);
  const ClauseSummary summary = world.summary();
  ASSERT_EQ(summary.periods.size(), 2u);
  EXPECT_EQ(summary.periods[0].label, "2026-03");
  EXPECT_EQ(summary.periods[0].cohort, 1);
  EXPECT_EQ(summary.periods[0].end, utc("2026-04-01 04:00"));
  EXPECT_EQ(summary.periods[1].begin, utc("2026-04-01 04:00"));
}

TEST(Target, MayBeJudgedWhenDue) {
  World world("2026-07-10");
  monthly_target(world, 90);
  world.clause().judged_when_due = true;
  world.row("2026-03-31", Status::met).due = utc("2026-04-02");
  world.row("2026-03-31", Status::running).due = kNoInstant;
  const ClauseSummary summary = world.summary();
  EXPECT_EQ(only(summary).label, "2026-04");
  EXPECT_EQ(only(summary).cohort, 1);
  EXPECT_EQ(summary.counts.attached, 2);
}

TEST(Target, EveryKnownTeamIsListedByName) {
  World world("2026-05-01");
  monthly_target(world, 90);
  world.clause().group = GroupKind::team;
  world.log.teams.intern("West");
  world.row("2026-03-05", Status::met, "East");
  world.row("2026-03-05", Status::breached, "East");
  world.row("2026-03-05", Status::met);
  const ClauseSummary summary = world.summary();
  ASSERT_EQ(summary.periods.size(), 3u);
  EXPECT_EQ(summary.periods[0].group, "East");
  EXPECT_EQ(summary.periods[0].cohort, 2);
  EXPECT_EQ(summary.periods[1].group, "West");
  EXPECT_EQ(summary.periods[1].verdict, Verdict::no_data);
  EXPECT_EQ(summary.periods[2].group, "(none)");
  EXPECT_EQ(summary.periods[2].group_key, kNoGroup);
}

TEST(Target, FieldGroupsAreNamedByTheirShape) {
  World world("2026-05-01");
  monthly_target(world, 90);
  world.clause().group = GroupKind::field;
  world.clause().group_name = [](std::int64_t value) { return value == 2 ? "web" : "event"; };
  world.row("2026-03-05", Status::met).group = 3;
  world.row("2026-03-05", Status::met).group = 2;
  const ClauseSummary summary = world.summary();
  ASSERT_EQ(summary.periods.size(), 2u);
  EXPECT_EQ(summary.periods[0].group, "web");
  EXPECT_EQ(summary.periods[1].group, "event");
}

TEST(Target, TheWholeTermIsOnePeriod) {
  World world("2026-05-01");
  world.term("2026-01-01", "2027-01-01");
  world.clause().has_target = true;
  world.rows("2026-01-05", Status::met, 1);
  world.rows("2026-04-05", Status::met, 1);
  const ClauseSummary summary = world.summary();
  EXPECT_EQ(only(summary).label, "whole term");
  EXPECT_EQ(only(summary).end, utc("2027-01-01"));
  EXPECT_EQ(only(summary).cohort, 2);
  EXPECT_TRUE(only(summary).provisional);
}

TEST(WithoutTarget, EveryObligationHasToBeMet) {
  const auto verdict = [](std::vector<Status> statuses) {
    World world("2026-05-01");
    for (const Status status : statuses) world.row("2026-03-05", status);
    const ClauseSummary summary = world.summary();
    EXPECT_TRUE(summary.periods.empty());
    return summary.verdict;
  };
  EXPECT_EQ(verdict({}), Verdict::no_data);
  EXPECT_EQ(verdict({Status::cancelled}), Verdict::no_data);
  EXPECT_EQ(verdict({Status::met, Status::cancelled}), Verdict::met);
  EXPECT_EQ(verdict({Status::met, Status::running}), Verdict::running);
  EXPECT_EQ(verdict({Status::met, Status::paused, Status::met_late}), Verdict::breached);
}

}  // namespace
}  // namespace sla::verdicts
