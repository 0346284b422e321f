#include "compiler/analyze/quantity/testing.h"

namespace sla::analyze::quantity {
namespace {

using namespace testing;

std::string two(const std::string& marketing, const std::string& sales) {
  return policy(
      "clause nurture { marketing must send an email within 2 business days of entering "
      "inquiry\n  when " +
      marketing +
      " }\nclause contact { sales must make a call within 4 business hours of entering "
      "inquiry\n  when " +
      sales + " }\n");
}

std::vector<std::string> of(const std::string& marketing, const std::string& sales) {
  return found(divided_ownership, two(marketing, sales));
}

TEST(Ownership, AGapBetweenTwoParties) {
  const Looked looked = look(divided_ownership, two("score < 50", "score >= 65"));
  EXPECT_THAT(looked.found(), ElementsAre("SLA2109 nurture"));
  EXPECT_THAT(looked.told(), HasSubstr("nobody owes anything for a lead with score"));
  EXPECT_THAT(looked.told(), HasSubstr("expect nurture of a not started"));
  EXPECT_THAT(looked.told(), HasSubstr("expect contact of a not started"));
}

TEST(Ownership, AnOverlapOfTwoParties) {
  const Looked looked = look(divided_ownership, two("score < 70", "score >= 65"));
  EXPECT_THAT(looked.found(), ElementsAre("SLA2113 nurture"));
  EXPECT_THAT(looked.told(), HasSubstr("belongs to both marketing and sales"));
  EXPECT_THAT(looked.told(), HasSubstr("expect nurture of a running"));
}

TEST(Ownership, WhatMeetsIsSound) {
  EXPECT_THAT(of("score < 65", "score >= 65"), IsEmpty());
  EXPECT_THAT(of("source is web", "source in [event, referral]"), IsEmpty());
  EXPECT_THAT(of("amount is unknown", "amount is known"), IsEmpty());
  EXPECT_THAT(of("amount is unknown or amount < 5 USD", "amount is known and amount >= 5 USD"),
              IsEmpty());
}

TEST(Ownership, ListsThatAreClosed) {
  EXPECT_THAT(of("source is web", "source is referral"), ElementsAre("SLA2109 nurture"));
  // Which countries there are nobody has said.
  EXPECT_THAT(of("country = \"US\"", "country = \"CA\""), IsEmpty());
}

TEST(Ownership, WhatIsNotMeantToDivide) {
  // Both owe something of their own to some leads.
  EXPECT_THAT(of("source is referral", "score >= 80"), IsEmpty());
  EXPECT_THAT(of("score >= 80", "score >= 65"), IsEmpty());
}

TEST(Ownership, OnePartyDividesItsOwnWork) {
  EXPECT_THAT(
      found(divided_ownership,
            policy("clause a { sales must make a call within 1 hour of entering mql\n  when "
                   "score >= 80 }\n"
                   "clause b { sales must make a call within 1 hour of entering mql\n  when "
                   "score < 50 }\n")),
      IsEmpty());
}

TEST(Ownership, WhoeverCaresForAllClosesTheGap) {
  EXPECT_THAT(
      found(divided_ownership, two("score < 50", "score >= 65") +
                                   "clause all { marketing must assign a lead within 1 hour "
                                   "of entering inquiry }\n"),
      IsEmpty());
  EXPECT_THAT(
      found(divided_ownership,
            two("score < 50", "score >= 65") +
                "clause rot { sales must not leave a lead in inquiry longer than 9 hours\n  "
                "when score >= 50 }\n"),
      IsEmpty());
}

TEST(Ownership, DifferentEventsAreDifferentLeads) {
  EXPECT_THAT(
      found(divided_ownership,
            policy("clause a { marketing must send an email within 1 hour of entering "
                   "inquiry\n  when score < 50 }\n"
                   "clause b { sales must make a call within 1 hour of entering mql\n  when "
                   "score >= 65 }\n")),
      IsEmpty());
}

std::string states(const std::string& recycled, const std::string& mql, const std::string& sql) {
  return "agreement \"S\" { time zone \"Europe/Paris\" }\n"
         "lead {\n  score integer\n  source one of web, event\n  demo yes/no\n  reason text?\n}\n"
         "lifecycle lead {\n  inquiry owned by marketing\n  recycled owned by marketing requires " +
         recycled + "\n  mql owned by marketing requires " + mql +
         "\n  sql owned by sales requires " + sql +
         "\n  inquiry -> mql or sql or recycled\n}\n"
         "clause c { marketing must assign a lead within 1 hour of entering inquiry }\n";
}

TEST(Ownership, StatesThatLeaveAGap) {
  const Looked looked =
      look(divided_ownership,
           states("score < 50", "score >= 50 and source is web", "score >= 80 or demo"));
  EXPECT_THAT(looked.found(), ::testing::Contains("SLA2109 recycled"));
  EXPECT_THAT(looked.found(), ::testing::Contains("SLA2113 mql"));
}

TEST(Ownership, StatesThatMeet) {
  EXPECT_THAT(
      found(divided_ownership, states("score < 50", "score >= 50 and score < 80", "score >= 80")),
      IsEmpty());
  EXPECT_THAT(found(divided_ownership, states("reason is known", "score >= 50", "score >= 80")),
              IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::quantity
