// Every folder of examples/: the agreement is sound, its tests pass and cover it, both engines
// judge its data alike, its page shows what the command prints, and its generator still makes its
// data.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/command.h"
#include "tests/integration/page.h"

namespace sla::integration {
namespace {

using nlohmann::json;

struct Folder {
  const char* name;
  const char* as_of;
  std::vector<const char*> logs = {"leads"};
};

void PrintTo(const Folder& folder, std::ostream* out) { *out << folder.name; }

class Examples : public testing::TestWithParam<Folder> {
 protected:
  static std::string folder() { return std::string("examples/") + GetParam().name; }
  static std::string file(const std::string& name) { return folder() + "/" + name; }
};

TEST_P(Examples, ChecksWithoutFindings) {
  const Answer answer = sla({"check", file("agreement.sla")});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_EQ(answer.out + answer.err, "");
}

// The rest are volumes: a test would need a month of leads to meet them.
TEST_P(Examples, TestsPassAndCoverIt) {
  const Answer answer =
      sla({"test", file("agreement.sla"), "--coverage", "--coverage-fail-under", "95"});
  EXPECT_EQ(answer.exit_code, 0) << answer.out << answer.err;
}

TEST_P(Examples, BothEnginesReportTheSame) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  json reports[2];
  const char* engines[] = {"jit", "reference"};
  for (int engine : {0, 1}) {
    std::vector<std::string> arguments = {
        "run",      file("agreement.sla"), "--roster", file("roster.csv"),
        "--as-of",  GetParam().as_of,      "--format", "json",
        "--engine", engines[engine]};
    for (const char* log : GetParam().logs) {
      arguments.insert(arguments.end(), {"--events", file(std::string("data/") + log + ".csv.gz")});
    }
    const Answer answer = sla(arguments);
    ASSERT_EQ(answer.exit_code, 0) << answer.err;
    reports[engine] = json::parse(answer.out);
    EXPECT_EQ(reports[engine]["engine"], engines[engine]);
    reports[engine].erase("engine");
  }
  EXPECT_EQ(reports[0], reports[1]);
  for (const json& clause : reports[0]["clauses"]) {
    EXPECT_GT(clause["counts"]["attached"].get<int>(), 0) << clause["name"] << " has no data";
  }
}

TEST_P(Examples, ThePageShowsWhatTheCommandPrints) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  const std::string page = project(file("README.md"));
  const PageRun run = run_page(page, project(folder()));
  EXPECT_GE(run.commands, 3);
  for (const std::string& failure : run.failures) ADD_FAILURE() << failure;
  if (blessing()) std::ofstream(page) << run.text;
  EXPECT_EQ(run.text, read_file(page)) << "SLA_BLESS=1 writes what the commands print now";
}

TEST_P(Examples, TheGeneratorMakesTheData) {
  if (std::system("python3 -c 'import zoneinfo' 2> /dev/null") != 0)
    GTEST_SKIP() << "no Python 3.9 here";
  const std::string made = scratch(std::string(GetParam().name) + "/data");
  ASSERT_EQ(
      std::system(("python3 -B '" + project(file("generate.py")) + "' '" + made + "'").c_str()), 0);
  for (const char* log : GetParam().logs) {
    const std::string name = std::string(log) + ".csv.gz";
    // Compression may differ between versions of zlib; the bytes inside may not.
    const std::string compare = "test \"$(zcat '" + made + "/" + name +
                                "' | cksum)\" = \"$(zcat '" + project(file("data/" + name)) +
                                "' | cksum)\"";
    EXPECT_EQ(std::system(compare.c_str()), 0) << name << " is not what generate.py writes";
  }
  EXPECT_EQ(read_file(made + "/../roster.csv"), read_file(project(file("roster.csv"))));
}

INSTANTIATE_TEST_SUITE_P(
    All, Examples,
    testing::Values(Folder{"dont-be-on-it", "2026-04-01"}, Folder{"twenty-one-days", "2026-07-01"},
                    Folder{"speed-to-lead", "2026-06-01"}, Folder{"two-segments", "2026-07-01"},
                    Folder{"both-sides", "2026-04-01"},
                    Folder{"after-the-handover", "2026-07-01", {"leads", "opportunities"}}),
    [](const auto& folder) {
      std::string name = folder.param.name;
      std::erase(name, '-');
      return name;
    });

// A folder that nobody added to the list above would not be tested.
TEST(ExamplesList, HasEveryFolder) {
  int folders = 0;
  for (const auto& entry : std::filesystem::directory_iterator(project("examples"))) {
    folders += std::filesystem::exists(entry.path() / "agreement.sla");
  }
  EXPECT_EQ(folders, 6);
}

}  // namespace
}  // namespace sla::integration
