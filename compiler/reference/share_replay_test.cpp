// Shares: which hits belong to the part.

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.

std::vector<verdicts::Hit> hits(const Agreement& agreement, const std::vector<Given>& history) {
  return evaluate(agreement, make_case(agreement, history, "2026-04-01")->inputs).hits;
}

TEST(Share, ThePartIsAskedAtTheEventItself) {
  Agreement agreement = small_agreement();
  add_share(agreement, known(kReason));
  const auto found =
      hits(agreement, {{"2026-03-02", kEntersMql, "", {{kReason, 1, 0}}, "a"},
                       {"2026-03-03", kEntersMql, "", {}, "b"},
                       {"2026-03-04", events::kChanged, "", {{kReason, 1, 0}}, "b"}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].part, 1);
  EXPECT_EQ(found[1].part, 0);
  EXPECT_EQ(found[1].amount, 1);
}

TEST(Share, WhenIsAskedBeforeThePartAndTheAmountAfterIt) {
  Agreement agreement = small_agreement();
  Clause& clause = add_share(agreement, compare(Op::greater, kScore, 50));
  clause.volume.sum_of = kScore;
  clause.when = known(kScore);
  // Without a score `when` already fails, so that nothing is missing.
  EXPECT_TRUE(hits(agreement, {{"2026-03-02", kEntersMql}}).empty());
  const auto found = hits(agreement, {{"2026-03-02", kEntersMql, "", {{kScore, 1, 40}}, "a"},
                                      {"2026-03-02", kEntersMql, "", {{kScore, 1, 60}}, "b"}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].part, 0);
  EXPECT_EQ(found[0].amount, 40);
  EXPECT_EQ(found[1].part, 1);
  EXPECT_EQ(found[1].amount, 60);
}

TEST(Share, AMissingAmountIsAFaultAlsoOfTheRest) {
  Agreement agreement = small_agreement();
  add_share(agreement, known(kReason)).volume.sum_of = kScore;
  const auto world = make_case(agreement, {{"2026-03-02", kEntersMql}}, "2026-04-01");
  const verdicts::Outcome outcome = evaluate(agreement, world->inputs);
  EXPECT_TRUE(outcome.hits.empty());
  EXPECT_EQ(outcome.faults.size(), 1u);
}

TEST(Volume, EveryHitIsOfThePart) {
  Agreement agreement = small_agreement();
  add_volume(agreement, 1);
  EXPECT_EQ(hits(agreement, {{"2026-03-02", kEntersMql}}).at(0).part, 1);
}

}  // namespace
}  // namespace sla::reference
