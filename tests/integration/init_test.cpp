// `sla init`: what every template makes is a project that passes what its own continuous
// integration runs.

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/integration/command.h"
#include "tests/integration/page.h"

namespace sla::integration {
namespace {

namespace fs = std::filesystem;

const char* const kTemplates[] = {"simple",        "both-sides",      "dont-be-on-it",
                                  "speed-to-lead", "twenty-one-days", "two-segments"};

/// A folder that is not there yet.
std::string fresh(const std::string& name) {
  const std::string folder = scratch(name);
  fs::remove_all(folder);
  return folder;
}

class Init : public testing::TestWithParam<const char*> {};

TEST_P(Init, MakesAProjectThatPassesItsOwnChecks) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  const std::string folder = fresh(std::string("init-") + GetParam());
  const Answer answer = sla({"init", folder, "--template", GetParam()});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  for (const char* file :
       {"agreement.sla", "calendar.sla", "tests.sla", "roster.csv", "leads.csv", "README.md",
        "check.sh", ".gitignore", ".github/workflows/agreement.yml"}) {
    EXPECT_TRUE(fs::is_regular_file(folder + "/" + file)) << file;
    EXPECT_NE(answer.out.find(std::string("wrote ") + file), std::string::npos) << answer.out;
  }
  const std::string check = "PATH='" + std::string(SLA_BINARY_DIR) + "/bin':\"$PATH\" '" + folder +
                            "/check.sh' > '" + scratch("check.out") + "' 2>&1";
  EXPECT_EQ(std::system(check.c_str()), 0) << read_file(scratch("check.out"));
  EXPECT_NE(read_file(folder + "/report.txt").find("as of Wed 2026-04-01 00:00"),
            std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(All, Init, testing::ValuesIn(kTemplates), [](const auto& one) {
  std::string name = one.param;
  std::erase(name, '-');
  return name;
});

TEST(InitVerb, ListsEveryTemplateWithAWordAboutIt) {
  const Answer answer = sla({"init", "--list"});
  EXPECT_EQ(answer.exit_code, 0);
  std::istringstream lines(answer.out);
  std::string line;
  for (const char* name : kTemplates) {
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_TRUE(line.starts_with(std::string(name) + " ")) << line;
    EXPECT_GT(line.size(), 40u) << line;
  }
  EXPECT_FALSE(std::getline(lines, line)) << line << " is not tested";
}

TEST(InitVerb, NeverWritesOverAFile) {
  const std::string folder = fresh("init-taken");
  fs::create_directories(folder);
  std::ofstream(folder + "/agreement.sla") << "mine";
  const Answer answer = sla({"init", folder});
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_NE(answer.err.find("already has agreement.sla"), std::string::npos) << answer.err;
  EXPECT_EQ(read_file(folder + "/agreement.sla"), "mine");
  EXPECT_FALSE(fs::exists(folder + "/leads.csv"));
}

TEST(InitVerb, LeavesOtherFilesAlone) {
  const std::string folder = fresh("init-beside");
  fs::create_directories(folder);
  std::ofstream(folder + "/notes.txt") << "mine";
  EXPECT_EQ(sla({"init", folder}).exit_code, 0);
  EXPECT_EQ(read_file(folder + "/notes.txt"), "mine");
  EXPECT_TRUE(fs::exists(folder + "/agreement.sla"));
}

TEST(InitVerb, SaysWhichTemplatesThereAre) {
  const Answer answer = sla({"init", fresh("init-none"), "--template", "simpel"});
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_NE(answer.err.find("there is no template `simpel`"), std::string::npos) << answer.err;
  EXPECT_NE(answer.err.find("there are: simple, both-sides"), std::string::npos) << answer.err;
  EXPECT_FALSE(fs::exists(scratch("init-none")));
}

TEST(InitVerb, SaysThatAFolderCannotBeMade) {
  const std::string file = scratch("init-file");
  std::ofstream(file) << "a file";
  const Answer answer = sla({"init", file + "/below"});
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_NE(answer.err.find("cannot write "), std::string::npos) << answer.err;
}

TEST(Templates, AreWhatTheExamplesMake) {
  if (std::system("python3 -c 'import zoneinfo' 2> /dev/null") != 0)
    GTEST_SKIP() << "no Python 3.9 here";
  const std::string folder = fresh("made-templates");
  ASSERT_EQ(
      std::system(
          ("python3 -B '" + project("scripts/make-templates") + "' '" + folder + "'").c_str()),
      0);
  for (const auto& made : fs::recursive_directory_iterator(folder)) {
    if (!made.is_regular_file()) continue;
    const std::string place = fs::relative(made.path(), folder).string();
    EXPECT_EQ(read_file(made.path().string()), read_file(project("stdlib/templates/" + place)))
        << place << " is not what scripts/make-templates writes";
  }
}

}  // namespace
}  // namespace sla::integration
