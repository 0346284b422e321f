// Cadences: so many events within a window, none too far from the one before.

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

constexpr agreement::Duration kTwoHours = {TargetKind::business, 2 * kHour};
constexpr agreement::Duration kFiveDays = {TargetKind::business, 40 * kHour};
const Given kStart = {"2026-03-09 09:00", kEntersMql};  // A Monday, at opening.

/// Three touches within 40 business hours, at most 2 business hours apart.
Agreement three_touches() {
  Agreement made = small_agreement();
  add_cadence(made, 3, kFiveDays, kTwoHours);
  return made;
}

TEST(Cadence, IsMetByTheLastOfSoManyEvents) {
  const Row row = only_row(three_touches(),
                           {kStart,
                            {"2026-03-09 10:00", kCall},
                            {"2026-03-09 11:00", kEmail},
                            {"2026-03-09 12:30", kCall},
                            {"2026-03-09 13:00", kCall}},
                           "2026-04-01");
  EXPECT_EQ(row.status, Status::met);
  EXPECT_EQ(row.stop, berlin("2026-03-09 12:30"));
  EXPECT_EQ(row.elapsed_business, 3 * kHour + 30 * kMinute);
  // The gap that the third touch ended would have lasted from 11:00 to 13:00.
  EXPECT_EQ(row.due, berlin("2026-03-09 13:00"));
  EXPECT_EQ(row.breach, berlin("2026-03-09 13:00"));
}

TEST(Cadence, AGapIsExceededJustAfterItsLengthAndNotAtIt) {
  const auto met_with = [](std::string first) {
    return only_row(
        three_touches(),
        {kStart, {first, kCall}, {"2026-03-09 13:00", kCall}, {"2026-03-09 15:00", kCall}},
        "2026-04-01");
  };
  EXPECT_EQ(met_with("2026-03-09 11:00").status, Status::met);
  const Row late = met_with("2026-03-09 11:00:00.000001");
  EXPECT_EQ(late.status, Status::met_late);
  EXPECT_EQ(late.due, berlin("2026-03-09 11:00"));
  EXPECT_EQ(late.breach, berlin("2026-03-09 11:00"));
  EXPECT_EQ(late.stop, berlin("2026-03-09 15:00"));
  EXPECT_EQ(late.elapsed_business, 6 * kHour);
}

TEST(Cadence, TheGapBeforeTheLastEventCounts) {
  const Row row = only_row(three_touches(),
                           {kStart,
                            {"2026-03-09 10:00", kCall},
                            {"2026-03-09 11:00", kCall},
                            {"2026-03-09 13:00:00.000001", kCall}},
                           "2026-04-01");
  EXPECT_EQ(row.status, Status::met_late);
  EXPECT_EQ(row.breach, berlin("2026-03-09 13:00"));
}

TEST(Cadence, AGapIsCountedInWorkingTimeWithoutPauses) {
  Agreement agreement = three_touches();
  agreement.clauses[0].deadline.paused_while = on_hold();
  // Friday 16:00 to Monday 10:00 are two hours.
  const std::vector<Given> weekend = {{"2026-03-06 15:00", kEntersMql},
                                      {"2026-03-06 16:00", kCall}};
  EXPECT_EQ(only_row(agreement, weekend, "2026-03-09 10:00").status, Status::running);
  EXPECT_EQ(only_row(agreement, weekend, "2026-03-09 10:00:00.000001").status, Status::breached);
  const std::vector<Given> hold = {kStart,
                                   {"2026-03-09 10:00", events::kHeld},
                                   {"2026-03-09 10:30", kCall},
                                   {"2026-03-09 11:00", events::kResumed}};
  const Row row = only_row(agreement, hold, "2026-03-09 13:00");
  EXPECT_EQ(row.status, Status::running);
  EXPECT_EQ(row.due, berlin("2026-03-09 13:00"));
  EXPECT_EQ(only_row(agreement, hold, "2026-03-09 13:00:00.000001").status, Status::breached);
}

TEST(Cadence, AnElapsedGapRunsThroughTheNight) {
  Agreement agreement = small_agreement();
  add_cadence(agreement, 3, kFiveDays, agreement::Duration{TargetKind::elapsed, 10 * kHour});
  const Row row = only_row(agreement, {kStart, {"2026-03-09 16:00", kCall}}, "2026-03-10 01:00");
  EXPECT_EQ(row.due, berlin("2026-03-10 02:00"));
  EXPECT_EQ(only_row(agreement, {kStart, {"2026-03-09 16:00", kCall}}, "2026-03-10 03:00").status,
            Status::breached);
}

TEST(Cadence, AGapOfBusinessDaysNamesADay) {
  Agreement agreement = small_agreement();
  add_cadence(agreement, 3, kFiveDays, agreement::Duration{TargetKind::business_days, 2});
  const Row row = only_row(agreement, {kStart, {"2026-03-12 16:00", kCall}}, "2026-03-12 17:00");
  EXPECT_EQ(row.breach, berlin("2026-03-11 09:00"));  // Wednesday; the call came on Thursday.
  EXPECT_EQ(row.status, Status::breached);
  // From Tuesday 16:00 on: Thursday 16:00.
  EXPECT_EQ(only_row(agreement, {kStart, {"2026-03-10 16:00", kCall}}, "2026-03-11").due,
            berlin("2026-03-12 16:00"));
}

TEST(Cadence, DueIsTheWindowOrTheGapWhicheverComesFirst) {
  Agreement agreement = small_agreement();
  add_cadence(agreement, 5, {TargetKind::business, 4 * kHour}, kTwoHours);
  std::vector<Given> history = {kStart};
  EXPECT_EQ(only_row(agreement, history, "2026-03-09 09:00").due, berlin("2026-03-09 11:00"));
  history.push_back({"2026-03-09 10:30", kCall});
  EXPECT_EQ(only_row(agreement, history, "2026-03-09 10:30").due, berlin("2026-03-09 12:30"));
  history.push_back({"2026-03-09 12:00", kCall});
  EXPECT_EQ(only_row(agreement, history, "2026-03-09 12:00").due, berlin("2026-03-09 13:00"));
}

TEST(Cadence, EachOfDueAndBreachIsTheEarlierOne) {
  Agreement agreement = small_agreement();
  // The gap from Friday 15:00: due at closing, breach on Monday. The window: Saturday noon.
  add_cadence(agreement, 2, {TargetKind::elapsed, 21 * kHour}, kTwoHours);
  const Row row = only_row(agreement, {{"2026-03-06 15:00", kEntersMql}}, "2026-03-06 15:00");
  EXPECT_EQ(row.due, berlin("2026-03-06 17:00"));
  EXPECT_EQ(row.breach, berlin("2026-03-07 12:00"));
}

TEST(Cadence, WithoutAGapOnlyTheWindowCounts) {
  Agreement agreement = small_agreement();
  add_cadence(agreement, 2, {TargetKind::business, 4 * kHour}, std::nullopt);
  const auto with = [&](std::string last) {
    return only_row(agreement, {kStart, {"2026-03-09 09:01", kCall}, {last, kCall}}, "2026-04-01");
  };
  EXPECT_EQ(with("2026-03-09 13:00").status, Status::met);  // At the breach instant itself.
  EXPECT_EQ(with("2026-03-09 13:00:00.000001").status, Status::met_late);
}

TEST(Cadence, AnExceededGapStaysTheBreachWhateverFollows) {
  const std::vector<Given> history = {{"2026-03-09 09:00", kEntersMql, "Dana"},
                                      {"2026-03-09 12:00", kCall},
                                      {"2026-03-09 12:10", events::kAssigned, "Eli"}};
  const Row row = only_row(three_touches(), history, "2026-03-09 12:30");
  EXPECT_EQ(row.status, Status::breached);
  EXPECT_EQ(row.due, berlin("2026-03-09 11:00"));
  EXPECT_EQ(row.breach, berlin("2026-03-09 11:00"));
  EXPECT_EQ(row.stop, kNoInstant);
  EXPECT_EQ(row.owner, 0u);  // Dana had it then.
}

TEST(Cadence, SeveralTouchesAtOneInstantCountEach) {
  EXPECT_EQ(only_row(three_touches(),
                     {kStart,
                      {"2026-03-09 10:00", kCall},
                      {"2026-03-09 10:00", kCall},
                      {"2026-03-09 10:00", kEmail}},
                     "2026-04-01")
                .status,
            Status::met);
}

TEST(Cadence, AnEventCountsOnceHoweverManyThingsItIs) {
  Agreement agreement = small_agreement();
  add_cadence(agreement, 2, kFiveDays, std::nullopt).deadline.discharges = {on_event(kCall),
                                                                            on_event(kCall)};
  EXPECT_EQ(only_row(agreement, {kStart, {"2026-03-09 10:00", kCall}}, "2026-03-09 11:00").status,
            Status::running);
}

TEST(Cadence, TheStartingEventCountsAndOneOfOneDoesNotAttach) {
  Agreement agreement = small_agreement();
  Clause& clause = add_cadence(agreement, 2, kFiveDays, kTwoHours);
  clause.deadline.start.events = {kCall};
  const std::vector<Given> calls = {{"2026-03-09 09:00", kCall}, {"2026-03-09 10:00", kCall}};
  const Row row = only_row(agreement, calls, "2026-04-01");
  EXPECT_EQ(row.status, Status::met);
  EXPECT_EQ(row.stop, berlin("2026-03-09 10:00"));
  agreement.clauses[0].deadline.needed = 1;
  EXPECT_TRUE(rows(agreement, calls, "2026-04-01").empty());
}

Agreement until_won() {
  Agreement made = three_touches();
  made.clauses[0].deadline.until = {kEntersWon};
  return made;
}

TEST(Cadence, UntilCancelsUnlessItHasBreached) {
  const Row row =
      only_row(until_won(), {kStart, {"2026-03-09 10:00", kCall}, {"2026-03-09 12:00", kEntersWon}},
               "2026-04-01");
  EXPECT_EQ(row.status, Status::cancelled);
  EXPECT_EQ(row.stop, berlin("2026-03-09 12:00"));
  const Row late = only_row(until_won(), {kStart, {"2026-03-09 12:00", kEntersWon}}, "2026-04-01");
  EXPECT_EQ(late.status, Status::breached);
  EXPECT_EQ(late.stop, berlin("2026-03-09 12:00"));
}

TEST(Cadence, UntilAtTheInstantOfTheLastTouchGoesByTheOrderOfEvents) {
  const auto ends_with = [](Given first, Given second) {
    return only_row(until_won(),
                    {kStart,
                     {"2026-03-09 10:00", kCall},
                     {"2026-03-09 11:00", kCall},
                     std::move(first),
                     std::move(second)},
                    "2026-04-01")
        .status;
  };
  const Given touch = {"2026-03-09 12:00", kCall}, won = {"2026-03-09 12:00", kEntersWon};
  EXPECT_EQ(ends_with(touch, won), Status::met);
  EXPECT_EQ(ends_with(won, touch), Status::cancelled);
}

TEST(Cadence, AnEventThatIsBothTouchAndUntilCountsFirst) {
  Agreement agreement = three_touches();
  agreement.clauses[0].deadline.until = {kEmail};
  const std::vector<Given> history = {kStart, {"2026-03-09 10:00", kCall}};
  std::vector<Given> last = history, early = history;
  last.push_back({"2026-03-09 11:00", kCall});
  last.push_back({"2026-03-09 12:00", kEmail});
  early.push_back({"2026-03-09 12:00", kEmail});
  EXPECT_EQ(only_row(agreement, last, "2026-04-01").status, Status::met);
  EXPECT_EQ(only_row(agreement, early, "2026-04-01").status, Status::cancelled);
}

TEST(Cadence, RestartForgetsTheTouchesAndStartsTheGapAnew) {
  Agreement agreement = three_touches();
  agreement.clauses[0].deadline.on_reassignment = agreement::OnReassignment::restart;
  const std::vector<Given> history = {{"2026-03-09 09:00", kEntersMql, "Dana"},
                                      {"2026-03-09 10:00", kCall},
                                      {"2026-03-09 11:00", kCall},
                                      {"2026-03-09 12:00", events::kAssigned, "Eli"},
                                      {"2026-03-09 13:00", kCall}};
  const Row row = only_row(agreement, history, "2026-03-09 13:30");
  EXPECT_EQ(row.status, Status::running);
  EXPECT_EQ(row.start, berlin("2026-03-09 12:00"));
  EXPECT_EQ(row.due, berlin("2026-03-09 15:00"));
  EXPECT_EQ(row.cycle, 1u);
}

TEST(Cadence, ReassignmentAfterAnExceededGapIsANewCycle) {
  Agreement agreement = three_touches();
  agreement.clauses[0].deadline.on_reassignment = agreement::OnReassignment::restart;
  const std::vector<Row> all = rows(
      agreement,
      {{"2026-03-09 09:00", kEntersMql, "Dana"}, {"2026-03-09 12:00", events::kAssigned, "Eli"}},
      "2026-03-09 13:00");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].status, Status::breached);
  EXPECT_EQ(all[0].stop, berlin("2026-03-09 12:00"));
  EXPECT_EQ(all[1].status, Status::running);
  EXPECT_EQ(all[1].due, berlin("2026-03-09 14:00"));
}

TEST(Cadence, GraceGivesBothAtLeastThatMuch) {
  Agreement agreement = small_agreement();
  Clause& clause = add_cadence(agreement, 3, {TargetKind::business, 3 * kHour}, kTwoHours);
  clause.deadline.on_reassignment = agreement::OnReassignment::grace;
  clause.deadline.grace = {TargetKind::business, kHour};
  const std::vector<Given> history = {{"2026-03-09 09:00", kEntersMql, "Dana"},
                                      {"2026-03-09 10:50", events::kAssigned, "Eli"}};
  // The gap now ends at 11:50; the window at 12:00 already is an hour away.
  EXPECT_EQ(only_row(agreement, history, "2026-03-09 11:00").breach, berlin("2026-03-09 11:50"));
  std::vector<Given> later = history;
  later[1].when = "2026-03-09 11:00";
  later.push_back({"2026-03-09 11:30", kCall});
  later.push_back({"2026-03-09 11:45", events::kAssigned, "Finn"});
  // The window gets until 12:45, the gap from 11:30 already ends at 13:30.
  EXPECT_EQ(only_row(agreement, later, "2026-03-09 12:00").breach, berlin("2026-03-09 12:45"));
}

TEST(Cadence, ResumeCountsFromNothingInTheOldWindow) {
  Agreement agreement = until_won();
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::resume;
  const std::vector<Given> history = {kStart,
                                      {"2026-03-09 10:00", kCall},
                                      {"2026-03-09 11:00", kCall},
                                      {"2026-03-09 12:00", kEntersWon},
                                      {"2026-03-10 12:00", kEntersMql},
                                      {"2026-03-10 13:00", kCall}};
  const Row row = only_row(agreement, history, "2026-03-10 13:30");
  EXPECT_EQ(row.status, Status::running);
  EXPECT_EQ(row.start, berlin("2026-03-09 09:00"));
  EXPECT_EQ(row.elapsed_business, 4 * kHour + 30 * kMinute);  // 3 h, then 1 h 30 min.
  EXPECT_EQ(row.due, berlin("2026-03-10 15:00"));
}

TEST(Cadence, ResumeKeepsAGapThatWasExceeded) {
  Agreement agreement = until_won();
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::resume;
  const Row row = only_row(
      agreement, {kStart, {"2026-03-09 12:00", kEntersWon}, {"2026-03-10 12:00", kEntersMql}},
      "2026-03-10 13:00");
  EXPECT_EQ(row.status, Status::breached);
  EXPECT_EQ(row.breach, berlin("2026-03-09 11:00"));
  EXPECT_EQ(row.stop, kNoInstant);
}

}  // namespace
}  // namespace sla::reference
