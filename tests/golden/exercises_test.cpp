// Tests inside policies: `tests/*.sla` are played by both engines, and what people are told of it
// is compared with the file beside it. What must fail says so in its title: "fails: ...".

#include <regex>

#include <gtest/gtest.h>

#include "cli/test_report.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/tests.h"
#include "tests/golden/golden.h"

namespace sla::golden {
namespace {

/// The report without the time that it took.
std::string timeless(const std::string& text) {
  return std::regex_replace(text, std::regex("; [0-9]+ ms\n"), "\n");
}

class Exercise : public testing::TestWithParam<std::string> {};

TEST_P(Exercise, IsToldAsExpected) {
  const fs::path path = folder("tests") / (GetParam() + ".sla");
  const auto checked = driver::check(path.string());
  ASSERT_TRUE(checked && checked->agreement) << path;
  EXPECT_TRUE(checked->findings.empty());
  const auto report = driver::run_tests(*checked->agreement, {});
  ASSERT_TRUE(report) << report.error();
  for (const driver::TestResult& result : report->results) {
    EXPECT_EQ(result.passed(), !result.test->title.starts_with("fails: ")) << result.test->title;
  }
  const cli::TestedPolicy policy{GetParam() + ".sla", &checked->sources, &*report};
  const std::string text = cli::test_report_text({policy}, {.coverage = true, .colour = false});
  expect_file(folder("tests") / (GetParam() + ".expected"), timeless(portable(text)));
}

INSTANTIATE_TEST_SUITE_P(Tests, Exercise, testing::ValuesIn(names(folder("tests"), ".sla")),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace sla::golden
