#include "compiler/reference/deadline_replay.h"

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"
#include "compiler/reference/testing_rows.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using time::kHour;
using time::kMinute;
using verdicts::kNoInstant;
using verdicts::Row;
using verdicts::Status;

Agreement four_hours() {
  Agreement made = small_agreement();
  add_deadline(made, TargetKind::business, 4 * kHour);
  return made;
}

TEST(Deadline, MetBeforeDue) {
  const Row row =
      only_row(four_hours(), {{"2026-03-06 16:30", kEntersMql}, {"2026-03-09 11:00", kEntersSal}},
               "2026-04-01");
  EXPECT_EQ(row.status, Status::met);
  EXPECT_EQ(row.start, berlin("2026-03-06 16:30"));
  EXPECT_EQ(row.due, berlin("2026-03-09 12:30"));
  EXPECT_EQ(row.breach, berlin("2026-03-09 12:30"));
  EXPECT_EQ(row.stop, berlin("2026-03-09 11:00"));
  EXPECT_EQ(row.elapsed_business, 2 * kHour + 30 * kMinute);
  EXPECT_EQ(row.elapsed_wall, 66 * kHour + 30 * kMinute);
}

TEST(Deadline, MetExactlyAtTheBreachInstantAndLateAfterIt) {
  const Agreement agreement = four_hours();
  EXPECT_EQ(
      only_row(agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 13:00", kEntersSal}},
               "2026-04-01")
          .status,
      Status::met);
  const Row late = only_row(
      agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 13:00:00.000001", kEntersSal}},
      "2026-04-01");
  EXPECT_EQ(late.status, Status::met_late);
  EXPECT_EQ(late.elapsed_business, 4 * kHour + 1);
}

TEST(Deadline, AReplyBetweenDueAndBreachIsMet) {
  const Row row =
      only_row(four_hours(), {{"2026-03-06 13:00", kEntersMql}, {"2026-03-07 20:00", kEntersSal}},
               "2026-04-01");
  EXPECT_EQ(row.due, berlin("2026-03-06 17:00"));
  EXPECT_EQ(row.breach, berlin("2026-03-09 09:00"));
  EXPECT_EQ(row.status, Status::met);
}

TEST(Deadline, IsJudgedAsOfTheInstantAndSeesEventsAtIt) {
  const Agreement agreement = four_hours();
  const std::vector<Given> history = {{"2026-03-09 09:00", kEntersMql},
                                      {"2026-03-09 15:00", kEntersSal}};
  EXPECT_TRUE(rows(agreement, history, "2026-03-09 08:59").empty());
  const Row at_start = only_row(agreement, history, "2026-03-09 09:00");
  EXPECT_EQ(at_start.status, Status::running);
  EXPECT_EQ(at_start.stop, kNoInstant);
  EXPECT_EQ(at_start.elapsed_wall, 0);
  EXPECT_EQ(only_row(agreement, history, "2026-03-09 13:00").status, Status::running);
  EXPECT_EQ(only_row(agreement, history, "2026-03-09 13:00:00.000001").status, Status::breached);
  EXPECT_EQ(only_row(agreement, history, "2026-03-09 14:59").status, Status::breached);
  EXPECT_EQ(only_row(agreement, history, "2026-03-09 15:00").status, Status::met_late);
}

TEST(Deadline, OneOfSeveralDischargesIsEnough) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.discharges = {on_event(kCall), on_event(kEmail)};
  EXPECT_EQ(only_row(agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEmail}},
                     "2026-04-01")
                .stop,
            berlin("2026-03-09 10:00"));
}

TEST(Deadline, WithAndAllDischargesHaveToHappenInAnyOrder) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.discharges = {on_event(kCall), on_record({kReason})};
  agreement.clauses[0].deadline.all = true;
  const std::vector<Given> history = {{"2026-03-09 08:00", kCall},
                                      {"2026-03-09 09:00", kEntersMql},
                                      {"2026-03-09 10:00", events::kChanged, "", {{kReason, 1, 0}}},
                                      {"2026-03-09 11:00", kCall}};
  EXPECT_EQ(only_row(agreement, history, "2026-03-09 10:30").status, Status::running);
  EXPECT_EQ(only_row(agreement, history, "2026-04-01").stop, berlin("2026-03-09 11:00"));
}

TEST(Deadline, WithAndWhatMatchesTheStartIsRemembered) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.discharges = {on_event(kEntersSal), on_record({kReason})};
  agreement.clauses[0].deadline.all = true;
  const Row row = only_row(agreement,
                           {{"2026-03-09 09:00", kEntersMql, "", {{kReason, 1, 0}}},
                            {"2026-03-09 10:00", events::kChanged, "", {{kReason, 2, 0}}},
                            {"2026-03-09 11:00", kEntersSal}},
                           "2026-04-01");
  EXPECT_EQ(row.status, Status::met);
  EXPECT_EQ(row.stop, berlin("2026-03-09 11:00"));
}

TEST(Deadline, AStartThatAlsoStopsDoesNotAttach) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.discharges = {on_event(kEntersMql), on_record({kReason})};
  EXPECT_TRUE(rows(agreement, {{"2026-03-09 09:00", kEntersMql}}, "2026-04-01").empty());
}

TEST(Deadline, WhileCancelsUnlessAlreadyBreached) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.while_ = in_states(1u << kMql);
  const Given start = {"2026-03-09 09:00", kEntersMql};
  const Row cancelled =
      only_row(agreement, {start, {"2026-03-09 13:00", kEntersWon}}, "2026-04-01");
  EXPECT_EQ(cancelled.status, Status::cancelled);
  EXPECT_EQ(cancelled.stop, berlin("2026-03-09 13:00"));
  const Row breached = only_row(agreement, {start, {"2026-03-09 14:00", kEntersWon}}, "2026-04-01");
  EXPECT_EQ(breached.status, Status::breached);
  EXPECT_EQ(breached.stop, berlin("2026-03-09 14:00"));
  EXPECT_EQ(breached.elapsed_business, 5 * kHour);
}

TEST(Deadline, StopComesBeforeCancel) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.while_ = in_states(1u << kMql);
  EXPECT_EQ(
      only_row(agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEntersSal}},
               "2026-04-01")
          .status,
      Status::met);
}

TEST(Deadline, PausesStopTheClockAndMoveDueAndBreach) {
  Agreement agreement = small_agreement();
  add_deadline(agreement, TargetKind::business, 8 * kHour).deadline.paused_while = on_hold();
  const Given start = {"2026-03-09 09:00", kEntersMql};
  const Row through_night =
      only_row(agreement,
               {start, {"2026-03-09 16:00", events::kHeld}, {"2026-03-10 10:00", events::kResumed}},
               "2026-03-10 10:30");
  EXPECT_EQ(through_night.due, berlin("2026-03-10 11:00"));
  EXPECT_EQ(through_night.breach, berlin("2026-03-10 11:00"));
  EXPECT_EQ(through_night.elapsed_business, 7 * kHour + 30 * kMinute);
  EXPECT_EQ(through_night.elapsed_wall, 25 * kHour + 30 * kMinute);
  const Row closed_hours =
      only_row(agreement,
               {start, {"2026-03-09 17:00", events::kHeld}, {"2026-03-10 09:00", events::kResumed}},
               "2026-03-10 12:00");
  EXPECT_EQ(closed_hours.due, berlin("2026-03-09 17:00"));
  EXPECT_EQ(closed_hours.breach, berlin("2026-03-10 09:00"));
  EXPECT_EQ(closed_hours.status, Status::breached);
}

TEST(Deadline, APausedClockIsPausedUnlessItHasBreached) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.paused_while = on_hold();
  const Given start = {"2026-03-09 09:00", kEntersMql};
  const Row paused =
      only_row(agreement, {start, {"2026-03-09 11:00", events::kHeld}}, "2026-03-10 11:00");
  EXPECT_EQ(paused.status, Status::paused);
  EXPECT_EQ(paused.elapsed_business, 2 * kHour);
  EXPECT_EQ(paused.due, berlin("2026-03-10 13:00"));
  EXPECT_EQ(
      only_row(agreement, {start, {"2026-03-09 14:00", events::kHeld}}, "2026-03-10 11:00").status,
      Status::breached);
}

TEST(Deadline, APauseAfterBreachMovesNothing) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.paused_while = on_hold();
  const Row row = only_row(agreement,
                           {{"2026-03-09 09:00", kEntersMql},
                            {"2026-03-09 14:00", events::kHeld},
                            {"2026-03-09 15:00", events::kResumed},
                            {"2026-03-09 16:00", kEntersSal}},
                           "2026-04-01");
  EXPECT_EQ(row.due, berlin("2026-03-09 13:00"));
  EXPECT_EQ(row.breach, berlin("2026-03-09 13:00"));
  EXPECT_EQ(row.elapsed_business, 6 * kHour);
  EXPECT_EQ(row.status, Status::met_late);
}

TEST(Deadline, APauseAtTheDueInstantMovesOnlyTheBreach) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.paused_while = on_hold();
  const Row row = only_row(agreement,
                           {{"2026-03-09 09:00", kEntersMql},
                            {"2026-03-09 13:00", events::kHeld},
                            {"2026-03-09 15:00", events::kResumed},
                            {"2026-03-09 15:00", kEntersSal}},
                           "2026-04-01");
  EXPECT_EQ(row.due, berlin("2026-03-09 13:00"));
  EXPECT_EQ(row.breach, berlin("2026-03-09 15:00"));
  EXPECT_EQ(row.status, Status::met);
}

TEST(Deadline, StartsPausedWhenOnHold) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.paused_while = on_hold();
  const Row row = only_row(agreement,
                           {{"2026-03-09 08:00", events::kHeld},
                            {"2026-03-09 09:00", kEntersMql},
                            {"2026-03-09 11:00", events::kResumed}},
                           "2026-03-09 12:00");
  EXPECT_EQ(row.due, berlin("2026-03-09 15:00"));
  EXPECT_EQ(row.elapsed_business, kHour);
}

TEST(Deadline, ReentryWhileOpenDoesNothing) {
  const Row row =
      only_row(four_hours(), {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 12:00", kEntersMql}},
               "2026-03-09 12:30");
  EXPECT_EQ(row.start, berlin("2026-03-09 09:00"));
  EXPECT_EQ(row.cycle, 1u);
}

const std::vector<Given> kTwice = {{"2026-03-09 09:00", kEntersMql},
                                   {"2026-03-09 12:00", kEntersSal},
                                   {"2026-03-10 12:00", kEntersMql},
                                   {"2026-03-10 14:00", kEntersSal}};

TEST(Deadline, ReentryMakesANewCycle) {
  const std::vector<Row> all = rows(four_hours(), kTwice, "2026-04-01");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].cycle, 1u);
  EXPECT_EQ(all[0].elapsed_business, 3 * kHour);
  EXPECT_EQ(all[1].cycle, 2u);
  EXPECT_EQ(all[1].start, berlin("2026-03-10 12:00"));
  EXPECT_EQ(all[1].status, Status::met);
}

TEST(Deadline, ReentryIgnored) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::ignore;
  EXPECT_EQ(only_row(agreement, kTwice, "2026-04-01").stop, berlin("2026-03-09 12:00"));
}

TEST(Deadline, ReentryResumesTheClosedClock) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::resume;
  const Row row = only_row(agreement, kTwice, "2026-04-01");
  EXPECT_EQ(row.start, berlin("2026-03-09 09:00"));
  EXPECT_EQ(row.cycle, 1u);
  EXPECT_EQ(row.elapsed_business, 5 * kHour);
  EXPECT_EQ(row.due, berlin("2026-03-10 13:00"));
  EXPECT_EQ(row.status, Status::met_late);
}

TEST(Deadline, ReentryKeepsABreachThatHappened) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::resume;
  const Row row = only_row(agreement,
                           {{"2026-03-09 09:00", kEntersMql},
                            {"2026-03-09 15:00", kEntersSal},
                            {"2026-03-11 12:00", kEntersMql}},
                           "2026-03-11 12:00");
  EXPECT_EQ(row.status, Status::breached);
  EXPECT_EQ(row.breach, berlin("2026-03-09 13:00"));
  EXPECT_EQ(row.stop, kNoInstant);
}

TEST(Deadline, ACancelledClockResumesAsWell) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::resume;
  agreement.clauses[0].deadline.while_ = in_states(1u << kMql);
  const Row row = only_row(agreement,
                           {{"2026-03-09 09:00", kEntersMql},
                            {"2026-03-09 10:00", kEntersInquiry},
                            {"2026-03-09 12:00", kEntersMql}},
                           "2026-03-09 13:00");
  EXPECT_EQ(row.status, Status::running);
  EXPECT_EQ(row.elapsed_business, 2 * kHour);
  EXPECT_EQ(row.due, berlin("2026-03-09 15:00"));
}

TEST(Deadline, TiersAreChosenAtTheStartInOrder) {
  Agreement agreement = four_hours();
  auto& tiers = agreement.clauses[0].deadline.tiers;
  tiers.resize(3, tiers[0]);
  tiers[0].when = compare(Op::greater_equal, kScore, 90);
  tiers[0].target = {TargetKind::business, 15 * kMinute};
  tiers[1].when = compare(Op::greater_equal, kScore, 50);
  tiers[2].target = {TargetKind::business_days, 2};
  const auto tier_of = [&](std::int64_t score) {
    return only_row(agreement,
                    {{"2026-03-09 09:00", kEntersMql, "", {{kScore, 1, score}}},
                     {"2026-03-09 09:05", events::kChanged, "", {{kScore, 1, 100}}}},
                    "2026-03-09 09:10");
  };
  EXPECT_EQ(tier_of(95).tier, 0);
  EXPECT_EQ(tier_of(50).tier, 1);
  EXPECT_EQ(tier_of(49).tier, 2);
  EXPECT_EQ(tier_of(49).due, berlin("2026-03-11 09:00"));
}

TEST(Deadline, OnlyStartsInsideTheTermAttachAndAreFollowedToTheirEnd) {
  Agreement agreement = four_hours();
  agreement.term_begin = berlin("2026-03-09");
  agreement.term_end = berlin("2026-03-10");
  const auto count = [&](std::string when) {
    return rows(agreement, {{when, kEntersMql}, {"2026-03-20", kEntersSal}}, "2026-04-01").size();
  };
  EXPECT_EQ(count("2026-03-08 23:59:59.999999"), 0u);
  EXPECT_EQ(count("2026-03-09 00:00"), 1u);
  EXPECT_EQ(count("2026-03-09 23:59:59.999999"), 1u);
  EXPECT_EQ(count("2026-03-10 00:00"), 0u);
}

TEST(Deadline, WhenIsAskedOnceAndWhileMustHoldAtTheStart) {
  Agreement agreement = four_hours();
  agreement.clauses[0].when = known(kReason);
  const Given with = {"2026-03-09 09:00", kEntersMql, "", {{kReason, 1, 0}}};
  EXPECT_TRUE(rows(agreement, {{"2026-03-09 09:00", kEntersMql}}, "2026-04-01").empty());
  const Given cleared = {"2026-03-09 10:00", events::kChanged, "", {{kReason, 2, 0}}};
  EXPECT_EQ(only_row(agreement, {with, cleared}, "2026-03-09 11:00").status, Status::running);

  agreement.clauses[0].when.reset();
  agreement.clauses[0].deadline.while_ = known(kReason);
  EXPECT_TRUE(rows(agreement, {{"2026-03-09 09:00", kEntersMql}}, "2026-04-01").empty());
  EXPECT_EQ(only_row(agreement, {with, cleared}, "2026-03-09 11:00").status, Status::cancelled);
}

TEST(Deadline, LeavingAndAssignedInLookAtTheStatesBeforeAndAfter) {
  Agreement agreement = four_hours();
  auto& start = agreement.clauses[0].deadline.start;
  start.kind = agreement::Trigger::Kind::leaving;
  start.events = {kEntersInquiry, kEntersMql, kEntersSal, kEntersWon};
  start.left_states = 1u << kMql;
  agreement.clauses[0].deadline.discharges = {on_event(kCall)};
  EXPECT_TRUE(rows(agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEntersMql}},
                   "2026-04-01")
                  .empty());
  EXPECT_EQ(
      only_row(agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEntersSal}},
               "2026-03-09 12:00")
          .start,
      berlin("2026-03-09 10:00"));

  start = {};
  start.events = {events::kAssigned};
  start.in_states = 1u << kMql;
  EXPECT_EQ(only_row(agreement,
                     {{"2026-03-09 08:00", events::kAssigned, "Dana"},
                      {"2026-03-09 09:00", kEntersMql},
                      {"2026-03-09 11:00", events::kAssigned, "Dana"}},
                     "2026-03-09 12:00")
                .start,
            berlin("2026-03-09 11:00"));
}

TEST(Deadline, ATouchBeforeTheStartDoesNotDischarge) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.discharges = {on_event(kCall)};
  EXPECT_EQ(only_row(agreement, {{"2026-03-09 09:00", kCall}, {"2026-03-09 09:00", kEntersMql}},
                     "2026-03-09 10:00")
                .status,
            Status::running);
}

TEST(Deadline, TiesAreBrokenBySequenceThenByTheOrderGiven) {
  const Agreement agreement = four_hours();
  const Given sal = {"2026-03-09 09:00", kEntersSal, "", {}, "a", "", 2};
  const Given mql = {"2026-03-09 09:00", kEntersMql, "", {}, "a", "", 1};
  EXPECT_EQ(only_row(agreement, {sal, mql}, "2026-03-09 10:00").status, Status::met);
  Given same = sal;
  same.sequence = 1;
  EXPECT_EQ(only_row(agreement, {same, mql}, "2026-03-09 10:00").status, Status::running);
}

}  // namespace
}  // namespace sla::reference
