#include <fmt/format.h>

#include "compiler/analyze/graph/testing.h"

namespace sla::analyze::testing {
namespace {

std::string agreement_with(const std::string& declarations) {
  return R"(agreement "Test" {
  time zone "America/New_York"
}
calendar office { open Mon-Fri 09:00-17:00 }
lead { score integer }
clause supply { marketing must deliver at least 100 calls each month }
)" + declarations;
}

std::string reply(const std::string& lines) {
  return "clause reply {\n  sales must make a call within 4 business hours of a meeting\n  " +
         lines + "\n}\n";
}

TEST(Clarity, ADefinitionThatNothingUses) {
  EXPECT_THAT(codes_in(agreement_with("define good = score > 50\n" + reply(""))),
              ElementsAre("SLA2204"));
  EXPECT_THAT(codes_in(agreement_with("define good = score > 50\n" + reply("when good"))),
              IsEmpty());
  // A value without an operation of its own.
  EXPECT_THAT(codes_in(agreement_with("define enough = 50\ndefine good = score > enough\n" +
                                      reply("when good"))),
              IsEmpty());
  EXPECT_THAT(
      codes_in(agreement_with("define enough = 50\ndefine good = score > enough\n" + reply(""))),
      ElementsAre("SLA2204"));
}

TEST(Clarity, AStateThatNothingSpeaksOf) {
  const std::string states = "lifecycle lead {\n  mql, spare\n  lost final\n}\n";
  EXPECT_THAT(codes_in(agreement_with(states + reply("when in mql"))), ElementsAre("SLA2205"));
  EXPECT_THAT(codes_in(agreement_with(states + reply("when in [mql, spare]"))), IsEmpty());
}

TEST(Clarity, TooManyTiersOrExceptions) {
  const auto tiers = [](int count) {
    std::string text;
    for (int t = 1; t < count; ++t)
      text += fmt::format("    score > {}  {} business hours\n", 100 - t, t);
    return agreement_with("clause reply {\n  sales must make a call within {\n" + text +
                          "    otherwise  3 business days\n  } of a meeting\n}\n");
  };
  EXPECT_THAT(codes_in(tiers(6)), IsEmpty());
  EXPECT_THAT(codes_in(tiers(7)), ElementsAre("SLA2202"));
  const auto cases = [](int count) {
    std::string text = "score != 0";
    for (int c = 1; c < count; ++c) text += fmt::format(" and score != {}", c);
    return text;
  };
  EXPECT_THAT(codes_in(agreement_with(reply("when " + cases(8)))), IsEmpty());
  EXPECT_THAT(codes_in(agreement_with(reply("when " + cases(9)))), ElementsAre("SLA2201"));
  EXPECT_THAT(codes_in(agreement_with("define usual = " + cases(9) + "\n" + reply("when usual"))),
              IsEmpty());
}

TEST(Clarity, MoreClausesThanPeopleRead) {
  const auto clauses = [](int count) {
    std::string text;
    for (int c = 0; c < count; ++c)
      text += fmt::format(
          "clause c{} {{ sales must make a call within {} business hours of a meeting }}\n", c,
          4 + c);
    return agreement_with(text);
  };
  EXPECT_THAT(codes_in(clauses(31)), IsEmpty());
  EXPECT_THAT(codes_in(clauses(32)), ElementsAre("SLA2203"));
}

TEST(Clarity, WhatIsAMatterOfTasteIsAskedFor) {
  const std::string text = agreement_with(reply(""));
  EXPECT_THAT(codes_in(text), IsEmpty());
  const auto path = std::filesystem::path(::testing::TempDir()) / "taste.sla";
  std::ofstream(path) << text;
  auto checked = driver::check(path.string());
  ASSERT_TRUE(checked && checked->agreement);
  ASSERT_TRUE(driver::lint(*checked, {.pedantic = true}).has_value());
  std::vector<std::string> codes;
  for (const auto& finding : checked->findings.all()) {
    codes.push_back(diagnose::code_text(finding.code));
    EXPECT_EQ(finding.severity, diagnose::Severity::note);
  }
  EXPECT_THAT(codes, ::testing::UnorderedElementsAre("SLA2206", "SLA2207", "SLA2208"));
}

}  // namespace
}  // namespace sla::analyze::testing
