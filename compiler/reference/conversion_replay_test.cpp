// Conversions: who of a cohort gets there within its window.

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

constexpr agreement::Duration kTenDays = {TargetKind::elapsed, 10 * 24 * kHour};

Agreement ten_days() {
  Agreement made = small_agreement();
  add_conversion(made, kTenDays);
  return made;
}

TEST(Conversion, AMemberIsMetWhenItArrivesWithinItsWindow) {
  const Row row = only_row(ten_days(),
                           {{"2026-03-02 09:00", kEntersMql, "Dana"},
                            {"2026-03-05 10:00", kEntersWon, "Eli"},
                            {"2026-03-06 10:00", kEntersWon, "Finn"}},
                           "2026-04-15");
  EXPECT_EQ(row.status, Status::met);
  EXPECT_EQ(row.start, berlin("2026-03-02 09:00"));
  EXPECT_EQ(row.due, berlin("2026-03-12 09:00"));
  EXPECT_EQ(row.breach, berlin("2026-03-12 09:00"));
  EXPECT_EQ(row.stop, berlin("2026-03-05 10:00"));
  EXPECT_EQ(row.elapsed_business, 73 * kHour);
  EXPECT_EQ(row.owner, 1u);  // Eli, after the event.
}

TEST(Conversion, TheEndOfTheWindowIsStillInIt) {
  const auto status = [](std::string when) {
    return only_row(ten_days(), {{"2026-03-02 09:00", kEntersMql}, {std::move(when), kEntersWon}},
                    "2026-04-15")
        .status;
  };
  EXPECT_EQ(status("2026-03-12 09:00"), Status::met);
  EXPECT_EQ(status("2026-03-12 09:00:00.000001"), Status::breached);
}

TEST(Conversion, AfterTheWindowNothingChangesAnyMore) {
  const std::vector<Given> history = {{"2026-03-02 09:00", kEntersMql, "Dana"},
                                      {"2026-03-20 09:00", kEntersWon, "Eli"}};
  EXPECT_EQ(only_row(ten_days(), history, "2026-03-12 09:00").status, Status::running);
  const Row row = only_row(ten_days(), history, "2026-04-01 09:00");
  EXPECT_EQ(row.status, Status::breached);
  EXPECT_EQ(row.stop, kNoInstant);
  EXPECT_EQ(row.owner, 0u);  // Dana's, when the window ended.
  EXPECT_EQ(row.elapsed_wall, berlin("2026-04-01 09:00") - berlin("2026-03-02 09:00"));
  EXPECT_EQ(row.elapsed_business, row.elapsed_wall);
}

TEST(Conversion, ALeadIsInTheCohortOfEachPeriodOnceAndOneArrivalDecidesAll) {
  Agreement agreement = small_agreement();
  add_conversion(agreement, {TargetKind::elapsed, 40 * 24 * kHour});
  const std::vector<Row> all = rows(agreement,
                                    {{"2026-03-02 09:00", kEntersMql},
                                     {"2026-03-20 09:00", kEntersMql},
                                     {"2026-04-01 00:00", kEntersMql},
                                     {"2026-04-05 09:00", kEntersWon}},
                                    "2026-05-15");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].start, berlin("2026-03-02 09:00"));
  EXPECT_EQ(all[1].start, berlin("2026-04-01 00:00"));  // The boundary is April's.
  EXPECT_EQ(all[0].cycle, 1u);
  EXPECT_EQ(all[1].cycle, 2u);
  for (const Row& row : all) {
    EXPECT_EQ(row.status, Status::met);
    EXPECT_EQ(row.stop, berlin("2026-04-05 09:00"));
  }
}

TEST(Conversion, AnEventThatIsBothJoinsAndDoesNotDecideItself) {
  Agreement agreement = ten_days();
  agreement.clauses[0].conversion.reached = {kEntersMql};
  const std::vector<Row> all =
      rows(agreement, {{"2026-03-30 09:00", kEntersMql}, {"2026-04-02 09:00", kEntersMql}},
           "2026-04-05");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].status, Status::met);
  EXPECT_EQ(all[1].status, Status::running);
}

TEST(Conversion, AFirstEntryThatDoesNotCountHidesTheLaterOnesOfItsPeriod) {
  Agreement agreement = ten_days();
  agreement.clauses[0].when = known(kReason);
  const Given later = {"2026-03-20 09:00", kEntersMql, "", {{kReason, 1, 0}}};
  EXPECT_TRUE(rows(agreement, {{"2026-03-02 09:00", kEntersMql}, later}, "2026-04-15").empty());
  EXPECT_EQ(rows(agreement, {{"2026-02-27 09:00", kEntersMql}, later}, "2026-04-15").size(), 1u);
  agreement.clauses[0].when.reset();
  agreement.term_begin = berlin("2026-03-10");
  EXPECT_TRUE(rows(agreement, {{"2026-03-02 09:00", kEntersMql}, later}, "2026-04-15").empty());
  agreement.clauses[0].conversion.target.period.unit = agreement::PeriodUnit::whole_term;
  EXPECT_EQ(only_row(agreement, {{"2026-03-02 09:00", kEntersMql}, later}, "2026-04-15").start,
            berlin("2026-03-20 09:00"));
}

TEST(Conversion, ABusinessWindowUsesTheCalendar) {
  Agreement agreement = small_agreement();
  add_conversion(agreement, {TargetKind::business_days, 2});
  const Row row = only_row(agreement, {{"2026-03-06 16:00", kEntersMql}}, "2026-03-09 10:00");
  EXPECT_EQ(row.due, berlin("2026-03-10 16:00"));
  EXPECT_EQ(row.elapsed_business, 2 * kHour);
  EXPECT_EQ(row.status, Status::running);
}

Agreement without_reason() {
  Agreement made = ten_days();
  made.clauses[0].conversion.not_counting = known(kReason);
  return made;
}
const Given kJoins = {"2026-03-02 09:00", kEntersMql, "Dana"};

TEST(Conversion, NotCountingIsAskedAtTheArrival) {
  const Given won = {"2026-03-05 09:00", kEntersWon, "", {{kReason, 1, 0}}};
  const Row row = only_row(without_reason(), {kJoins, won}, "2026-04-15");
  EXPECT_EQ(row.status, Status::excused);
  EXPECT_EQ(row.stop, berlin("2026-03-05 09:00"));
  const Given before = {"2026-03-04 09:00", events::kChanged, "", {{kReason, 1, 0}}};
  const Given cleared = {"2026-03-05 09:00", kEntersWon, "", {{kReason, 2, 0}}};
  EXPECT_EQ(only_row(without_reason(), {kJoins, before, cleared}, "2026-04-15").status,
            Status::met);
}

TEST(Conversion, NotCountingIsAskedAsTheWindowEnds) {
  const auto with_reason_at = [](std::string when) {
    return only_row(without_reason(),
                    {kJoins, {std::move(when), events::kChanged, "Eli", {{kReason, 1, 0}}}},
                    "2026-04-15");
  };
  const Row row = with_reason_at("2026-03-12 09:00");  // The last instant of the window.
  EXPECT_EQ(row.status, Status::excused);
  EXPECT_EQ(row.stop, kNoInstant);
  EXPECT_EQ(row.owner, 1u);
  const Row late = with_reason_at("2026-03-12 09:00:00.000001");
  EXPECT_EQ(late.status, Status::breached);
  EXPECT_EQ(late.owner, 0u);
  // Until its window ends, a member is running whatever holds.
  EXPECT_EQ(
      only_row(without_reason(), {kJoins, {"2026-03-03", events::kChanged, "", {{kReason, 1, 0}}}},
               "2026-03-05")
          .status,
      Status::running);
}

TEST(Conversion, NotCountingMayAskAnotherClauseAsOfTheDecidingInstant) {
  Agreement agreement = ten_days();
  // Breached 240 hours after entering, and so not yet at the window's last instant, or 239.
  const auto status = [&](std::int64_t hours) {
    Agreement made = agreement;
    Clause& deadline = add_deadline(made, TargetKind::elapsed, hours * kHour);
    deadline.deadline.discharges = {on_event(kEntersSal)};
    made.clauses[0].conversion.not_counting = clause_is(1, {Status::breached, Status::met_late});
    made.order = {1, 0};
    return rows(made, {kJoins, {"2026-03-30", kCall}}, "2026-04-15").front().status;
  };
  EXPECT_EQ(status(239), Status::excused);
  EXPECT_EQ(status(240), Status::breached);
}

TEST(Conversion, AFaultOfAWindowBelongsToTheEventAfterItOrTheLastOne) {
  Agreement agreement = ten_days();
  agreement.clauses[0].conversion.not_counting = compare(Op::greater, kScore, 50);
  const auto fault = [&](const std::vector<Given>& history) {
    const auto world = make_case(agreement, history, "2026-04-15");
    const verdicts::Outcome outcome = evaluate(agreement, world->inputs);
    EXPECT_TRUE(outcome.rows.empty());
    EXPECT_EQ(outcome.faults.size(), 1u);
    return outcome.faults.empty() ? UINT64_MAX : outcome.faults[0].event;
  };
  EXPECT_EQ(fault({kJoins}), 0u);
  EXPECT_EQ(fault({kJoins, {"2026-03-10", kCall}, {"2026-03-20", kCall}, {"2026-03-21", kCall}}),
            2u);
  // The event that would have given the score comes too late.
  EXPECT_EQ(fault({kJoins, {"2026-03-20", kCall, "", {{kScore, 1, 80}}}}), 1u);
}

TEST(Conversion, GroupsByTheFieldWhenTheLeadJoined) {
  Agreement agreement = ten_days();
  agreement.clauses[0].conversion.target.group = {agreement::GroupBy::field, kScore};
  const Row row = only_row(agreement,
                           {{"2026-03-02 09:00", kEntersMql, "", {{kScore, 1, 7}}},
                            {"2026-03-03 09:00", kEntersWon, "", {{kScore, 1, 8}}}},
                           "2026-04-15");
  EXPECT_EQ(row.group, 7);
}

}  // namespace
}  // namespace sla::reference
