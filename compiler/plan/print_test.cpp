#include "compiler/plan/print.h"

#include <gtest/gtest.h>

namespace sla::plan {
namespace {

Plan example() {
  Plan plan;
  plan.title = "Acme \"west\"\nagreement";
  plan.version = 3;
  plan.state_count = 2;
  plan.code_count = 8;
  plan.has_moves = true;
  plan.moves = {2, 0};
  plan.zone_field = 1;
  plan.texts = {"US", ""};
  plan.fields = {{"score", false}, {"time_zone", true}};
  plan.calendars = {{"office", ZoneOf::owner}, {"lead hours", ZoneOf::lead}};
  plan.predicates = {
      {"hot",
       {{.op = Op::field, .index = 0},
        {.op = Op::constant, .value = -65},
        {.op = Op::greater_equal, .operand = {0, 1, -1}},
        {.op = Op::in_list, .operand = {0, -1, -1}, .guard = 2, .list = {1, 2, 3}}}}};
  plan.requirements = {{1, 0}};
  Clock clock;
  clock.name = "speed to lead";
  clock.start = {{5}, 2, 0};
  clock.discharges = {{{6, 7}, {}}, {{}, {0}}};
  clock.all = true;
  clock.tiers = {{0, TargetKind::business, 900'000'000}, {-1, TargetKind::business_days, 2}};
  clock.calendar = 0;
  clock.reentry = Reentry::resume;
  clock.reassignment = Reassignment::grace;
  clock.grace = 5;
  clock.paused_while = 0;
  plan.clocks = {clock};
  Counter counter;
  counter.clause = 1;
  counter.name = "volume";
  counter.counted = {{4}, 0, 1};
  counter.sum_field = 0;
  plan.counters = {counter};
  return plan;
}

TEST(PlanPrint, ReadsBackWhatItPrints) {
  Plan plan = example();
  ASSERT_EQ(verify(plan), "");
  auto again = read(print(plan));
  ASSERT_TRUE(again.has_value()) << again.error();
  EXPECT_EQ(*again, plan);
  EXPECT_EQ(print(*again), print(plan));
}

TEST(PlanPrint, NamesTheLineThatIsMalformed) {
  std::string text = print(example());
  text.replace(text.find("codes 8"), 7, "codes x");
  auto plan = read(text);
  ASSERT_FALSE(plan.has_value());
  EXPECT_EQ(plan.error(), "line 3: expected a number, found `x`");
}

TEST(PlanPrint, EveryTruncationIsRefused) {
  std::string text = print(example());
  for (std::size_t size = 0; size + 2 < text.size(); ++size) {
    EXPECT_FALSE(read(text.substr(0, size)).has_value()) << "cut at " << size;
  }
}

TEST(PlanVerify, RefusesARegisterUsedBeforeItIsMade) {
  Plan plan = example();
  plan.predicates[0].code[2].operand[1] = 2;
  EXPECT_EQ(verify(plan), "hot: a register used before it is made");
}

TEST(PlanVerify, RefusesTiersThatEndInACondition) {
  Plan plan = example();
  plan.clocks[0].tiers.pop_back();
  EXPECT_EQ(verify(plan), "speed to lead: tiers that do not end in an unconditional one");
}

TEST(PlanVerify, RefusesABusinessTargetWithoutACalendar) {
  Plan plan = example();
  plan.clocks[0].calendar = -1;
  EXPECT_EQ(verify(plan), "speed to lead: a business target without a calendar");
}

}  // namespace
}  // namespace sla::plan
