// Small histories and their verdicts, one idea a folder. The head of each policy.sla derives by
// hand what expected.csv says; both engines must say it. expected.txt is the report for people,
// explain-LEAD.txt a lead's story, actions.csv and points.csv what steps come to (an empty file of
// that name asks tests/bless for it).

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "runtime/ingest/duckdb.h"
#include "tests/golden/judged.h"

namespace sla::golden {
namespace {

// Kinds of data finding that no case's expected.txt can show, and why.
const std::set<std::string> kNotInACsv = {
    "missing_column",  // An error instead: a source whose column is not there cannot be read at
                       // all.
    "unread_source",   // About the command line; tests/integration shows it.
};

struct Verdicts : testing::TestWithParam<std::string> {};

TEST_P(Verdicts, AreAsDerivedByHandInBothEngines) {
  if (!ingest::Duckdb::open())
    GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  const fs::path folder = golden::folder("verdicts") / GetParam();
  auto read = read_case(folder);
  ASSERT_TRUE(read) << read.error();
  const auto compiled = files_of(*read, driver::Engine::jit);
  ASSERT_TRUE(compiled) << compiled.error();
  const auto judged = judge(*read, driver::Engine::reference);
  ASSERT_TRUE(judged) << judged.error();
  EXPECT_EQ(compiled->rows, judged->rows) << "the engines differ";
  EXPECT_EQ(compiled->actions, judged->actions) << "the engines differ in their marks";
  EXPECT_EQ(compiled->points, judged->points) << "the engines differ";
  expect_file(folder / "expected.csv", judged->rows);
  expect_file(folder / "expected.txt", portable(judged->report));
  if (fs::exists(folder / "actions.csv")) expect_file(folder / "actions.csv", judged->actions);
  if (fs::exists(folder / "points.csv")) expect_file(folder / "points.csv", judged->points);
  for (const std::string& name : names(folder, ".txt")) {
    if (!name.starts_with("explain-")) continue;
    const auto story = story_of(*read, name.substr(std::string("explain-").size()));
    ASSERT_TRUE(story) << story.error();
    expect_file(folder / (name + ".txt"), portable(*story));
  }
}

TEST_P(Verdicts, AreDerivedInThePolicy) {
  const std::string policy = read(golden::folder("verdicts") / GetParam() / "policy.sla");
  EXPECT_TRUE(policy.starts_with("# ")) << "the head of the policy says why its verdicts are right";
}

INSTANTIATE_TEST_SUITE_P(Golden, Verdicts, testing::ValuesIn(folders(folder("verdicts"))),
                         [](const auto& info) { return info.param; });

TEST(DataFindings, AreEachShownByACase) {
  std::string shown;
  for (const std::string& name : folders(folder("verdicts"))) {
    shown += read(folder("verdicts") / name / "expected.txt");
  }
  const auto is_shown = [&](std::string_view kind) {
    return shown.find(" × " + std::string(kind) + " (") != std::string::npos ||
           shown.find(" × " + std::string(kind) + ":") != std::string::npos;
  };
#define SLA_DATA_FINDING(name, severity, meaning) \
  EXPECT_NE(is_shown(#name), kNotInACsv.contains(#name)) << #name;
#include "runtime/ingest/data_findings.def"
#undef SLA_DATA_FINDING
}

}  // namespace
}  // namespace sla::golden
