#include "compiler/analyze/quantity/testing.h"

namespace sla::analyze::quantity {
namespace {

using namespace testing;

std::vector<std::string> of(const std::string& text) { return found(guards, policy(text)); }

std::string clause(const std::string& lines) {
  return "clause c {\n  sales must make a call within 1 business day of entering mql\n" + lines +
         "\n}\n";
}

TEST(Guards, DefinitionsThatHoldForEverything) {
  EXPECT_THAT(of("define abroad = country != \"US\" or country != \"CA\"\n"),
              ElementsAre("SLA2135 country != \"US\" or country != \"CA\""));
  EXPECT_THAT(of("define any = score >= 50 or score < 80\n"), SizeIs(1));
  EXPECT_THAT(of("define every_source = source in [web, event, referral]\n"), SizeIs(1));
  EXPECT_THAT(of("define big = employees is unknown or employees > 5 or employees <= 5\n"),
              SizeIs(1));
}

TEST(Guards, NearlyEverythingIsNotEverything) {
  EXPECT_THAT(of("define abroad = country != \"US\" and country != \"CA\"\n"), IsEmpty());
  EXPECT_THAT(of("define any = score >= 81 or score < 80\n"), IsEmpty());
  EXPECT_THAT(of("define most = source in [web, event]\n"), IsEmpty());
  // An unknown number of employees fails it.
  EXPECT_THAT(of("define big = employees is known and (employees > 5 or employees < 9)\n"),
              ElementsAre("SLA2135 employees > 5 or employees < 9"));
  EXPECT_THAT(of("define big = employees is known\n"), IsEmpty());
  // Without a score the lead is not judged; the condition protects it from that.
  EXPECT_THAT(of("define scored = score is known\n"), IsEmpty());
  EXPECT_THAT(of("define positive = score >= 0\n"), IsEmpty());
}

TEST(Guards, WhatCanNeverHold) {
  EXPECT_THAT(of(clause("  when score > 100 and score < 50")),
              ElementsAre("SLA2137 score > 100 and score < 50"));
  EXPECT_THAT(of("define both = country = \"US\" and country = \"CA\"\n"), SizeIs(1));
  EXPECT_THAT(of("define between = score > 5 and score < 6\n"), SizeIs(1));
  EXPECT_THAT(of("define none = employees is known and employees is unknown\n"), SizeIs(1));
  EXPECT_THAT(of("define twice = score * 2 = 7\n"), SizeIs(1));
}

TEST(Guards, WhatHoldsForFewIsNotNever) {
  EXPECT_THAT(of(clause("  when score > 50 and score < 100")), IsEmpty());
  EXPECT_THAT(of("define between = amount is known and amount > 5 USD and amount < 6 USD\n"),
              IsEmpty());
  EXPECT_THAT(of("define exactly = score * 2 = 8\n"), IsEmpty());
}

TEST(Guards, ConditionsOfAClauseTogether) {
  EXPECT_THAT(of(clause("  when score > 80\n  while score < 50")),
              ElementsAre("SLA2137 score > 80"));
  EXPECT_THAT(of(clause("  when score > 80\n  while score < 90")), IsEmpty());
  // At the event that asks, the lead is in won. Clocks that states keep from starting are SLA2131.
  EXPECT_THAT(
      of("clause c { sales must win at least 3 leads entering won each month where in sal }\n"),
      ElementsAre("SLA2137 in sal"));
  EXPECT_THAT(of(clause("  when in sal")), IsEmpty());
  EXPECT_THAT(of(clause("  when in mql")), IsEmpty());
  EXPECT_THAT(of(clause("  while in mql")), IsEmpty());
  EXPECT_THAT(of("clause c { sales must win at least 3 leads entering won each month where score > "
                 "9\n  when score < 5 }\n"),
              SizeIs(1));
}

TEST(Guards, ExceptionsThatSwallowTheRule) {
  EXPECT_THAT(of(clause("  when score < 50\n  excused when score < 80")),
              ElementsAre("SLA2136 score < 80"));
  EXPECT_THAT(of(clause("  when score < 80\n  excused when score < 50")), IsEmpty());
  EXPECT_THAT(of(clause("  excused when source is web or source is not web")), SizeIs(1));
  EXPECT_THAT(
      of("clause c { marketing must not move a lead to mql without score < 90\n  when score "
         "< 50 }\n"),
      ElementsAre("SLA2136 score < 90"));
  EXPECT_THAT(
      of("clause c { marketing must not move a lead to mql without score > 90\n  when score "
         "> 50 }\n"),
      IsEmpty());
  EXPECT_THAT(of("clause c { marketing must not move a lead to mql without in mql }\n"), SizeIs(1));
  EXPECT_THAT(of(clause("  paused while score > 5 or score < 6")),
              ElementsAre("SLA2136 score > 5 or score < 6"));
  EXPECT_THAT(of("clause c { sales must move at least 20% of the leads entering sal each month to "
                 "won within 30 days, not counting leads where demo or not demo }\n"),
              SizeIs(1));
}

std::string tiers(const std::string& lines) {
  return "clause t {\n  sales must make a call within {\n" + lines +
         "    otherwise 3 business days\n  }\n  of entering mql\n}\n";
}

TEST(Guards, TiersThatNobodyReaches) {
  EXPECT_THAT(of(tiers("    score >= 50  1 hour\n    score >= 80  15 minutes\n")),
              ElementsAre("SLA2006 score >= 80"));
  EXPECT_THAT(of(tiers("    score >= 80  15 minutes\n    score >= 50  1 hour\n")), IsEmpty());
  EXPECT_THAT(
      of(tiers("    source is web  1 hour\n    source is not web  2 hours\n    score > 5  3 "
               "hours\n")),
      ElementsAre("SLA2006 score > 5"));
  // `otherwise` has to be there.
  EXPECT_THAT(of(tiers("    source is web  1 hour\n    source is not web  2 hours\n")), IsEmpty());
  EXPECT_THAT(of("define good = score >= 65\ndefine hot = good and source is referral\n" +
                 tiers("    good  4 hours\n    hot  15 minutes\n")),
              ElementsAre("SLA2006 hot"));
}

TEST(Guards, WhatADefinitionSaysIsToldOnce) {
  EXPECT_THAT(of("define never = score > 9 and score < 5\n" + clause("  when never") +
                 tiers("    never  1 hour\n")),
              ElementsAre("SLA2137 score > 9 and score < 5"));
}

TEST(Guards, WhatIsWrittenOutIsMeant) {
  EXPECT_THAT(of("define everybody = yes\n" + clause("  when everybody")), IsEmpty());
}

TEST(Guards, PartsAreLabelled) {
  const Looked looked =
      look(guards, policy("define d = country != \"US\" or score > 3 or country != \"CA\"\n"));
  EXPECT_THAT(looked.told(), HasSubstr("country != \"US\": one of these always holds\n"
                                       "country != \"CA\": or this\n"));
}

TEST(Guards, NoWordWithoutASolverOrTheEvaluator) {
  source::Sources sources;
  diagnose::Findings problems;
  const auto file =
      sources.add("test.sla", policy("define d = country != \"US\" or country != \"CA\"\n"));
  const std::vector<syntax::File> files = {parse::parse(sources, *file, problems)};
  const auto agreement = check::check(files, sources, problems);
  std::vector<diagnose::Finding> findings;
  guards({*agreement, Options{}}, findings);
  guards({*agreement, Options{[] { return sla_solve_provider(); }, {}}}, findings);
  guards(
      {*agreement, Options{[] { return static_cast<const solve::Provider*>(nullptr); }, evaluated}},
      findings);
  EXPECT_THAT(findings, IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::quantity
