// What verdicts give: notices and points of met and breached obligations and of periods, and who
// gets them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/actions/testing.h"

namespace sla::actions::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = RecipientShape::Kind;

struct Verdicts : World {
  explicit Verdicts(std::string_view as_of) : World(as_of, business(4 * kHour)) {}

  void judged(Status status, std::string_view stop, std::string_view breach,
              std::int64_t elapsed = 0) {
    lead("L", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 16:00", "Bob"}});
    mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
    row(status, "2026-03-02 09:00", stop, breach, "Ann", "East").elapsed_business = elapsed;
  }
};

TEST(VerdictSteps, MetGivesPointsAtTheStop) {
  Verdicts w("2026-03-02 16:00");
  w.points(StepAt::met, 10);
  w.points(StepAt::met, 5).within = business(kHour);
  w.points(StepAt::met, 3).within = business(30 * kMinute);
  w.points(StepAt::breached, -5);
  w.judged(Status::met, "2026-03-02 10:00", "2026-03-02 13:00", kHour);
  EXPECT_THAT(w.ledger(), ElementsAre("answer/L/1/1 +10 Ann Mon 2026-03-02 10:00",
                                      "answer/L/1/2 +5 Ann Mon 2026-03-02 10:00"));
}

TEST(VerdictSteps, MetWithinOtherKindsOfTime) {
  Verdicts w("2026-03-09 16:00");
  w.points(StepAt::met, 1).within = plain(66 * kHour);
  w.points(StepAt::met, 2).within = plain(66 * kHour - 1);
  w.points(StepAt::met, 3).within = days(1);
  w.points(StepAt::met, 4).within = {time::TargetKind::kEndOfBusinessDay, 0};
  w.lead("L", {{"2026-03-06 15:00", "Ann"}});
  auto& row = w.row(Status::met, "2026-03-06 15:00", "2026-03-09 09:00", "2026-03-09 11:00", "Ann");
  row.elapsed_business = 2 * kHour;
  row.elapsed_wall = 66 * kHour;
  EXPECT_THAT(w.ledger(), ElementsAre("answer/L/1/1 +1 Ann Mon 2026-03-09 09:00",
                                      "answer/L/1/3 +3 Ann Mon 2026-03-09 09:00"));
}

TEST(VerdictSteps, BreachedHappensAtTheBreachAndStaysWhenMetLate) {
  Verdicts w("2026-03-03 16:00");
  w.step(StepAt::breached);
  w.points(StepAt::breached, -5);
  w.points(StepAt::met, 10);
  w.judged(Status::met_late, "2026-03-02 15:00", "2026-03-02 13:00");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Mon 2026-03-02 13:00"));
  EXPECT_THAT(w.ledger(), ElementsAre("answer/L/1/2 -5 Ann Mon 2026-03-02 13:00"));
}

TEST(VerdictSteps, AnExcuseKeepsWhatWasSaidAndTakesThePointsBack) {
  Verdicts w("2026-03-03 16:00");
  w.percent(50);
  w.step(StepAt::breached);
  w.points(StepAt::breached, -5);
  w.points(StepAt::due, -1);
  w.step(StepAt::after_due, 0, business(3 * kHour));
  w.judged(Status::excused, "2026-03-02 16:00", "2026-03-02 13:00");
  w.mark(MarkKind::stopped, "2026-03-02 16:00");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 sent Mon 2026-03-02 11:00",
                                       "answer/L/1/2 sent Mon 2026-03-02 13:00",
                                       "answer/L/1/5 withdrawn Mon 2026-03-02 16:00"));
  EXPECT_THAT(w.ledger(), IsEmpty());
}

TEST(VerdictSteps, AMetObligationWithdrawsItsBreach) {
  Verdicts w("2026-03-03 16:00");
  w.step(StepAt::breached);
  w.judged(Status::met, "2026-03-02 12:00", "2026-03-02 13:00");
  EXPECT_THAT(w.notices(), ElementsAre("answer/L/1/1 withdrawn Mon 2026-03-02 13:00"));
}

TEST(VerdictSteps, AProhibitionGivesWithoutAClock) {
  Verdicts w("2026-03-03 16:00");
  w.points(StepAt::breached, -5);
  w.points(StepAt::met, 1);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}});
  w.row(Status::breached, "2026-03-02 09:00", "2026-03-02 09:00", "2026-03-02 09:00", "Ann");
  w.row(Status::met, "2026-03-02 10:00", "2026-03-02 10:00", "", "Ann");
  EXPECT_THAT(w.ledger(), ElementsAre("answer/L/1/1 -5 Ann Mon 2026-03-02 09:00",
                                      "answer/L/2/2 +1 Ann Mon 2026-03-02 10:00"));
}

TEST(VerdictSteps, PeopleAreThoseOfTheInstant) {
  Verdicts w("2026-03-02 17:00");
  w.roster.people = {{"Ann", "East", "", "", "", {{"lead_of", "Zoe"}}},
                     {"Bob", "West", "Max", "", "", {}}};
  w.people = events::bind_people(w.log, w.roster, -1);
  for (const std::int64_t at : {50, 100}) {
    w.percent(at).effects[0].to = {{Kind::owner, ""},       {Kind::team, ""},
                                   {Kind::role, "lead_of"}, {Kind::role, "manager"},
                                   {Kind::role, "vp"},      {Kind::party, "sales"}};
  }
  w.lead("L", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 12:00", "Bob"}});
  w.people = events::bind_people(w.log, w.roster, -1);
  w.mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
  w.row(Status::breached, "2026-03-02 09:00", "", "2026-03-02 13:00");
  const auto who = [](const Notice& notice) {
    std::vector<std::string> words;
    for (const Addressee& to : notice.to) words.push_back(words_of(to));
    return words;
  };
  const Actions actions = w.actions();
  ASSERT_EQ(actions.notices.size(), 2u);
  // Ann's line names no manager, and her team's lines none either.
  EXPECT_THAT(who(actions.notices[0]), ElementsAre("Ann", "team East", "Zoe (lead_of)",
                                                   "manager (nobody)", "vp (nobody)", "sales"));
  EXPECT_THAT(who(actions.notices[1]), ElementsAre("Bob", "team West", "lead_of (nobody)",
                                                   "Max (manager)", "vp (nobody)", "sales"));
}

TEST(VerdictSteps, WhatIsWithdrawnWasMeantForThePreviousOwner) {
  Verdicts w("2026-03-02 17:00");
  w.percent(50);
  w.step(StepAt::breached);
  w.lead("L", {{"2026-03-02 09:00", "Ann"}, {"2026-03-02 10:00", "Bob"}});
  w.mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
  w.mark(MarkKind::stopped, "2026-03-02 10:00");
  w.row(Status::met, "2026-03-02 09:00", "2026-03-02 10:00", "2026-03-02 13:00", "Bob");
  const Actions actions = w.actions();
  ASSERT_EQ(actions.notices.size(), 2u);
  for (const Notice& notice : actions.notices) {
    EXPECT_EQ(notice.state, NoticeState::withdrawn);
    EXPECT_EQ(words_of(notice.to[0]), "Ann");
  }
}

TEST(VerdictSteps, ARoleOnWhichTheRosterAgreesNeedsNoOwner) {
  Verdicts w("2026-03-02 17:00");
  w.roster.people = {{"Ann", "East", "", "", "", {{"vp", "Vic"}, {"boss", "Bo"}}},
                     {"Bob", "West", "", "", "", {{"vp", "Vic"}, {"boss", "Bea"}}}};
  w.percent(50).effects[0].to = {{Kind::role, "vp"}, {Kind::role, "boss"}, {Kind::owner, ""}};
  w.lead("L", {{"2026-03-02 09:00", ""}});
  w.people = events::bind_people(w.log, w.roster, -1);
  w.mark(MarkKind::started, "2026-03-02 09:00", 4 * kHour);
  w.row(Status::breached, "2026-03-02 09:00", "", "2026-03-02 13:00");
  const Actions actions = w.actions();
  EXPECT_EQ(words_of(actions.notices.at(0).to[0]), "Vic (vp)");
  EXPECT_EQ(words_of(actions.notices.at(0).to[1]), "boss (nobody)");
  EXPECT_EQ(words_of(actions.notices.at(0).to[2]), "no owner");
}

struct Monthly : World {
  explicit Monthly(std::string_view as_of) : World(as_of, business(4 * kHour)) {
    policy.clauses[0].has_target = true;
    policy.clauses[0].micro_percent = 50'000'000;
    policy.clauses[0].period = {verdicts::PeriodUnit::month, 1};
    policy.clauses[0].group = verdicts::GroupKind::team;
    for (const StepAt when : {StepAt::target_met, StepAt::target_missed}) {
      points(when, when == StepAt::target_met ? 100 : -50).effects[0].to = {{Kind::team, ""}};
    }
    step(StepAt::target_missed).effects[0].to = {{Kind::party, "sales"}};
  }
};

TEST(VerdictSteps, ATargetIsJudgedAtThePeriodsEndOrItsLastDecision) {
  Monthly w("2026-04-03 12:00");
  w.lead("a", {{"2026-03-02 09:00", "Ann"}});
  w.row(Status::met, "2026-03-02 09:00", "2026-03-02 10:00", "2026-03-02 13:00", "Ann", "East");
  w.lead("b", {{"2026-03-31 16:00", "Bob"}});
  w.row(Status::breached, "2026-03-31 16:00", "", "2026-04-01 12:00", "Bob", "West");
  w.lead("c", {{"2026-04-02 09:00", "Ann"}});
  w.row(Status::met, "2026-04-02 09:00", "2026-04-02 10:00", "2026-04-02 13:00", "Ann", "East");
  EXPECT_THAT(w.ledger(), ElementsAre("answer/East/2026-03/1 +100 team East Wed 2026-04-01 00:00",
                                      "answer/West/2026-03/2 -50 team West Wed 2026-04-01 12:00"));
  EXPECT_THAT(w.notices(), ElementsAre("answer/West/2026-03/3 sent Wed 2026-04-01 12:00"));
  const Actions actions = w.actions();
  EXPECT_EQ(actions.points[0].counts_at, utc("2026-04-01 00:00") - 1);
  EXPECT_EQ(actions.points[1].counts_at, utc("2026-04-01 12:00"));
}

TEST(VerdictSteps, APeriodThatCanStillChangeGivesNothing) {
  Monthly w("2026-04-01 10:00");
  w.lead("b", {{"2026-03-31 16:00", "Bob"}});
  w.row(Status::running, "2026-03-31 16:00", "", "2026-04-01 12:00", "Bob", "West");
  EXPECT_THAT(w.ledger(), IsEmpty());
}

}  // namespace
}  // namespace sla::actions::testing
