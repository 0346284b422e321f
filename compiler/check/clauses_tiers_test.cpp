#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;
using agreement::TargetKind;

std::vector<agreement::Tier> tiers(const std::string& text) {
  const Checked checked = check_text(text);
  return checked.agreement ? checked.agreement->clauses.at(0).deadline.tiers
                           : std::vector<agreement::Tier>{};
}

TEST(CheckTiers, NamesAreTheConditionsAsWritten) {
  const auto made =
      tiers(deadline("{\n (score > 90)   and # very hot\n  opted_in   15 minutes\n score > 50 "
                     "immediately\n otherwise 2 hours\n }"));
  ASSERT_EQ(made.size(), 3u);
  EXPECT_EQ(made[0].name, "(score > 90) and opted_in");
  EXPECT_EQ(made[1].name, "score > 50");
  EXPECT_EQ(made[2].name, "otherwise");
  EXPECT_FALSE(made[2].when);
  EXPECT_EQ(tiers(deadline("1 hour")).at(0).name, "");
}

TEST(CheckTiers, MissingTier) {
  const std::string open = deadline("{\n score > 90 15 minutes\n score > 50 1 hour\n }");
  EXPECT_THAT(found(open), ElementsAre("SLA2001 score > 50 1 hour"));
  EXPECT_THAT(help_of(open), HasSubstr("otherwise 1 hour"));
  EXPECT_THAT(found(repaired(open)), IsEmpty());
  EXPECT_THAT(found(deadline("{\n score > 90 15 minutes\n yes 1 hour\n }")), IsEmpty());
}

TEST(CheckTiers, UnreachableTiers) {
  const std::string twice =
      deadline("{\n score > 90 1 hour\n score>90 2 hours\n otherwise 3 hours\n }");
  EXPECT_THAT(found(twice), ElementsAre("SLA2006 score>90"));
  EXPECT_TRUE(check_text(twice).agreement);
  const std::string after_yes =
      deadline("{\n yes 1 hour\n score > 90 2 hours\n otherwise 3 hours\n }");
  EXPECT_THAT(found(after_yes), ElementsAre("SLA2006 score > 90", "SLA2006 otherwise 3 hours"));
  EXPECT_EQ(tiers(after_yes).size(), 1u);
  EXPECT_THAT(found(deadline("{\n no 1 hour\n otherwise 3 hours\n }")), ElementsAre("SLA2006 no"));
  EXPECT_THAT(found(deadline("{\n score > 90 1 hour\n score > 80 2 hours\n otherwise 3 hours\n }")),
              IsEmpty());
}

TEST(CheckTiers, TheSameConditionThroughADefineIsTheSame) {
  EXPECT_THAT(found(deadline("{\n hot 1 hour\n score > 90 2 hours\n otherwise 3 hours\n }") +
                    "define hot = score > 90\n"),
              ElementsAre("SLA2006 score > 90"));
}

TEST(CheckTiers, ABrokenTierIsNotAlsoMissing) {
  EXPECT_THAT(found(deadline("{\n scroe > 90 15 minutes\n }")), ElementsAre("SLA1001 scroe"));
}

TEST(CheckTiers, ABrokenDefineIsNotAlsoATierThatTakesAll) {
  EXPECT_THAT(found(deadline("{\n hot 1 hour\n opted_in 2 hours\n otherwise 3 hours\n }") +
                    "define hot = scroe > 90\n"),
              ElementsAre("SLA1001 scroe"));
}

TEST(CheckTiers, ElapsedAndBusinessTargetsMayMix) {
  const auto made = tiers(deadline("{\n opted_in 15 minutes\n otherwise 2 business days\n }"));
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0].target.kind, TargetKind::elapsed);
  EXPECT_EQ(made[1].target.kind, TargetKind::business_days);
}

TEST(CheckTiers, ImmediatelyIsCountedAsItsNeighbours) {
  EXPECT_EQ(tiers(deadline("{\n opted_in immediately\n otherwise 2 hours\n }")).at(0).target.kind,
            TargetKind::elapsed);
  EXPECT_EQ(tiers(deadline("{\n opted_in immediately\n otherwise 2 business hours\n }"))
                .at(0)
                .target.kind,
            TargetKind::business);
}

}  // namespace
}  // namespace sla::check
