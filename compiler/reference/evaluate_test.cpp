#include "compiler/reference/evaluate.h"

#include <gtest/gtest.h>

#include "compiler/reference/testing.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using time::kHour;
using verdicts::FaultKind;
using verdicts::Outcome;
using verdicts::ViolationKind;

Outcome judge(const Agreement& agreement, const std::vector<Given>& history,
              std::string_view as_of = "2026-04-01") {
  return evaluate(agreement, make_case(agreement, history, as_of)->inputs);
}

Agreement with_moves() {
  Agreement made = small_agreement();
  made.lifecycle.has_moves = true;
  made.lifecycle.moves = {1u << kMql, 1u << kSal, 1u << kSal | 1u << kWon, 0};
  return made;
}

TEST(Lifecycle, AMoveThatIsNotPermittedIsAViolationAndTakesEffect) {
  const Outcome outcome = judge(with_moves(), {{"2026-03-09 09:00", kEntersWon},
                                               {"2026-03-09 10:00", kEntersSal},
                                               {"2026-03-09 11:00", kEntersSal},
                                               {"2026-03-09 12:00", kEntersWon}});
  ASSERT_EQ(outcome.violations.size(), 1u);
  EXPECT_EQ(outcome.violations[0].event, 1u);
  EXPECT_EQ(outcome.violations[0].from, kWon);
  EXPECT_EQ(outcome.violations[0].to, kSal);
  EXPECT_EQ(outcome.violations[0].kind, ViolationKind::move);
}

TEST(Lifecycle, EnteringTheSameStateAgainIsAMoveToo) {
  const Outcome outcome =
      judge(with_moves(), {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEntersMql}});
  ASSERT_EQ(outcome.violations.size(), 1u);
  EXPECT_EQ(outcome.violations[0].from, kMql);
}

TEST(Lifecycle, ARequirementSeesTheFieldsOfTheSameEvent) {
  Agreement agreement = small_agreement();
  agreement.lifecycle.states[kMql].requirement = known(kReason);
  const Outcome outcome = judge(agreement, {{"2026-03-09 09:00", kEntersMql, "", {{kReason, 1, 0}}},
                                            {"2026-03-09 10:00", kEntersMql, "", {{kReason, 2, 0}}},
                                            {"2026-03-09 11:00", kEntersMql}});
  ASSERT_EQ(outcome.violations.size(), 2u);
  EXPECT_EQ(outcome.violations[0].event, 1u);
  EXPECT_EQ(outcome.violations[0].kind, ViolationKind::requirement);
  EXPECT_EQ(outcome.violations[1].event, 2u);
}

TEST(Lifecycle, WithoutMovesEverythingIsPermitted) {
  EXPECT_TRUE(
      judge(small_agreement(), {{"2026-03-09 09:00", kEntersWon}, {"2026-03-09 10:00", kEntersMql}})
          .violations.empty());
}

TEST(Lifecycle, TheFirstViolationHasNoStateBefore) {
  Agreement agreement = with_moves();
  agreement.lifecycle.states[kMql].requirement = known(kReason);
  const Outcome outcome = judge(agreement, {{"2026-03-09 09:00", kEntersMql}});
  ASSERT_EQ(outcome.violations.size(), 1u);
  EXPECT_EQ(outcome.violations[0].from, 0xffff);
}

/// A clause that asks an expression when a lead enters mql.
Agreement asking(Expression question) {
  Agreement made = small_agreement();
  add_deadline(made, TargetKind::business, kHour).when = std::move(question);
  return made;
}

TEST(Faults, EndTheSubjectOnly) {
  const Agreement agreement = asking(compare(Op::greater, kScore, 50));
  const Outcome outcome =
      judge(agreement, {{"2026-03-09 09:00", kEntersMql, "", {{kScore, 1, 60}}},
                        {"2026-03-09 10:00", kEntersSal},
                        {"2026-03-10 10:00", kEntersMql, "", {{kScore, 2, 0}}},
                        {"2026-03-09 09:00", kEntersMql, "", {{kScore, 1, 60}}, "b"}});
  ASSERT_EQ(outcome.faults.size(), 1u);
  EXPECT_EQ(outcome.faults[0].event, 2u);
  EXPECT_EQ(outcome.faults[0].subject, 0u);
  EXPECT_EQ(outcome.faults[0].kind, FaultKind::missing_field);
  ASSERT_EQ(outcome.rows.size(), 1u);
  EXPECT_EQ(outcome.rows[0].subject, 1u);
}

TEST(Faults, AFaultAfterTheAsOfInstantHasNotHappened) {
  const Agreement agreement = asking(compare(Op::greater, kScore, 50));
  EXPECT_TRUE(
      judge(agreement, {{"2026-03-09 09:00", kEntersMql}}, "2026-03-09 08:59").faults.empty());
}

TEST(Faults, ViolationsBeforeTheFaultStay) {
  Agreement agreement = with_moves();
  add_deadline(agreement, TargetKind::business, kHour).when = compare(Op::greater, kScore, 50);
  const Outcome outcome =
      judge(agreement, {{"2026-03-09 09:00", kEntersWon}, {"2026-03-09 10:00", kEntersMql}});
  EXPECT_EQ(outcome.violations.size(), 1u);
  EXPECT_EQ(outcome.faults.size(), 1u);
}

TEST(Faults, ArithmeticIsChecked) {
  const auto fault = [](Op op, std::int64_t a, std::int64_t b) {
    const Outcome outcome =
        judge(asking(node(op, {constant(a), constant(b)})), {{"2026-03-09", kEntersMql}});
    return outcome.faults.empty() ? -1 : static_cast<int>(outcome.faults[0].kind);
  };
  const int overflow = static_cast<int>(FaultKind::overflow);
  EXPECT_EQ(fault(Op::add, INT64_MAX, 1), overflow);
  EXPECT_EQ(fault(Op::subtract, INT64_MIN, 1), overflow);
  EXPECT_EQ(fault(Op::multiply, INT64_MAX, 2), overflow);
  EXPECT_EQ(fault(Op::divide, INT64_MIN, -1), overflow);
  EXPECT_EQ(fault(Op::divide, 1, 0), static_cast<int>(FaultKind::division_by_zero));
  EXPECT_EQ(fault(Op::add, 1, 1), -1);
}

TEST(Conditions, EvaluateOnlyWhatDecides) {
  const Expression faulty = compare(Op::greater, kScore, 50);
  const std::vector<Given> history = {{"2026-03-09 09:00", kEntersMql}};
  EXPECT_EQ(judge(asking(node(Op::or_, {constant(1), faulty})), history).rows.size(), 1u);
  EXPECT_TRUE(judge(asking(node(Op::and_, {constant(0), faulty})), history).faults.empty());
  EXPECT_EQ(judge(asking(node(Op::and_, {constant(1), faulty})), history).faults.size(), 1u);
  EXPECT_EQ(judge(asking(node(Op::or_, {faulty, constant(1)})), history).faults.size(), 1u);
}

TEST(Conditions, EveryOperation) {
  const auto holds = [](Expression question, std::int64_t score) {
    return !judge(asking(std::move(question)),
                  {{"2026-03-09", kEntersMql, "", {{kScore, 1, score}}}})
                .rows.empty();
  };
  EXPECT_TRUE(holds(compare(Op::less_equal, kScore, 5), 5));
  EXPECT_FALSE(holds(compare(Op::less, kScore, 5), 5));
  EXPECT_TRUE(holds(compare(Op::not_equal, kScore, 5), 6));
  EXPECT_TRUE(holds(node(Op::not_, {compare(Op::equal, kScore, 5)}), 6));
  EXPECT_TRUE(
      holds(node(Op::equal, {node(Op::divide, {field(kScore), constant(2)}), constant(-3)}), -7));
  EXPECT_TRUE(holds(node(Op::equal, {node(Op::negate, {field(kScore)}), constant(-7)}), 7));
  Expression in_list = node(Op::in_list, {field(kScore)});
  in_list.list = {3, 5};
  EXPECT_TRUE(holds(in_list, 5));
  EXPECT_FALSE(holds(in_list, 4));
  EXPECT_TRUE(holds(in_states(1u << kMql), 0));
  EXPECT_FALSE(holds(on_hold(), 0));
  const Expression reason_or_nine = node(Op::otherwise, {field(kReason), constant(9)});
  EXPECT_TRUE(holds(node(Op::equal, {reason_or_nine, constant(9)}), 0));
}

TEST(Volume, CountsMatchingEventsInsideTheTerm) {
  Agreement agreement = small_agreement();
  auto& clause = add_volume(agreement, 2);
  clause.when = known(kScore);
  clause.volume.where = compare(Op::greater, kScore, 50);
  agreement.term_begin = at("2026-03-01", agreement.zone);
  agreement.term_end = at("2026-04-01", agreement.zone);
  const Outcome outcome = judge(agreement,
                                {{"2026-02-28 23:59", kEntersMql, "", {{kScore, 1, 60}}},
                                 {"2026-03-01 00:00", kEntersMql, "Dana"},
                                 {"2026-03-02 00:00", kEntersMql, "", {{kScore, 1, 50}}},
                                 {"2026-03-03 00:00", kEntersMql, "", {{kScore, 2, 0}}},
                                 {"2026-03-04 00:00", kEntersMql, "", {{kScore, 1, 90}}},
                                 {"2026-04-01 00:00", kEntersMql}},
                                "2026-05-01");
  ASSERT_EQ(outcome.hits.size(), 2u);
  EXPECT_EQ(outcome.hits[0].event, 1u);
  EXPECT_EQ(outcome.hits[0].amount, 1);
  EXPECT_EQ(outcome.hits[0].owner, 0u);
  EXPECT_EQ(outcome.hits[1].event, 4u);
}

TEST(Volume, SumsAFieldAndFaultsWhenItIsMissing) {
  Agreement agreement = small_agreement();
  auto& volume = add_volume(agreement, 100).volume;
  volume.sum_of = kReason;
  volume.group = {agreement::GroupBy::field, kScore};
  const Outcome outcome =
      judge(agreement, {{"2026-03-02", kEntersMql, "", {{kReason, 1, 70}, {kScore, 1, 3}}},
                        {"2026-03-02", kEntersMql, "", {{kReason, 1, 50}}, "b"},
                        {"2026-03-03", kEntersMql, "", {{kReason, 2, 0}}, "b"}});
  ASSERT_EQ(outcome.hits.size(), 1u);
  EXPECT_EQ(outcome.hits[0].amount, 70);
  EXPECT_EQ(outcome.hits[0].group, 3);
  ASSERT_EQ(outcome.faults.size(), 1u);
  EXPECT_EQ(outcome.faults[0].subject, 1u);
}

TEST(Evaluate, RowsComeByClauseThenSubjectThenCycle) {
  Agreement agreement = small_agreement();
  add_deadline(agreement, TargetKind::business, kHour);
  add_deadline(agreement, TargetKind::elapsed, kHour);
  const Outcome outcome = judge(agreement, {{"2026-03-09 09:00", kEntersMql, "", {}, "b"},
                                            {"2026-03-09 09:30", kEntersSal, "", {}, "b"},
                                            {"2026-03-09 09:40", kEntersMql, "", {}, "b"},
                                            {"2026-03-09 09:00", kEntersMql, "", {}, "a"}});
  ASSERT_EQ(outcome.rows.size(), 6u);
  EXPECT_EQ(outcome.rows[1].clause, 0);
  EXPECT_EQ(outcome.rows[1].subject, 0u);
  EXPECT_EQ(outcome.rows[1].cycle, 2u);
  EXPECT_EQ(outcome.rows[2].subject, 1u);
  EXPECT_EQ(outcome.rows[3].clause, 1);
}

}  // namespace
}  // namespace sla::reference
