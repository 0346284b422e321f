#include "compiler/driver/lint.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sla::driver {
namespace {

using testing::ElementsAre;

constexpr const char* kPolicy = R"(agreement "A" {
  between    marketing and sales
  time zone  "Europe/Berlin"
}

lifecycle lead {
  mql  owned by marketing
  sal  owned by sales
}

clause scoring "Scored" {
  marketing must make a call within 1 hour of entering mql
}

clause reply "Answered" {
  sales must make a call within 2 hours of entering sal
}
)";

Checked check_text(const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / "lint_test.sla";
  std::ofstream(path) << text;
  return std::move(*check(path.string()));
}

diagnose::Finding with_test(const std::string& name, const std::string& test) {
  auto made = analyze::finding(diagnose::Code::one_sided, {}, name);
  made.timeline = diagnose::Timeline{{{"", name}}, test};
  return made;
}

std::vector<std::string> survivors(std::vector<diagnose::Finding> findings) {
  Checked checked = check_text(kPolicy);
  EXPECT_TRUE(checked.agreement.has_value());
  const auto kept = rehearse(checked, std::move(findings));
  EXPECT_TRUE(kept.has_value());
  std::vector<std::string> names;
  for (const auto& finding : *kept) names.push_back(finding.message);
  return names;
}

std::string late_test(const std::string& title, const std::string& expected) {
  return "test \"" + title +
         "\" {\n  given lead a\n  at 2026-10-02 09:00  a enters sal\n"
         "  at 2026-10-02 12:00  expect reply of a " +
         expected + "\n}\n";
}

TEST(Rehearse, KeepsWhatComesTrueAndWhatNeedsNoProof) {
  EXPECT_THAT(survivors({with_test("true", late_test("one", "breached")),
                         with_test("false", late_test("two", "met")), with_test("stated", "")}),
              ElementsAre("true", "stated"));
}

TEST(Rehearse, ATestThatCannotBeReadDoesNotTakeTheOthersWithIt) {
  EXPECT_THAT(survivors({with_test("garbled", "test \"x\" { given nonsense"),
                         with_test("true", late_test("one", "breached"))}),
              ElementsAre("true"));
}

TEST(Rehearse, ATestThatDoesNotFitIsDropped) {
  EXPECT_THAT(survivors({with_test("unknown clause",
                                   "test \"x\" {\n  given lead a\n  at 2026-10-02 "
                                   "09:00  expect nobody of a met\n}\n"),
                         with_test("empty",
                                   "test \"y\" {\n  given lead a\n  at 2026-10-02 09:00  "
                                   "a enters mql\n}\n"),
                         with_test("true", late_test("one", "breached"))}),
              ElementsAre("true"));
}

}  // namespace
}  // namespace sla::driver
