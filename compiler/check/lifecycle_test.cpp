#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;

std::string lifecycle(const std::string& lines) {
  return "agreement \"T\" {\n}\nlead {\n  reason text?\n  score integer\n}\nlifecycle lead {\n" +
         lines + "\n}\n";
}

TEST(CheckLifecycle, ChainsBecomeMoves) {
  const Checked checked =
      check_text(lifecycle("a owned by sales\nb, c\nd final\na -> b or c -> d\nc -> a or c"));
  ASSERT_TRUE(checked.agreement);
  const auto& made = checked.agreement->lifecycle;
  EXPECT_TRUE(made.has_moves);
  EXPECT_THAT(made.moves, ElementsAre(0b0110u, 0b1000u, 0b1101u, 0u));
  EXPECT_EQ(made.states[0].owner, 1);
  EXPECT_EQ(made.states[1].owner, -1);
  EXPECT_TRUE(made.states[3].final);
}

TEST(CheckLifecycle, WithoutChainsEveryMoveIsPermitted) {
  const Checked checked = check_text(lifecycle("a\nb"));
  ASSERT_TRUE(checked.agreement);
  EXPECT_FALSE(checked.agreement->lifecycle.has_moves);
}

TEST(CheckLifecycle, NoLifecycleIsFine) { EXPECT_THAT(found("agreement \"T\" {\n}\n"), IsEmpty()); }

TEST(CheckLifecycle, RequirementsHoldForEachStateOfTheLine) {
  const Checked checked = check_text(lifecycle("a\nb, c requires reason is known"));
  ASSERT_TRUE(checked.agreement);
  EXPECT_FALSE(checked.agreement->lifecycle.states[0].requirement);
  EXPECT_TRUE(checked.agreement->lifecycle.states[1].requirement);
  EXPECT_TRUE(checked.agreement->lifecycle.states[2].requirement);
  EXPECT_THAT(found(lifecycle("a requires score")), ElementsAre("SLA1003 score"));
}

TEST(CheckLifecycle, UnknownOwner) {
  EXPECT_THAT(found(lifecycle("a owned by slaes")), ElementsAre("SLA1011 slaes"));
  EXPECT_THAT(found(repaired(lifecycle("a owned by slaes"))), IsEmpty());
}

TEST(CheckLifecycle, UnknownStateInAMove) {
  const std::string wrong = lifecycle("mql\nsal\nmql -> sla -> mql or sal");
  EXPECT_THAT(found(wrong), ElementsAre("SLA1006 sla"));
  EXPECT_THAT(found(repaired(wrong)), IsEmpty());
}

TEST(CheckLifecycle, FinalStatesAreNotLeft) {
  EXPECT_THAT(found(lifecycle("a\nb final\na -> b -> a")), ElementsAre("SLA1017 b"));
  EXPECT_THAT(found(lifecycle("a\nb final\na -> b")), IsEmpty());
}

TEST(CheckLifecycle, AStateThatNoMoveMentions) {
  EXPECT_THAT(found(lifecycle("a\nb\nc\na -> b")), ElementsAre("SLA2008 c"));
  EXPECT_THAT(found(lifecycle("a\nb\nc\na -> b\nc -> b")), IsEmpty());
}

TEST(CheckLifecycle, AMisspeltStateIsNotAlsoOneThatNoMoveMentions) {
  EXPECT_THAT(found(lifecycle("mql\nsal\nmql -> sla")), ElementsAre("SLA1006 sla"));
}

TEST(CheckLifecycle, AtMostSixtyTwoStates) {
  std::string states;
  for (int i = 0; i < 62; ++i) states += "s" + std::to_string(i) + "\n";
  EXPECT_THAT(found(lifecycle(states)), IsEmpty());
  EXPECT_THAT(found(lifecycle(states + "one_more")), ElementsAre("SLA1017 one_more"));
}

TEST(CheckLifecycle, TheHighestStateKeepsItsBit) {
  std::string states;
  for (int i = 0; i < 62; ++i) states += "s" + std::to_string(i) + "\n";
  const Checked checked = check_text(lifecycle(states) + "define d = in s61\n");
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(checked.agreement->defines[0].value.value, std::int64_t{1} << 61);
}

}  // namespace
}  // namespace sla::check
