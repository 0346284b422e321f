// `sla test`: exit codes, formats and what the example's own tests come to.

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

std::string policy(const std::string& name, const std::string& tests) {
  return written(name,
                 "agreement \"A\" { time zone \"Europe/Berlin\" }\n"
                 "lifecycle lead {\n  mql owned by marketing\n"
                 "  sal owned by sales\n}\n"
                 "clause c { sales must move a lead to sal within 2 hours "
                 "of entering mql }\n" +
                     tests);
}

constexpr const char* kTwoTests = R"(
test "kept" {
  given lead a
  at 2026-03-06 16:30  a enters mql
  1 hour later  a enters sal
  expect c of a met
}
test "late & <sorry>" {
  given lead a
  at 2026-03-06 16:30  a enters mql
  3 hours later  a enters sal
  expect c of a met
}
)";

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

TEST(TestVerb, TheExamplesOwnTestsPassAndReachAlmostAllOfIt) {
  const Answer answer = sla({"test", "examples/northwind.sla", "--coverage-fail-under", "95"});
  EXPECT_EQ(answer.exit_code, 0) << answer.out << answer.err;
  EXPECT_NE(answer.out.find("15 tests: 15 passed; 45 expectations"), std::string::npos)
      << answer.out;
  EXPECT_EQ(sla({"test", "examples/northwind.sla", "--coverage-fail-under", "100"}).exit_code, 1);
}

TEST(TestVerb, ExitCodes) {
  const std::string both = policy("two_tests.sla", kTwoTests);
  EXPECT_EQ(sla({"test", both}).exit_code, 1);
  EXPECT_EQ(sla({"test", both, "--filter", "KEPT"}).exit_code, 0);
  EXPECT_EQ(sla({"test", both, "--filter", "ke?t", "--engine", "jit"}).exit_code, 0);
  const Answer none = sla({"test", both, "--filter", "nothing*"});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_NE(none.err.find("no title of a test matches `nothing*`"), std::string::npos) << none.err;
  EXPECT_EQ(sla({"test", policy("no_tests.sla", "")}).exit_code, 1);
  EXPECT_EQ(sla({"test", "no/such.sla"}).exit_code, 3);
  EXPECT_EQ(sla({"test", both, "--format", "xml"}).exit_code, 2);
  EXPECT_EQ(sla({"test", both, "--coverage-fail-under", "101"}).exit_code, 2);
}

TEST(TestVerb, SaysWhatWasExpectedAndWhatHappened) {
  const Answer answer = sla({"test", policy("two_tests.sla", kTwoTests)});
  EXPECT_NE(answer.out.find("two_tests.sla:18:10"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("expected  met\n"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("got       met late on Fri 2026-03-06 19:30"), std::string::npos)
      << answer.out;
}

TEST(TestVerb, JUnitHasASuiteForEachPolicyAndACaseForEachTest) {
  const Answer answer = sla({"test", policy("two_tests.sla", kTwoTests), "--format", "junit"});
  const std::string& xml = answer.out;
  EXPECT_TRUE(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites ")) << xml;
  EXPECT_EQ(count(xml, "<testsuite "), 1u);
  EXPECT_EQ(count(xml, "<testcase "), 2u);
  EXPECT_EQ(count(xml, "<failure "), 1u);
  EXPECT_EQ(count(xml, "</failure>"), 1u);
  EXPECT_NE(xml.find("tests=\"2\" failures=\"1\" errors=\"0\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("name=\"late &amp; &lt;sorry&gt;\""), std::string::npos) << xml;
  EXPECT_TRUE(xml.ends_with("</testsuites>\n")) << xml;
}

TEST(TestVerb, JsonListsTestsAndTheLinesThatAreReached) {
  const Answer answer =
      sla({"test", policy("two_tests.sla", kTwoTests), "--format", "json", "--coverage"});
  const nlohmann::json report = nlohmann::json::parse(answer.out).at("policies").at(0);
  EXPECT_EQ(report.at("passed"), 1);
  EXPECT_EQ(report.at("failed"), 1);
  const nlohmann::json& late = report.at("tests").at(1);
  EXPECT_EQ(late.at("line"), 14);
  EXPECT_EQ(late.at("failures").at(0).at("differences").at(0).at("expected"), "met");
  const nlohmann::json& coverage = report.at("coverage");
  EXPECT_EQ(coverage.at("reached"), coverage.at("of"));
  EXPECT_TRUE(std::ranges::all_of(coverage.at("lines"),
                                  [](const auto& line) { return line.at("hit") == true; }));
}

constexpr const char* kSteps = R"(
clause d {
  sales must move a lead to sal within 2 hours of entering mql
  at 50% remind owner
  at due escalate to manager
}
test "in time" {
  given lead a
  at 2026-03-06 16:30  a enters mql
  expect d of a reminds owner at 2026-03-06 17:30
  80 minutes later  a enters sal
  expect d of a met, does not escalate to manager
}
)";

TEST(TestVerb, StepsThatNoTestTakesAreNotCovered) {
  const std::string path = policy("steps_of_tests.sla", kSteps);
  const Answer answer = sla({"test", path, "--format", "json", "--coverage"});
  EXPECT_EQ(answer.exit_code, 0) << answer.out;
  std::map<std::string, bool> steps;
  const nlohmann::json report = nlohmann::json::parse(answer.out);
  for (const auto& line : report.at("policies").at(0).at("coverage").at("lines")) {
    for (const auto& item : line.at("items")) {
      if (item.at("kind") == "step") steps[item.at("what")] = item.at("hit");
    }
  }
  EXPECT_EQ(steps, (std::map<std::string, bool>{{"at 50% remind owner of d", true},
                                                {"at due escalate to manager of d", false}}));
  EXPECT_NE(sla({"test", path, "--coverage"}).out.find("`at due escalate to manager` of `d` is"),
            std::string::npos);
  EXPECT_EQ(sla({"test", path, "--coverage-fail-under", "100"}).exit_code, 1);
}

TEST(TestVerb, TellsWhatATestCameTo) {
  const std::string path = policy("told_tests.sla", kSteps);
  const std::string out = sla({"test", path, "--tell"}).out;
  EXPECT_NE(out.find("ok    in time"), std::string::npos) << out;
  EXPECT_NE(out.find("Verdict of cycle 1: met."), std::string::npos) << out;
  EXPECT_NE(out.find("17:30  remind no owner (d, at 50%)"), std::string::npos) << out;
  EXPECT_NE(out.find("18:30  escalate to manager (nobody) (d, at due), withdrawn"),
            std::string::npos)
      << out;
  const nlohmann::json report =
      nlohmann::json::parse(sla({"test", path, "--tell", "--format", "json"}).out);
  EXPECT_NE(report.at("policies").at(0).at("tests").at(0).at("story"), "");
}

}  // namespace
}  // namespace sla::integration
