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
  plan.predicates = {{"hot",
                      {{.op = Op::field, .index = 0},
                       {.op = Op::constant, .value = -65},
                       {.op = Op::greater_equal, .operand = {0, 1, -1}},
                       {.op = Op::in_list, .operand = {0, -1, -1}, .guard = 2, .list = {1, 2, 3}}}},
                     {"late elsewhere", {{.op = Op::clause_is, .index = 0, .value = 16}}},
                     {"came from", {{.op = Op::was_in_states, .value = 2}}}};
  plan.zone = "Europe/Berlin";
  plan.periods = {{PeriodUnit::quarter, 2}, {PeriodUnit::whole_term, 1}};
  plan.requirements = {{1, 0}};
  Clock clock;
  clock.name = "speed to lead";
  clock.start = {{5}, 2, 0};
  clock.discharges = {{{6, 7}, {}, 0, By::owner}, {{}, {0}, 0, By::party, 1}, {{4, 5}, {}, 2}};
  clock.all = true;
  clock.tiers = {{0, TargetKind::business, 900'000'000}, {-1, TargetKind::business_days, 2}};
  clock.calendar = 0;
  clock.reentry = Reentry::resume;
  clock.reassignment = Reassignment::grace;
  clock.grace = 5;
  clock.paused_while = 0;
  clock.excused_when = 2;
  clock.marks = true;
  Clock cadence = clock;
  cadence.clause = 3;
  cadence.name = "touches";
  cadence.all = false;
  cadence.needed = 3;
  cadence.has_gap = true;
  cadence.gap = {-1, TargetKind::business_days, 2};
  cadence.until = {4};
  plan.clocks = {clock, cadence};
  Counter counter;
  counter.clause = 1;
  counter.name = "volume";
  counter.counted = {{4}, 0, 1};
  counter.sum_field = 0;
  counter.part = 1;
  plan.counters = {counter};
  Prohibition prohibition;
  prohibition.clause = 2;
  prohibition.name = "no going back";
  prohibition.forbidden = {{{4}, {}, 0, By::party, 0}};
  prohibition.while_ = 2;
  prohibition.without = 1;
  prohibition.outside = 1;
  plan.prohibitions = {prohibition};
  Conversion conversion;
  conversion.clause = 4;
  conversion.name = "yield";
  conversion.entering = {{4}, 0, 0};
  conversion.reached = {5};
  conversion.window = {-1, TargetKind::business, 5};
  conversion.calendar = 0;
  conversion.period = 1;
  conversion.not_counting = 1;
  plan.conversions = {conversion};
  plan.order = {0, 3, 2, 1, 4};
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

// Each case tampers with one thing of a plan that verifies.
struct Tampering {
  const char* complaint;
  void (*tamper)(Plan& plan);
};

TEST(PlanVerify, RefusesWhatDoesNotHoldTogether) {
  const Tampering cases[] = {
      {"order: not every clause once", [](Plan& plan) { plan.order.pop_back(); }},
      {"order: not every clause once", [](Plan& plan) { plan.order.front() = 4; }},
      {"order: a clause twice", [](Plan& plan) { plan.clocks[1].clause = 0; }},
      {"order: a clause out of range", [](Plan& plan) { plan.conversions[0].clause = -1; }},
      {"late elsewhere: asks a clause that comes after it",
       [](Plan& plan) {
         plan.order = {1, 0, 3, 2, 4};
       }},
      {"late elsewhere: asks a clause that comes after it",
       [](Plan& plan) { plan.clocks[0].when = 1; }},
      {"late elsewhere: asks a clause that has no obligations of its own",
       [](Plan& plan) { plan.predicates[1].code[0].index = 4; }},
      {"late elsewhere: asks a clause that has no obligations of its own",
       [](Plan& plan) { plan.predicates[1].code[0].index = 9; }},
      {"yield: an index out of range", [](Plan& plan) { plan.conversions[0].period = 2; }},
      {"yield: a conversion that reaches nothing",
       [](Plan& plan) { plan.conversions[0].reached.clear(); }},
      {"yield: a business target without a calendar",
       [](Plan& plan) { plan.conversions[0].calendar = -1; }},
      {"no going back: an index out of range",
       [](Plan& plan) { plan.prohibitions[0].outside = 2; }},
      {"no going back: not between 1 and 8 discharges",
       [](Plan& plan) { plan.prohibitions[0].forbidden.clear(); }},
      {"no going back: no such party",
       [](Plan& plan) { plan.prohibitions[0].forbidden[0].party = -1; }},
      {"touches: not between 1 and 1000 events", [](Plan& plan) { plan.clocks[1].needed = 0; }},
      {"touches: a cadence that needs all discharges",
       [](Plan& plan) { plan.clocks[1].all = true; }},
      {"touches: a negative target", [](Plan& plan) { plan.clocks[1].gap.amount = -1; }},
      {"touches: an event code out of range", [](Plan& plan) { plan.clocks[1].until = {8}; }},
      {"touches: an index out of range", [](Plan& plan) { plan.clocks[1].excused_when = 3; }},
      {"volume: an index out of range", [](Plan& plan) { plan.counters[0].part = 3; }},
      {"plan: no such month", [](Plan& plan) { plan.periods[0].first_month = 13; }},
  };
  for (const Tampering& tampering : cases) {
    Plan plan = example();
    ASSERT_EQ(verify(plan), "");
    tampering.tamper(plan);
    EXPECT_EQ(verify(plan), tampering.complaint);
  }
}

TEST(PlanVerify, RefusesABusinessTargetWithoutACalendar) {
  Plan plan = example();
  plan.clocks[0].calendar = -1;
  EXPECT_EQ(verify(plan), "speed to lead: a business target without a calendar");
}

}  // namespace
}  // namespace sla::plan
