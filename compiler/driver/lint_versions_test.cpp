#include "compiler/driver/lint_versions.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sla::driver {
namespace {

using testing::HasSubstr;

std::string version(int number, const std::string& term, const std::string& target) {
  return "agreement \"A\" {\n  version " + std::to_string(number) +
         "\n  between marketing and sales\n  in force " + term +
         "\n  time zone \"Europe/Berlin\"\n}\n"
         "calendar office { open Mon-Fri 09:00-17:00 }\n"
         "lead { score integer }\n"
         "lifecycle lead {\n  mql owned by marketing\n  sal owned by sales\n}\n"
         "clause answer {\n  sales must move a lead to sal\n  within " +
         target +
         " of entering mql\n  when score >= 50\n}\n"
         "clause supply { marketing must deliver at least 10 leads entering mql each month }\n";
}

Checked check_text(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / name;
  std::ofstream(path) << text;
  auto checked = check(path.string());
  EXPECT_TRUE(checked && checked->agreement);
  return std::move(*checked);
}

std::vector<diagnose::Finding> amended(const std::string& older, const std::string& newer,
                                       const std::string& begin = "2026-07-01") {
  Checked first = check_text("older.sla", version(1, "2026-01-01 to 2026-06-30", older));
  Checked second = check_text("newer.sla", version(2, begin + " to 2026-12-31", newer));
  // The order in which they are named does not matter.
  EXPECT_TRUE(lint_versions({&second, &first}).has_value());
  EXPECT_TRUE(first.findings.empty());
  return second.findings.all();
}

TEST(LintVersions, AShorterDeadlineIsInThePast) {
  const auto findings = amended("5 business days", "1 business day");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, diagnose::Code::amended_into_the_past);
  ASSERT_TRUE(findings[0].timeline);
  ASSERT_EQ(findings[0].timeline->lines.size(), 4u);
  EXPECT_THAT(findings[0].timeline->lines[0].what, HasSubstr("enters mql"));
  EXPECT_LT(findings[0].timeline->lines[1].when, findings[0].timeline->lines[2].when);
  EXPECT_LT(findings[0].timeline->lines[2].when, findings[0].timeline->lines[3].when);
}

TEST(LintVersions, ALongerOrEqualDeadlineIsNot) {
  EXPECT_TRUE(amended("1 business day", "5 business days").empty());
  EXPECT_TRUE(amended("1 business day", "1 business day").empty());
}

TEST(LintVersions, NothingRunsAnyMoreAfterAGap) {
  EXPECT_TRUE(amended("5 business days", "1 business day", "2026-10-01").empty());
}

TEST(LintVersions, AgreementsThatAreNotVersionsAreLeftAlone) {
  Checked one = check_text("one.sla", version(1, "2026-01-01 to 2026-06-30", "5 business days"));
  Checked same = check_text("same.sla", version(1, "2026-07-01 to 2026-12-31", "1 business day"));
  EXPECT_TRUE(lint_versions({&one, &same}).has_value());
  EXPECT_TRUE(one.findings.empty());
  EXPECT_TRUE(same.findings.empty());
  EXPECT_TRUE(lint_versions({&one}).has_value());
}

}  // namespace
}  // namespace sla::driver
