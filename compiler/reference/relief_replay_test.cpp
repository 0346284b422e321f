// Reliefs, whose doing a discharge is, and time in state.

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"
#include "compiler/reference/testing_rows.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using time::kHour;
using verdicts::kNoInstant;
using verdicts::Row;
using verdicts::Status;

/// Four business hours from entering mql to sal, excused when the reason is known.
Agreement excusable() {
  Agreement made = small_agreement();
  add_deadline(made, TargetKind::business, 4 * kHour).deadline.excused_when = known(kReason);
  return made;
}
const Given kStart = {"2026-03-09 09:00", kEntersMql, "Dana"};

Given reason_given(std::string when) {
  return {std::move(when), events::kChanged, "", {{kReason, 1, 0}}};
}

TEST(Excused, EndsTheClockBeforeAndAfterTheBreach) {
  const Row before =
      only_row(excusable(), {kStart, reason_given("2026-03-09 10:00")}, "2026-04-01");
  EXPECT_EQ(before.status, Status::excused);
  EXPECT_EQ(before.stop, berlin("2026-03-09 10:00"));
  EXPECT_EQ(before.elapsed_business, kHour);
  EXPECT_EQ(before.due, berlin("2026-03-09 13:00"));
  const Row after = only_row(excusable(), {kStart, reason_given("2026-03-09 15:00")}, "2026-04-01");
  EXPECT_EQ(after.status, Status::excused);
  EXPECT_EQ(after.breach, berlin("2026-03-09 13:00"));
}

TEST(Excused, IsOwnedByWhoeverHasTheLeadAfterTheEvent) {
  Given given = reason_given("2026-03-09 15:00");
  given.owner = "Eli";
  EXPECT_EQ(only_row(excusable(), {kStart, given}, "2026-04-01").owner, 1u);
}

TEST(Excused, ALateDischargeIsExcusedAndOneInTimeIsMet) {
  const auto with = [](std::string when) {
    return only_row(excusable(), {kStart, {std::move(when), kEntersSal, "", {{kReason, 1, 0}}}},
                    "2026-04-01");
  };
  EXPECT_EQ(with("2026-03-09 13:00").status, Status::met);
  const Row late = with("2026-03-09 13:00:00.000001");
  EXPECT_EQ(late.status, Status::excused);
  EXPECT_EQ(late.elapsed_business, 4 * kHour + 1);
}

TEST(Excused, AtTheStartAttachesAndEndsAtOnce) {
  Given start = kStart;
  start.values = {{kReason, 1, 0}};
  const Row row = only_row(excusable(), {start}, "2026-04-01");
  EXPECT_EQ(row.status, Status::excused);
  EXPECT_EQ(row.stop, row.start);
  EXPECT_EQ(row.elapsed_wall, 0);
}

TEST(Excused, IsAskedBeforeWhile) {
  Agreement agreement = excusable();
  agreement.clauses[0].deadline.while_ = in_states(1u << kMql);
  EXPECT_EQ(only_row(agreement, {kStart, {"2026-03-09 10:00", kEntersWon, "", {{kReason, 1, 0}}}},
                     "2026-04-01")
                .status,
            Status::excused);
}

TEST(Excused, ANewCycleFollowsAndResumeGoesOn) {
  const std::vector<Given> history = {kStart,
                                      reason_given("2026-03-09 10:00"),
                                      {"2026-03-09 11:00", events::kChanged, "", {{kReason, 2, 0}}},
                                      {"2026-03-09 12:00", kEntersMql}};
  const std::vector<Row> all = rows(excusable(), history, "2026-03-09 13:00");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].status, Status::excused);
  EXPECT_EQ(all[1].status, Status::running);
  Agreement agreement = excusable();
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::resume;
  const Row row = only_row(agreement, history, "2026-03-09 13:00");
  EXPECT_EQ(row.status, Status::running);
  EXPECT_EQ(row.elapsed_business, 2 * kHour);
}

TEST(Excused, IsNotAskedOfADischargeInTime) {
  Agreement agreement = excusable();
  agreement.clauses[0].deadline.excused_when = compare(Op::greater, kScore, 50);
  // Reading the score, which is not known, would be a fault: it is read at 15:00 and at no event
  // that meets in time. The start asks as well, so it comes with a score.
  const Given start = {"2026-03-09 09:00", kEntersMql, "", {{kScore, 1, 10}}};
  const Given sal = {"2026-03-09 10:00", kEntersSal, "", {{kScore, 2, 0}}};
  EXPECT_EQ(only_row(agreement, {start, sal}, "2026-04-01").status, Status::met);
  Given late = sal;
  late.when = "2026-03-09 15:00";
  EXPECT_TRUE(rows(agreement, {start, late}, "2026-04-01").empty());
}

Agreement called_by(agreement::By by) {
  Agreement made = small_agreement();
  agreement::Discharge call = on_event(kCall);
  call.by = by;
  call.by_party = by == agreement::By::party ? 1 : -1;
  add_deadline(made, TargetKind::business, 4 * kHour).deadline.discharges = {call};
  return made;
}

Given call_of(std::string actor, std::string owner = {}) {
  Given made = {"2026-03-09 10:00", kCall, std::move(owner)};
  made.actor = std::move(actor);
  return made;
}

TEST(By, TheOwnerIsTheOneAfterTheEvent) {
  const auto status = [](const Given& call) {
    return only_row(called_by(agreement::By::owner), {kStart, call}, "2026-03-09 11:00").status;
  };
  EXPECT_EQ(status(call_of("Dana")), Status::met);
  EXPECT_EQ(status(call_of("Eli")), Status::running);
  EXPECT_EQ(status(call_of("Eli", "Eli")), Status::met);
  EXPECT_EQ(status(call_of("Dana", "Eli")), Status::running);
  EXPECT_EQ(status(call_of("")), Status::running);
}

TEST(By, NobodyIsTheOwnerOfALeadWithoutOne) {
  EXPECT_EQ(only_row(called_by(agreement::By::owner),
                     {{"2026-03-09 09:00", kEntersMql}, call_of("")}, "2026-03-09 11:00")
                .status,
            Status::running);
}

events::Roster two_parties() {
  events::Roster roster;
  roster.people.resize(3);
  roster.people[0].owner = "Dana";
  roster.people[0].party = "Sales";
  roster.people[1].owner = "Mia";
  roster.people[1].party = "marketing";
  roster.people[2].owner = "Pat";
  roster.people[2].party = "press";
  return roster;
}

TEST(By, APartyIsThatOfTheActorInTheRoster) {
  const auto status = [](std::string actor) {
    return only_row(called_by(agreement::By::party), {kStart, call_of(std::move(actor))},
                    "2026-03-09 11:00", two_parties())
        .status;
  };
  EXPECT_EQ(status("Dana"), Status::met);
  EXPECT_EQ(status("Mia"), Status::running);
  EXPECT_EQ(status("Pat"), Status::running);
  EXPECT_EQ(status("Nobody we know"), Status::running);
  EXPECT_EQ(status(""), Status::running);
}

TEST(By, ARecordIsTheDoingOfWhoeverMadeTheLastFieldKnown) {
  Agreement agreement = called_by(agreement::By::party);
  agreement.clauses[0].deadline.discharges[0].events.clear();
  agreement.clauses[0].deadline.discharges[0].fields = {kScore, kReason};
  const auto gives = [](std::string when, int field, std::string actor, std::uint8_t set = 1) {
    Given made = {
        std::move(when), events::kChanged, "", {{static_cast<std::uint32_t>(field), set, 0}}};
    made.actor = std::move(actor);
    return made;
  };
  const auto after = [&](std::vector<Given> history) {
    history.insert(history.begin(), kStart);
    return only_row(agreement, history, "2026-03-09 12:30", two_parties());
  };
  const Given score = gives("2026-03-09 10:00", kScore, "Mia");
  EXPECT_EQ(after({score, gives("2026-03-09 11:00", kReason, "Dana")}).stop,
            berlin("2026-03-09 11:00"));
  const Given by_mia = gives("2026-03-09 11:00", kReason, "Mia");
  EXPECT_EQ(after({score, by_mia}).status, Status::running);
  // Saying it again is not recording it; clearing it and saying it is.
  EXPECT_EQ(after({score, by_mia, gives("2026-03-09 11:30", kReason, "Dana")}).status,
            Status::running);
  EXPECT_EQ(after({score, by_mia, gives("2026-03-09 11:30", kReason, "Mia", 2),
                   gives("2026-03-09 12:00", kReason, "Dana")})
                .stop,
            berlin("2026-03-09 12:00"));
}

TEST(By, ARecordFromBeforeTheStartIsStillWhoseverItWas) {
  Agreement agreement = called_by(agreement::By::party);
  agreement.clauses[0].deadline.discharges[0].events.clear();
  agreement.clauses[0].deadline.discharges[0].fields = {kReason};
  Given recorded = reason_given("2026-03-09 08:00");
  recorded.actor = "Dana";
  EXPECT_TRUE(rows(agreement, {recorded, kStart}, "2026-03-09 11:00", two_parties()).empty());
  recorded.actor = "Mia";
  EXPECT_EQ(only_row(agreement, {recorded, kStart}, "2026-03-09 11:00", two_parties()).status,
            Status::running);
}

/// "Must not leave a lead in mql or sal longer than 4 business hours".
Agreement no_long_stay() {
  Agreement made = small_agreement();
  Clause& clause = add_deadline(made, TargetKind::business, 4 * kHour);
  clause.kind = agreement::ClauseKind::time_in_state;
  clause.deadline.start.events = {kEntersMql, kEntersSal};
  agreement::Discharge leaving;
  leaving.events = {kEntersInquiry, kEntersMql, kEntersSal, kEntersWon};
  leaving.left_states = (1u << kMql) | (1u << kSal);
  clause.deadline.discharges = {leaving};
  return made;
}

TEST(TimeInState, EndsWithTheFirstEntryOutsideAndNotWithAMoveWithin) {
  const std::vector<Given> history = {{"2026-03-09 09:00", kEntersMql},
                                      {"2026-03-09 11:00", kEntersSal},
                                      {"2026-03-09 12:00", kEntersMql},
                                      {"2026-03-09 13:00", kEntersWon}};
  const Row row = only_row(no_long_stay(), history, "2026-04-01");
  EXPECT_EQ(row.status, Status::met);
  EXPECT_EQ(row.start, berlin("2026-03-09 09:00"));
  EXPECT_EQ(row.stop, berlin("2026-03-09 13:00"));
  std::vector<Given> longer = history;
  longer[3].when = "2026-03-09 13:00:00.000001";
  EXPECT_EQ(only_row(no_long_stay(), longer, "2026-04-01").status, Status::met_late);
}

TEST(TimeInState, EveryStayIsACycle) {
  const std::vector<Row> all = rows(no_long_stay(),
                                    {{"2026-03-09 09:00", kEntersMql},
                                     {"2026-03-09 10:00", kEntersInquiry},
                                     {"2026-03-09 11:00", kEntersSal}},
                                    "2026-03-09 12:00");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].start, berlin("2026-03-09 11:00"));
  EXPECT_EQ(all[1].status, Status::running);
}

}  // namespace
}  // namespace sla::reference
