// What went wrong in other engines, by number: the tests of tests/known_bugs/*.sla are played by
// both engines, and every number is accounted for, by one of them, by a test of calendars, or by a
// line of the page that says why it cannot happen here.

#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "cli/test_report.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/tests.h"
#include "tests/golden/golden.h"

namespace sla::golden {
namespace {

constexpr int kBugs = 83;

fs::path root() { return folder("../.."); }
fs::path policies() { return root() / "tests/known_bugs"; }

class KnownBugs : public testing::TestWithParam<std::string> {};

TEST_P(KnownBugs, CannotHappenOnEitherEngine) {
  const fs::path path = policies() / (GetParam() + ".sla");
  const auto checked = driver::check(path.string());
  ASSERT_TRUE(checked && checked->agreement) << path;
  const auto report = driver::run_tests(*checked->agreement, {});
  ASSERT_TRUE(report) << report.error();
  const cli::TestedPolicy policy{path.string(), &checked->sources, &*report};
  for (const driver::TestResult& result : report->results) {
    EXPECT_TRUE(result.passed()) << result.test->title;
    EXPECT_TRUE(std::regex_search(result.test->title, std::regex("^B[0-9]{2} [a-z]")))
        << result.test->title;
  }
  EXPECT_EQ(cli::counts_of({policy}).failed, 0u) << cli::test_report_text({policy}, {});
}

INSTANTIATE_TEST_SUITE_P(Policies, KnownBugs, testing::ValuesIn(names(policies(), ".sla")),
                         [](const auto& info) { return info.param; });

/// The numbers that `pattern` finds in a text; its first group is the number.
std::set<int> numbers(const std::string& text, const std::string& pattern) {
  std::set<int> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
    found.insert(std::stoi((*at)[1]));
  }
  return found;
}

TEST(KnownBugNumbers, AreAllAccountedFor) {
  std::set<int> found;
  const auto take = [&found](const std::set<int>& more) {
    EXPECT_FALSE(more.empty());
    for (const int number : more) {
      EXPECT_TRUE(found.insert(number).second) << "B" << number << " is accounted for twice";
    }
  };
  const std::string calendars = read(root() / "runtime/time/known_bugs_test.cpp");
  std::string test_names;
  const std::regex name("TEST\\(KnownBugs, ([A-Za-z0-9_]+)\\)");
  for (std::sregex_iterator at(calendars.begin(), calendars.end(), name), end; at != end; ++at) {
    test_names += (*at)[1].str() + "\n";
  }
  take(numbers(test_names, "B([0-9]{2})_"));
  for (const std::string& policy : names(policies(), ".sla")) {
    take(numbers(read(policies() / (policy + ".sla")), "\ntest \"B([0-9]{2}) "));
  }
  take(numbers(read(root() / "docs/explanation/bugs-that-cannot-happen.md"),
               "\n\\| B([0-9]{2}) \\|"));
  for (int number = 1; number <= kBugs; ++number) {
    EXPECT_TRUE(found.contains(number)) << "nothing speaks of B" << number;
  }
  EXPECT_EQ(found.size(), static_cast<std::size_t>(kBugs));
}

}  // namespace
}  // namespace sla::golden
