// What a condition hears of another clause.

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

using Statuses = std::initializer_list<Status>;
constexpr Statuses kBreached = {Status::breached, Status::met_late};

/// Clause 0: four business hours from mql to sal. Clause 1 is asked about at a meeting: its `when`
/// decides whether the meeting counts as forbidden.
Agreement asked(Expression when) {
  Agreement made = small_agreement();
  add_deadline(made, TargetKind::business, 4 * kHour);
  Clause& asks = add_prohibition(made);
  asks.prohibition.forbidden = {on_event(kMeeting)};
  asks.when = std::move(when);
  return made;
}

bool holds_at_meeting(const Agreement& agreement, std::vector<Given> history, std::string when) {
  history.push_back({std::move(when), kMeeting});
  const std::vector<Row> all = rows(agreement, history, "2026-04-01");
  return !all.empty() && all.back().clause == 1;
}

const std::vector<Given> kOpen = {{"2026-03-09 09:00", kEntersMql}};
const std::vector<Given> kLate = {{"2026-03-09 09:00", kEntersMql},
                                  {"2026-03-09 14:00", kEntersSal}};

TEST(ClauseIs, IsJudgedAsOfTheInstantThatAsks) {
  const Agreement agreement = asked(clause_is(0, kBreached));
  EXPECT_FALSE(holds_at_meeting(agreement, kOpen, "2026-03-09 13:00"));
  EXPECT_TRUE(holds_at_meeting(agreement, kOpen, "2026-03-09 13:00:00.000001"));
  EXPECT_TRUE(holds_at_meeting(agreement, kLate, "2026-03-20 10:00"));
}

TEST(ClauseIs, NoObligationIsNothingAndIsNotHolds) {
  EXPECT_FALSE(holds_at_meeting(asked(clause_is(0, kBreached)), {}, "2026-03-09 13:00"));
  EXPECT_TRUE(
      holds_at_meeting(asked(node(Op::not_, {clause_is(0, kBreached)})), {}, "2026-03-09 13:00"));
}

TEST(ClauseIs, OpenIncludesABreachThatHasNoStop) {
  Expression open = clause_is(0, {Status::running, Status::paused});
  open.value |= agreement::kBreachedOpenBit;
  EXPECT_TRUE(holds_at_meeting(asked(open), kOpen, "2026-03-09 10:00"));
  EXPECT_TRUE(holds_at_meeting(asked(open), kOpen, "2026-03-20 10:00"));
  EXPECT_FALSE(holds_at_meeting(asked(open), kLate, "2026-03-20 10:00"));
  Agreement cancelled = asked(open);
  cancelled.clauses[0].deadline.while_ = in_states(1u << kMql);
  std::vector<Given> history = kOpen;
  history.push_back({"2026-03-09 15:00", kEntersWon});  // Breached, and then over.
  EXPECT_FALSE(holds_at_meeting(cancelled, history, "2026-03-20 10:00"));
}

TEST(ClauseIs, EachStatusIsItself) {
  const auto says = [](Status status, const std::vector<Given>& history, std::string when) {
    return holds_at_meeting(asked(clause_is(0, {status})), history, std::move(when));
  };
  EXPECT_TRUE(says(Status::running, kOpen, "2026-03-09 10:00"));
  EXPECT_TRUE(says(Status::met_late, kLate, "2026-03-09 15:00"));
  EXPECT_FALSE(says(Status::met, kLate, "2026-03-09 15:00"));
  const std::vector<Given> met = {{"2026-03-09 09:00", kEntersMql},
                                  {"2026-03-09 10:00", kEntersSal}};
  EXPECT_TRUE(says(Status::met, met, "2026-03-09 15:00"));
  // A second cycle runs: the first one is no longer the latest.
  std::vector<Given> again = met;
  again.push_back({"2026-03-10 09:00", kEntersMql});
  EXPECT_FALSE(says(Status::met, again, "2026-03-10 10:00"));
}

TEST(ClauseIs, AsksAfterTheOtherClauseHasSeenTheEvent) {
  // Clause 0 asks clause 1, which therefore comes first.
  Agreement agreement = small_agreement();
  Clause& asks = add_prohibition(agreement);
  asks.when = clause_is(1, {Status::met});
  add_deadline(agreement, TargetKind::business, 4 * kHour);
  agreement.order = {1, 0};
  const std::vector<Given> history = {{"2026-03-09 09:00", kEntersMql},
                                      {"2026-03-09 10:00", kEntersSal}};
  EXPECT_EQ(rows(agreement, history, "2026-04-01").size(), 2u);
  agreement.order = {0, 1};
  EXPECT_EQ(rows(agreement, history, "2026-04-01").size(), 1u);
}

TEST(ClauseIs, OfAProhibitionTheLastRowCounts) {
  Agreement agreement = small_agreement();
  Clause& never = add_prohibition(agreement);
  never.prohibition.forbidden = {on_event(kCall)};
  never.prohibition.without = known(kReason);
  add_deadline(agreement, TargetKind::business, 4 * kHour).when = clause_is(0, kBreached);
  std::vector<Given> history = {{"2026-03-09 08:00", kCall}, {"2026-03-09 09:00", kEntersMql}};
  EXPECT_EQ(rows(agreement, history, "2026-04-01").size(), 2u);
  history.insert(history.begin() + 1, {"2026-03-09 08:30", kCall, "", {{kReason, 1, 0}}});
  EXPECT_EQ(rows(agreement, history, "2026-04-01").size(), 2u);  // Two calls, no deadline.
}

TEST(ClauseIs, AReliefMayAskAnotherClause) {
  Agreement agreement = small_agreement();
  add_deadline(agreement, TargetKind::business, 4 * kHour);
  Clause& second = add_deadline(agreement, TargetKind::business, 8 * kHour);
  second.deadline.discharges = {on_event(kEntersWon)};
  second.deadline.excused_when = clause_is(0, kBreached);
  const std::vector<Row> all = rows(agreement, kLate, "2026-04-01");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].status, Status::excused);
  EXPECT_EQ(all[1].stop, berlin("2026-03-09 14:00"));
}

}  // namespace
}  // namespace sla::reference
