#include "compiler/analyze/quantity/testing.h"

namespace sla::analyze::quantity {
namespace {

using namespace testing;

std::vector<std::string> conflicts(const std::string& clauses) {
  return found(conflicting_quantities, policy(clauses));
}

constexpr const char* kQuota =
    "clause quota { marketing must deliver at least 300 leads entering mql each month }\n";
constexpr const char* kLimit =
    "clause limit { sales must accept at most 100 leads entering sal each month }\n";
constexpr const char* kRate =
    "clause rate { sales must move at least 40% of the leads entering mql each month to sal within "
    "30 days }\n";

TEST(Conflicts, QuotaRateAndLimit) {
  const Looked looked = look(conflicting_quantities, policy(std::string(kQuota) + kLimit + kRate));
  EXPECT_THAT(looked.found(), ElementsAre("SLA2110 quota"));
  EXPECT_THAT(looked.told(),
              HasSubstr("`quota`, `limit` and `rate` cannot all be kept in the same month"));
  EXPECT_THAT(looked.told(), HasSubstr("at least 250 in `quota`"));
  EXPECT_THAT(looked.told(), HasSubstr("at most 120 in `limit`"));
  EXPECT_THAT(looked.told(), HasSubstr("at least 33.3% in `rate`"));
  EXPECT_THAT(looked.told(),
              HasSubstr("`limit`: 120 leads entering sal, but at most 100 are allowed"));
}

TEST(Conflicts, AnyTwoOfThemCanBeKept) {
  EXPECT_THAT(conflicts(std::string(kQuota) + kLimit), IsEmpty());
  EXPECT_THAT(conflicts(std::string(kQuota) + kRate), IsEmpty());
  EXPECT_THAT(conflicts(std::string(kLimit) + kRate), IsEmpty());
}

TEST(Conflicts, OtherClausesAreNotDrawnIn) {
  const Looked looked =
      look(conflicting_quantities,
           policy("clause calls { sales must make at least 10 calls each month }\n" +
                  std::string(kQuota) + kLimit +
                  "clause lost { sales must close at most 5 leads entering lost each month }\n" +
                  kRate));
  EXPECT_THAT(looked.told(), ::testing::Not(HasSubstr("lost")));
  EXPECT_THAT(looked.told(), ::testing::Not(HasSubstr("calls")));
}

TEST(Conflicts, DirectionsMatter) {
  EXPECT_THAT(conflicts("clause a { sales must win at least 30 leads entering won each month }\n"
                        "clause b { sales must win at most 20 leads entering won each month }\n"),
              ElementsAre("SLA2110 a"));
  EXPECT_THAT(conflicts("clause a { sales must win at most 30 leads entering won each month }\n"
                        "clause b { sales must win at least 20 leads entering won each month }\n"),
              IsEmpty());
  EXPECT_THAT(conflicts("clause a { sales must win at least 30 leads entering won each month }\n"
                        "clause b { sales must win at most 30 leads entering won each month }\n"),
              IsEmpty());
  EXPECT_THAT(conflicts(std::string(kQuota) + kLimit +
                        "clause rate { sales must move at most 40% of the leads entering mql each "
                        "month to sal within 30 days }\n"),
              IsEmpty());
}

TEST(Conflicts, PartsOfAQuota) {
  const std::string cap =
      "clause cap { marketing must deliver at most 100 leads entering mql each month }\n";
  const std::string web =
      "clause web { marketing must deliver at least 60 leads entering mql each month where source "
      "is web }\n";
  EXPECT_THAT(
      conflicts(cap + web +
                "clause events { marketing must deliver at least 60 leads entering mql each "
                "month where source is event }\n"),
      SizeIs(1));
  // A large lead from the web counts in both.
  EXPECT_THAT(conflicts(cap + web +
                        "clause big { marketing must deliver at least 60 leads entering mql each "
                        "month where employees otherwise 0 > 500 }\n"),
              IsEmpty());
}

TEST(Conflicts, SharesOfOneWhole) {
  const std::string first =
      "clause ours { marketing must source at least 60% of leads entering won each quarter where "
      "source is web }\n";
  EXPECT_THAT(
      conflicts(first + "clause theirs { sales must source at least 50% of leads entering won each "
                        "quarter where source is referral }\n"),
      ElementsAre("SLA2110 ours"));
  EXPECT_THAT(
      conflicts(first + "clause theirs { sales must source at least 40% of leads entering won each "
                        "quarter where source is referral }\n"),
      IsEmpty());
  EXPECT_THAT(conflicts("clause a { sales must source at most 30% of leads entering won each month "
                        "where source is web }\n"
                        "clause b { sales must source at most 60% of leads entering won each month "
                        "where source is not web }\n"),
              SizeIs(1));
}

TEST(Conflicts, PeriodsAreCompared) {
  // Nobody enters mql twice, so that months add up.
  const std::string weekly =
      "clause weekly { marketing must deliver at least 100 leads entering mql each week }\n";
  EXPECT_THAT(
      conflicts(weekly + "clause monthly { marketing must deliver at most 300 leads entering mql "
                         "each month }\n"),
      SizeIs(1));
  EXPECT_THAT(
      conflicts(weekly + "clause monthly { marketing must deliver at most 500 leads entering mql "
                         "each month }\n"),
      IsEmpty());
  EXPECT_THAT(conflicts(std::string(kQuota) +
                        "clause quarterly { marketing must deliver at most 900 leads entering mql "
                        "each quarter }\n"),
              IsEmpty());
  EXPECT_THAT(conflicts(std::string(kQuota) +
                        "clause quarterly { marketing must deliver at most 800 leads entering mql "
                        "each quarter }\n"),
              SizeIs(1));
  // One lead can be called every week.
  EXPECT_THAT(conflicts("clause weekly { sales must make at least 100 calls each week }\n"
                        "clause monthly { sales must make at most 300 calls each month }\n"),
              IsEmpty());
  EXPECT_THAT(
      conflicts("clause weekly { sales must make at least 100 calls each week, every entry }\n"
                "clause monthly { sales must make at most 300 calls each month, every entry }\n"),
      SizeIs(1));
}

TEST(Conflicts, GroupsAreNotAdded) {
  EXPECT_THAT(conflicts("clause all { sales must win at least 500 leads entering won each month }\n"
                        "clause each_one { sales must win at most 20 leads entering won each month "
                        "per owner }\n"),
              IsEmpty());
  EXPECT_THAT(
      conflicts("clause all { sales must win at most 40 leads entering won each month }\n"
                "clause each_one { sales must win at least 50 leads entering won each month "
                "per owner }\n"),
      SizeIs(1));
}

TEST(Conflicts, DeadlinesAreRatesWhereNothingElseEndsThem) {
  const std::string all =
      "clause accept { sales must move a lead to sal within 2 business days of entering mql }\n";
  EXPECT_THAT(conflicts(std::string(kQuota) + kLimit + all), SizeIs(1));
  EXPECT_THAT(conflicts(std::string(kQuota) + kLimit +
                        "clause accept { sales must move a lead to sal or recycled within 2 "
                        "business days of entering mql }\n"),
              IsEmpty());
  EXPECT_THAT(conflicts(std::string(kQuota) + kLimit +
                        "clause accept { sales must move a lead to sal within 2 business days of "
                        "entering mql\n  while in mql }\n"),
              IsEmpty());
}

TEST(Conflicts, ProhibitionsAreLimits) {
  const std::string only =
      "clause only { marketing must not move a lead to mql without score >= 65 }\n";
  EXPECT_THAT(
      conflicts(only + "clause cold { marketing must deliver at least 10 leads entering mql each "
                       "month where score < 50 }\n"),
      ElementsAre("SLA2110 only"));
  EXPECT_THAT(
      conflicts(only + "clause warm { marketing must deliver at least 10 leads entering mql each "
                       "month where score < 80 }\n"),
      IsEmpty());
}

TEST(Conflicts, WhoIsLeftOutIsNotCounted) {
  EXPECT_THAT(conflicts(std::string(kQuota) + kLimit +
                        "clause rate { sales must move at least 40% of the leads entering mql each "
                        "month to sal within 30 days, not counting leads where score < 50 }\n"),
              IsEmpty());
}

TEST(Conflicts, EndsExcludeEachOther) {
  EXPECT_THAT(conflicts("clause wins { sales must move at least 60% of the leads entering sal each "
                        "month to won within 30 days }\n"
                        "clause losses { sales must move at least 50% of the leads entering sal "
                        "each month to lost within 30 days }\n"),
              SizeIs(1));
}

TEST(Conflicts, SumsOfMoney) {
  const std::string floor =
      "clause floor { sales must win at least 500000 USD of amount entering won each quarter where "
      "amount is known }\n";
  const Looked looked =
      look(conflicting_quantities,
           policy(floor + "clause roof { sales must win at most 300000 USD of amount "
                          "entering won each quarter where amount is known }\n"));
  EXPECT_THAT(looked.told(), HasSubstr("at least 300000 USD in `floor`"));
  EXPECT_THAT(
      conflicts(floor +
                "clause few { sales must win at most 3 leads entering won each quarter }\n"),
      IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::quantity
