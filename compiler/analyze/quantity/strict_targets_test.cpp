#include "compiler/analyze/quantity/testing.h"

namespace sla::analyze::quantity {
namespace {

using namespace testing;

std::string quota(const std::string& what) {
  return "clause quota { marketing must deliver at least " + what + " }\n";
}

std::string call(const std::string& target, const std::string& lines = "") {
  return "clause call { sales must make a call within 4 business hours of entering mql\n  target " +
         target + "\n" + lines + "}\n";
}

std::vector<std::string> of(const std::string& quota, const std::string& call) {
  return found(strict_targets, policy(quota + call));
}

TEST(StrictTargets, NinetyNinePercentOfForty) {
  const Looked looked = look(
      strict_targets, policy(quota("40 leads entering mql each week") + call("99% each week")));
  EXPECT_THAT(looked.found(), ElementsAre("SLA2121 target 99% each week"));
  EXPECT_THAT(looked.told(),
              HasSubstr("99% of 40 leads allows none to be missed: 39 of 40 is 97.5%"));
  EXPECT_THAT(looked.told(), HasSubstr("expect call breached in 2026-W"));
  EXPECT_THAT(looked.told(), HasSubstr("at 97.5%"));
}

TEST(StrictTargets, OneMayBeMissed) {
  EXPECT_THAT(of(quota("40 leads entering mql each week"), call("97.5% each week")), IsEmpty());
  EXPECT_THAT(of(quota("100 leads entering mql each week"), call("99% each week")), IsEmpty());
  EXPECT_THAT(of(quota("99 leads entering mql each week"), call("99% each week")), SizeIs(1));
}

TEST(StrictTargets, AllIsAll) {
  EXPECT_THAT(of(quota("40 leads entering mql each week"), call("100% each week")), IsEmpty());
}

TEST(StrictTargets, PeriodsHaveToFit) {
  EXPECT_THAT(of(quota("40 leads entering mql each week"), call("99% each month")), IsEmpty());
  EXPECT_THAT(of(quota("40 leads entering mql each month"), call("99% each week")), IsEmpty());
  const std::string limit =
      "clause limit { marketing must deliver at most 40 leads entering mql each month }\n";
  EXPECT_THAT(of(limit, call("98% each week")), SizeIs(1));
  EXPECT_THAT(of(limit, call("97% each quarter")), IsEmpty());
}

TEST(StrictTargets, WhatIsCountedHasToBeWhatIsJudged) {
  EXPECT_THAT(of(quota("40 leads entering sal each week"), call("99% each week")), IsEmpty());
  EXPECT_THAT(
      of(quota("40 leads entering mql each week where source is web"), call("99% each week")),
      IsEmpty());
  EXPECT_THAT(of(quota("40 leads entering mql each week where score > 10"),
                 call("99% each week", "  when score > 20\n")),
              SizeIs(1));
  EXPECT_THAT(of(quota("40 leads entering mql each week per team"), call("99% each week")),
              IsEmpty());
  EXPECT_THAT(of(quota("40 leads entering mql each week per team"), call("99% each week per team")),
              SizeIs(1));
  EXPECT_THAT(of("", call("99% each week")), IsEmpty());
}

TEST(StrictTargets, TheLargerQuotaAllowsMore) {
  EXPECT_THAT(of(quota("40 leads entering mql each week") +
                     "clause more { marketing must deliver at least 400 leads entering mql each "
                     "week }\n",
                 call("99% each week")),
              IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::quantity
