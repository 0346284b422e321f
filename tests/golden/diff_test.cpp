// What `sla diff` prints of two versions beside each other, in each of its formats:
// `diffs/*.old.sla` and `*.new.sla` give `*.txt`, `*.md`, `*.json` and `*.tests`.

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/diff_report.h"
#include "compiler/driver/comparison.h"
#include "compiler/driver/tests.h"
#include "tests/golden/golden.h"

namespace sla::golden {
namespace {

class Diff : public testing::TestWithParam<std::string> {};

TEST_P(Diff, IsToldAsExpected) {
  const auto path = [](const char* name) { return folder("diffs") / GetParam() / name; };
  auto was = driver::check(path("old.sla").string()), is = driver::check(path("new.sla").string());
  ASSERT_TRUE(was && is && was->agreement && is->agreement);
  const auto comparison = driver::compare(*was, *is);
  ASSERT_TRUE(comparison) << comparison.error();
  const cli::DiffReport report{"old.sla", "new.sla", *comparison, nullptr};
  expect_file(path("diff.txt"), cli::diff_text(report, false));
  expect_file(path("diff.md"), cli::diff_markdown(report));
  expect_file(path("tests.txt"), cli::diff_tests(report));
  const std::string json = cli::diff_json(report);
  EXPECT_TRUE(nlohmann::json::accept(json));
  expect_file(path("diff.json"), json);
}

INSTANTIATE_TEST_SUITE_P(Pairs, Diff, testing::ValuesIn(folders(folder("diffs"))),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace sla::golden
