#include "compiler/analyze/quantity/testing.h"

namespace sla::analyze::quantity {
namespace {

using namespace testing;

constexpr const char* kReward =
    "clause wins {\n  sales must move at least 30% of the leads entering sal each month to won "
    "within 60 days\n  when target met award 100 points\n}\n";

std::vector<std::string> of(const std::string& more) {
  return found(pays_for_less, policy(kReward + more));
}

TEST(PaysForLess, WhoeverLetsInFewerIsPaid) {
  const Looked looked = look(pays_for_less, policy(kReward));
  EXPECT_THAT(looked.found(), ElementsAre("SLA2112 wins"));
  EXPECT_THAT(looked.told(), HasSubstr("2 of 7 is not enough, 1 of 3 is"));
  EXPECT_THAT(looked.told(), HasSubstr("expect wins breached in 2026-02"));
  EXPECT_THAT(looked.told(), HasSubstr("expect wins met in 2026-03"));
}

TEST(PaysForLess, NumbersThatAreOwedPreventIt) {
  EXPECT_THAT(of("clause n { sales must win at least 20 leads entering won each month }\n"),
              IsEmpty());
  EXPECT_THAT(of("clause n { sales must accept at least 90 leads entering sal each month }\n"),
              IsEmpty());
  EXPECT_THAT(of("clause n { sales must win at least 9000 USD of amount entering won each month "
                 "where amount is known }\n"),
              IsEmpty());
  EXPECT_THAT(of("clause n { sales must move at least 60% of the leads entering mql each month to "
                 "sal within 10 days }\n"),
              IsEmpty());
  EXPECT_THAT(of("clause n { sales must win at most 20 leads entering won each month }\n"),
              SizeIs(1));
}

TEST(PaysForLess, SoDoLimitsOnTurningAway) {
  EXPECT_THAT(
      of("clause n { sales must close at most 9 leads entering recycled each month }\n"
         "clause m { sales must close at most 9 leads entering disqualified each month }\n"),
      IsEmpty());
  EXPECT_THAT(of("clause n { sales must not move a lead to recycled or move a lead to disqualified "
                 "}\n"),
              IsEmpty());
  EXPECT_THAT(of("clause n { sales must not move a lead to disqualified without reason }\n"),
              SizeIs(1));
  EXPECT_THAT(of("clause n { sales must move a lead to sal within 1 business day of entering mql "
                 "}\n"),
              IsEmpty());
  EXPECT_THAT(of("clause n { sales must move a lead to sal, recycled or disqualified within 1 "
                 "business day of entering mql }\n"),
              SizeIs(1));
}

TEST(PaysForLess, WithoutAReward) {
  EXPECT_THAT(found(pays_for_less,
                    policy("clause wins { sales must move at least 30% of the leads entering sal "
                           "each month to won within 60 days }\n")),
              IsEmpty());
}

TEST(PaysForLess, WhoDoesNotLetThemIn) {
  EXPECT_THAT(
      found(pays_for_less,
            policy("clause wins {\n  sales must move at least 30% of the leads entering mql "
                   "each month to won within 60 days\n  when target met award 9 points\n}\n")),
      IsEmpty());
}

TEST(PaysForLess, ShareOfWhatIsLetIn) {
  const std::string share =
      "clause good {\n  sales must accept at least 50% of leads entering sal each month where "
      "score "
      ">= 65\n  when met award 9 points\n}\n";
  EXPECT_THAT(found(pays_for_less, policy(share)), ElementsAre("SLA2112 good"));
  EXPECT_THAT(found(pays_for_less,
                    policy(share + "clause n { sales must accept at least 90 leads entering sal "
                                   "each month }\n")),
              IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::quantity
