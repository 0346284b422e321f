// Every expectation is worked out by hand on the office's hours, Monday to Friday 09:00-17:00 UTC.
// 2026-03-02 is a Monday.

#include "runtime/actions/actions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/actions/testing.h"

namespace sla::actions::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Steps, ReminderIsMovedByAPause) {
  World w("2026-03-02 16:00", business(4 * kHour));
  w.percent(75);  // 3 h.
  w.lead("L", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 10:00", ""}, {"2026-03-02 11:30", ""}});
  w.mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
  w.mark(MarkKind::paused, "2026-03-02 10:00");
  w.mark(MarkKind::resumed, "2026-03-02 11:30");
  w.row(Status::running, "2026-03-02 09:00");
  // 1 h until 10:00, 2 h more from 11:30 on.
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Mon 2026-03-02 13:30"));
}

TEST(Steps, PlacesLieInOpeningsOverAWeekend) {
  World w("2026-03-06 16:30", business(4 * kHour));
  w.percent(25);
  w.percent(75);
  w.step(StepAt::due);
  w.lead("L", {{"2026-03-06 16:00", "Ann"}});
  w.mark(MarkKind::started, "2026-03-06 16:00", 4 * kHour);
  w.row(Status::running, "2026-03-06 16:00");
  // 1 h is used at Friday's closing already: the earliest instant.
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 scheduled Fri 2026-03-06 17:00",
                                       "answer/L/1/2 scheduled Mon 2026-03-09 11:00",
                                       "answer/L/1/3 scheduled Mon 2026-03-09 12:00"));
}

TEST(Steps, APercentageThatIsNotWholeIsReachedAtTheNextMicrosecond) {
  World w("2026-03-02 09:00", plain(10));
  w.step(StepAt::percent, 33'333'333);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}});
  w.mark(MarkKind::started, "2026-03-02 09:00", 10);
  w.row(Status::running, "2026-03-02 09:00");
  EXPECT_EQ(w.actions().notices.at(0).at, utc("2026-03-02 09:00") + 4);  // 3.3333333
}

struct NotifyIn : World {
  explicit NotifyIn(std::string_view as_of) : World(as_of, plain(2 * kHour)) {
    percent(50).effects[0].calendar = 0;
    lead("L", {{"2026-03-06 16:30", "Ann"}, {"2026-03-08 12:00", ""}});
    mark(MarkKind::started, "2026-03-06 16:30", 2 * kHour);
  }
};

TEST(Steps, NotifyInWaitsForTheNextOpening) {
  NotifyIn saturday("2026-03-07 12:00");
  saturday.row(Status::breached, "2026-03-06 16:30");
  EXPECT_THAT(saturday.notices(), ElementsAre("answer/L/1/1 scheduled Fri 2026-03-06 17:30 -> "
                                              "Mon 2026-03-09 09:00"));
  NotifyIn monday("2026-03-09 09:00");
  monday.row(Status::breached, "2026-03-06 16:30");
  EXPECT_THAT(monday.notices(),
              ElementsAre("answer/L/1/1 sent Fri 2026-03-06 17:30 -> Mon 2026-03-09 09:00"));
}

TEST(Steps, WhatWaitsForAnOpeningIsWithdrawnWhenTheClockStopsBefore) {
  NotifyIn w("2026-03-09 12:00");
  w.mark(MarkKind::stopped, "2026-03-08 12:00");
  w.row(Status::met_late, "2026-03-06 16:30", "2026-03-08 12:00", "2026-03-06 18:30");
  EXPECT_THAT(w.notices(),
              ElementsAre("answer/L/1/1 withdrawn Fri 2026-03-06 17:30 -> Mon 2026-03-09 09:00"));
}

TEST(Steps, TheOpeningThatItWaitsForMustFindTheClockRunning) {
  NotifyIn w("2026-03-10 12:00");
  w.lead("M", {{"2026-03-06 16:30", "Ann"}, {"2026-03-06 20:00", ""}, {"2026-03-09 18:00", ""}});
  w.mark(MarkKind::started, "2026-03-06 16:30", 2 * kHour);
  w.mark(MarkKind::paused, "2026-03-06 20:00");
  w.mark(MarkKind::resumed, "2026-03-09 18:00");
  w.row(Status::breached, "2026-03-06 16:30");
  EXPECT_THAT(w.notices(),
              ElementsAre("answer/M/1/1 sent Fri 2026-03-06 17:30 -> Tue 2026-03-10 09:00"));
}

TEST(Steps, TheEventsOfAnInstantComeFirst) {
  World w("2026-03-02 16:00", business(4 * kHour));
  w.percent(75);
  w.step(StepAt::due);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 13:00", ""}});
  w.mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
  w.mark(MarkKind::stopped, "2026-03-02 13:00");
  w.row(Status::met, "2026-03-02 09:00", "2026-03-02 13:00", "2026-03-02 13:00");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Mon 2026-03-02 12:00",
                                       "answer/L/1/2 withdrawn Mon 2026-03-02 13:00"));
}

TEST(Steps, APauseAtTheInstantOfAStepMakesItWait) {
  World w("2026-03-02 16:00", business(4 * kHour));
  w.percent(75);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 12:00", ""}, {"2026-03-02 15:00", ""}});
  w.mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
  w.mark(MarkKind::paused, "2026-03-02 12:00");
  w.mark(MarkKind::resumed, "2026-03-02 15:00");
  w.row(Status::running, "2026-03-02 09:00");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Mon 2026-03-02 15:00"));
}

TEST(Steps, ARestartBeginsASecondRun) {
  World w("2026-03-02 16:00", business(4 * kHour));
  w.percent(10);
  w.percent(50);
  w.step(StepAt::breached);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 10:00", "Bob"}});
  w.mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
  w.mark(MarkKind::restarted, "2026-03-02 10:00", 4 * kHour);
  w.row(Status::breached, "2026-03-02 10:00", "", "2026-03-02 14:00", "Bob");
  // Of the first run 50% would have been at 11:00, breach at 13:00.
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Mon 2026-03-02 09:24",
                                       "answer/L/1.2/1 sent Mon 2026-03-02 10:24",
                                       "answer/L/1/2 withdrawn Mon 2026-03-02 11:00",
                                       "answer/L/1.2/2 sent Mon 2026-03-02 12:00",
                                       "answer/L/1/3 withdrawn Mon 2026-03-02 13:00",
                                       "answer/L/1.2/3 sent Mon 2026-03-02 14:00"));
  const Actions actions = w.actions();
  EXPECT_EQ(words_of(actions.notices[0].to[0]), "Ann");
  EXPECT_EQ(words_of(actions.notices[1].to[0]), "Bob");
}

TEST(Steps, ARestartMayChangeTheTimeBase) {
  World w("2026-03-06 16:45", business(kHour));
  w.clause().tiers.push_back(plain(kHour));
  w.percent(100);
  w.lead("L", {{"2026-03-06 16:30", "Ann"}, {"2026-03-06 16:45", "Bob"}});
  w.mark(MarkKind::started, "2026-03-06 16:30", kHour);
  w.mark(MarkKind::restarted, "2026-03-06 16:45", kHour).tier = 1;
  w.row(Status::running, "2026-03-06 16:45").tier = 1;
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1.2/1 scheduled Fri 2026-03-06 17:45",
                                       "answer/L/1/1 withdrawn Mon 2026-03-09 09:30"));
}

TEST(Steps, GraceMovesWhatIsAheadAndRepeatsNothing) {
  World w("2026-03-02 16:00", business(4 * kHour));
  w.percent(75);
  w.step(StepAt::before_due, 0, business(30 * kMinute));
  w.step(StepAt::due);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 12:15", "Bob"}});
  w.mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
  w.mark(MarkKind::extended, "2026-03-02 12:15", 5 * kHour + 15 * kMinute);  // 3 h 15 + 2 h.
  w.row(Status::breached, "2026-03-02 09:00", "", "2026-03-02 14:15");
  // 75% was reached at 12:00, before the grace; half an hour before due moves from 12:30 to 13:45.
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Mon 2026-03-02 12:00",
                                       "answer/L/1/2 sent Mon 2026-03-02 13:45",
                                       "answer/L/1/3 sent Mon 2026-03-02 14:15"));
}

TEST(Steps, APausedClockIsProjectedAsIfItRanFromTheAsOfInstantOn) {
  World w("2026-03-02 12:00", business(4 * kHour));
  w.percent(10);
  w.percent(75);
  w.step(StepAt::due);
  w.step(StepAt::breached);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 10:00", ""}});
  w.mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
  w.mark(MarkKind::paused, "2026-03-02 10:00");
  w.row(Status::paused, "2026-03-02 09:00", "", "2026-03-02 15:00");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Mon 2026-03-02 09:24",
                                       "answer/L/1/2 scheduled Mon 2026-03-02 14:00",
                                       "answer/L/1/3 scheduled Mon 2026-03-02 15:00",
                                       "answer/L/1/4 scheduled Mon 2026-03-02 15:00"));
}

TEST(Steps, TheNightOfAClockChangeHasItsExtraHour) {
  World w("2026-10-25 12:00", business(8 * kHour));
  w.clause().calendar = w.calendar(
      time::testing::weekly("Europe/Berlin", time::kEveryDay, {time::testing::hours(22, 6)}));
  w.percent(50);
  w.percent(100);
  w.lead("L", {{"2026-10-24 20:00", "Ann"}});  // 22:00 CEST.
  w.mark(MarkKind::started, "2026-10-24 20:00", 8 * kHour);
  w.row(Status::breached, "2026-10-24 20:00");
  // 02:00 to 03:00 happens twice: 8 h are used at 05:00 CET.
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Sun 2026-10-25 00:00",
                                       "answer/L/1/2 sent Sun 2026-10-25 04:00"));
}

TEST(Steps, AfterDueIsCountedInTheKindOfTimeThatItNames) {
  World w("2026-03-11 12:00", business(2 * kHour));
  w.step(StepAt::after_due, 0, plain(2 * kHour));
  w.step(StepAt::after_due, 0, business(2 * kHour));
  w.step(StepAt::after_due, 0, days(1));
  w.lead("L", {{"2026-03-06 14:00", "Ann"}});
  w.mark(MarkKind::started, "2026-03-06 14:00", 2 * kHour);
  w.row(Status::breached, "2026-03-06 14:00", "", "2026-03-06 16:00");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Fri 2026-03-06 18:00",
                                       "answer/L/1/2 sent Mon 2026-03-09 10:00",
                                       "answer/L/1/3 sent Mon 2026-03-09 16:00"));
}

TEST(Steps, BeforeDueIsAPlaceOnTheClockOrMeasuredBackFromDue) {
  World w("2026-03-06 14:00", business(4 * kHour));
  w.step(StepAt::before_due, 0, business(kHour));
  w.step(StepAt::before_due, 0, plain(kHour));
  w.step(StepAt::before_due, 0, days(1));
  w.step(StepAt::before_due, 0, business(9 * kHour));
  w.lead("L", {{"2026-03-06 13:30", "Ann"}});
  w.mark(MarkKind::started, "2026-03-06 13:30", 4 * kHour);
  w.row(Status::running, "2026-03-06 13:30");
  // Due on Monday 09:30; a working day before is before the start, and so are 9 h.
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/3 sent Fri 2026-03-06 13:30",
                                       "answer/L/1/4 sent Fri 2026-03-06 13:30",
                                       "answer/L/1/1 scheduled Fri 2026-03-06 16:30",
                                       "answer/L/1/2 scheduled Mon 2026-03-09 08:30"));
}

TEST(Steps, ADueThatNamesADayIsThatDay) {
  World w("2026-03-06 18:30", days(1));
  w.step(StepAt::due);
  w.lead("L", {{"2026-03-06 18:00", "Ann"}, {"2026-03-06 18:30", "Bob"}});
  // Moves to Monday 09:00; one working day later is Tuesday 09:00, although 8 h are used on Monday.
  w.mark(MarkKind::started, "2026-03-06 18:00", 8 * kHour);
  w.mark(MarkKind::restarted, "2026-03-06 18:30", 8 * kHour);
  w.row(Status::running, "2026-03-06 18:30");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 withdrawn Tue 2026-03-10 09:00",
                                       "answer/L/1.2/1 scheduled Tue 2026-03-10 09:00"));
}

TEST(Steps, AReopenedClockGoesOnWithItsStepsAhead) {
  World w("2026-03-03 16:00", plain(24 * kHour));
  w.step(StepAt::before_due, 0, business(30 * kMinute));
  w.lead("L", {{"2026-03-02 09:15", "Ann"}, {"2026-03-02 10:15", ""}, {"2026-03-02 12:15", ""}});
  w.mark(MarkKind::started, "2026-03-02 09:15", 24 * kHour);
  w.mark(MarkKind::stopped, "2026-03-02 10:15");
  w.mark(MarkKind::reopened, "2026-03-02 12:15");
  w.row(Status::breached, "2026-03-02 09:15", "", "2026-03-03 11:15");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Tue 2026-03-03 10:45"));
}

TEST(Steps, ATargetThatIsNeverReachedHasNoSteps) {
  World w("2026-03-02 16:00", business(4 * kHour));
  w.percent(75);
  w.step(StepAt::due);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}});
  w.mark(MarkKind::started, "2026-03-02 09:00", INT64_MAX);
  w.row(Status::running, "2026-03-02 09:00");
  EXPECT_THAT(w.notices(), IsEmpty());
}

TEST(Steps, EachCycleHasItsOwnKeys) {
  World w("2026-03-02 16:00", business(kHour));
  w.percent(50);
  w.lead("a/b%", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 09:10", ""}, {"2026-03-02 10:00", ""}});
  w.mark(MarkKind::started, "2026-03-02 09:00", kHour);
  w.mark(MarkKind::stopped, "2026-03-02 09:10");
  w.mark(MarkKind::started, "2026-03-02 10:00", kHour, 2);
  w.row(Status::met, "2026-03-02 09:00", "2026-03-02 09:10", "2026-03-02 10:00");
  w.row(Status::breached, "2026-03-02 10:00", "", "2026-03-02 11:00");
  EXPECT_THAT(w.notices(), ElementsAre("answer/a%2Fb%25/1/1 withdrawn Mon 2026-03-02 09:30",
                                       "answer/a%2Fb%25/2/1 sent Mon 2026-03-02 10:30"));
}

TEST(Steps, SeveralEffectsOfAStepAreNumbered) {
  World w("2026-03-02 16:00", business(kHour));
  StepShape& step = w.percent(50);
  step.effects.push_back(step.effects[0]);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}});
  w.mark(MarkKind::started, "2026-03-02 09:00", kHour);
  w.row(Status::breached, "2026-03-02 09:00", "", "2026-03-02 10:00");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1/1 sent Mon 2026-03-02 09:30",
                                       "answer/L/1/1/2 sent Mon 2026-03-02 09:30"));
}

TEST(Steps, AnEvaluationAsOfLaterGivesTheSameKeysAndInstants) {
  const auto told = [](std::string_view as_of) {
    auto w = std::make_unique<World>(as_of, business(4 * kHour));
    w->percent(25);
    w->percent(75);
    w->lead("L", {{"2026-03-02 09:00", "Ann"}});
    w->mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
    w->row(Status::running, "2026-03-02 09:00");
    return w;
  };
  EXPECT_THAT(told("2026-03-02 10:00")->notices(),
              ElementsAre("answer/L/1/1 sent Mon 2026-03-02 10:00",
                          "answer/L/1/2 scheduled Mon 2026-03-02 12:00"));
  EXPECT_THAT(told("2026-03-02 12:00")->notices(),
              ElementsAre("answer/L/1/1 sent Mon 2026-03-02 10:00",
                          "answer/L/1/2 sent Mon 2026-03-02 12:00"));
}

}  // namespace
}  // namespace sla::actions::testing
