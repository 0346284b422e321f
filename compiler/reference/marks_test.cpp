// What happened to the clocks of a clause with steps.

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using time::kHour;

using verdicts::Mark;
using verdicts::MarkKind;
using enum MarkKind;

std::vector<Mark> marks(const Agreement& agreement, const std::vector<Given>& history,
                        const events::Roster& roster = {}) {
  return evaluate(agreement, make_case(agreement, history, "2026-04-01", roster)->inputs).marks;
}

std::vector<MarkKind> kinds(const std::vector<Mark>& marks) {
  std::vector<MarkKind> kinds;
  for (const Mark& mark : marks) kinds.push_back(mark.kind);
  return kinds;
}

Agreement with_steps() {
  Agreement made = small_agreement();
  add_deadline(made, TargetKind::business, 4 * kHour).steps.resize(1);
  return made;
}
using Kinds = std::vector<MarkKind>;

TEST(Marks, AreOnlyOfClausesWithSteps) {
  Agreement agreement = with_steps();
  agreement.clauses[0].steps.clear();
  EXPECT_TRUE(marks(agreement, {{"2026-03-09 09:00", kEntersMql}}).empty());
}

TEST(Marks, SayWhenAClockStartedStoodAndStopped) {
  Agreement agreement = with_steps();
  agreement.clauses[0].deadline.paused_while = on_hold();
  const auto all = marks(agreement, {{"2026-03-09 09:00", kEntersMql},
                                     {"2026-03-09 10:00", events::kHeld},
                                     {"2026-03-09 11:00", events::kResumed},
                                     {"2026-03-09 12:00", kEntersSal}});
  EXPECT_EQ(kinds(all), (Kinds{started, paused, resumed, stopped}));
  EXPECT_EQ(all[0].value, 4 * kHour);
  EXPECT_EQ(all[0].event, 0u);
  EXPECT_EQ(all[3].event, 3u);
  EXPECT_EQ(all[3].value, 0);
}

TEST(Marks, AClockThatStartsPausedIsStartedFirst) {
  Agreement agreement = with_steps();
  agreement.clauses[0].deadline.paused_while = on_hold();
  // What stops while it is paused does not run again.
  EXPECT_EQ(kinds(marks(agreement, {{"2026-03-09 08:00", events::kHeld},
                                    {"2026-03-09 09:00", kEntersMql},
                                    {"2026-03-09 12:00", kEntersSal}})),
            (Kinds{started, paused, stopped}));
}

TEST(Marks, AClockThatIsExcusedAtOnceIsStartedAndStopped) {
  Agreement agreement = with_steps();
  agreement.clauses[0].deadline.excused_when = known(kReason);
  agreement.clauses[0].deadline.paused_while = known(kReason);
  EXPECT_EQ(kinds(marks(agreement, {{"2026-03-09 09:00", kEntersMql, "", {{kReason, 1, 0}}}})),
            (Kinds{started, stopped}));
}

TEST(Marks, ReassignmentRestartsOrHandsOver) {
  Agreement agreement = with_steps();
  agreement.clauses[0].deadline.on_reassignment = agreement::OnReassignment::restart;
  const Given start = {"2026-03-09 09:00", kEntersMql, "Dana"};
  const auto again = marks(agreement, {start, {"2026-03-09 10:00", events::kAssigned, "Eli"}});
  EXPECT_EQ(kinds(again), (Kinds{started, restarted}));
  EXPECT_EQ(again[1].value, 4 * kHour);
  const auto late = marks(agreement, {start, {"2026-03-09 15:00", events::kAssigned, "Eli"}});
  EXPECT_EQ(kinds(late), (Kinds{started, stopped, started}));
  EXPECT_EQ(late[1].cycle, 1u);
  EXPECT_EQ(late[2].cycle, 2u);
}

TEST(Marks, GraceExtendsOnlyWhereThatIsMore) {
  Agreement agreement = with_steps();
  agreement.clauses[0].deadline.on_reassignment = agreement::OnReassignment::grace;
  agreement.clauses[0].deadline.grace = {TargetKind::business, 2 * kHour};
  const auto all = marks(agreement, {{"2026-03-09 09:00", kEntersMql, "Dana"},
                                     {"2026-03-09 10:00", events::kAssigned, "Eli"},
                                     {"2026-03-09 12:00", events::kAssigned, "Finn"}});
  EXPECT_EQ(kinds(all), (Kinds{started, extended}));
  EXPECT_EQ(all[1].value, 5 * kHour);
  EXPECT_EQ(all[1].event, 2u);
}

TEST(Marks, ReentryReopens) {
  Agreement agreement = with_steps();
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::resume;
  EXPECT_EQ(kinds(marks(agreement, {{"2026-03-09 09:00", kEntersMql},
                                    {"2026-03-09 10:00", kEntersSal},
                                    {"2026-03-09 11:00", kEntersMql}})),
            (Kinds{started, stopped, reopened}));
}

TEST(Marks, SayTheTierAndTheZoneOfTheClock) {
  Agreement agreement = with_steps();
  agreement.calendars[0].zone_of = agreement::Calendar::ZoneOf::owner;
  auto& tiers = agreement.clauses[0].deadline.tiers;
  tiers.resize(2, tiers[0]);
  tiers[0].when = known(kReason);
  tiers[0].target = {TargetKind::elapsed, kHour};
  events::Roster roster;
  roster.people.resize(1);
  roster.people[0].owner = "Ann";
  roster.people[0].zone = "America/New_York";
  const Given start = {"2026-03-09 09:00", kEntersMql, "Ann"};
  const Mark on_calendar = marks(agreement, {start}, roster).at(0);
  EXPECT_EQ(on_calendar.zone, 1u);
  EXPECT_EQ(on_calendar.tier, 1u);
  Given elapsed = start;
  elapsed.values = {{kReason, 1, 0}};
  const Mark plain = marks(agreement, {elapsed}, roster).at(0);
  EXPECT_EQ(plain.zone, 0u);
  EXPECT_EQ(plain.tier, 0u);
}

TEST(Marks, AreTakenBackWithAFault) {
  Agreement agreement = with_steps();
  agreement.clauses[0].deadline.while_ = compare(Op::greater, kScore, 1);
  EXPECT_TRUE(marks(agreement, {{"2026-03-09 09:00", kEntersMql, "", {{kScore, 1, 5}}},
                                {"2026-03-09 10:00", kCall, "", {{kScore, 2, 0}}}})
                  .empty());
}

}  // namespace
}  // namespace sla::reference
