// `sla diff` as a user and a pipeline call it: exit codes, git revisions, history, and names of
// revisions that mean harm.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const char* const kShared = "calendar office { open Mon-Fri 09:00-17:00 }\n";

std::string policy(const std::string& hours, const std::string& leads) {
  return R"(use "calendars.sla"
agreement "A" {
  between marketing and sales
  in force 2026-01-01 to 2026-12-31
  time zone "Europe/Berlin"
  calendar office
}
lifecycle lead {
  mql  owned by marketing
  sal  owned by sales
}
clause reply { sales must make a call within )" +
         hours + R"( business hours of entering mql }
clause volume { marketing must deliver at least )" +
         leads + " leads entering mql each month }\n";
}

class DiffVerb : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = scratch("diff_repo");
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write("calendars.sla", kShared);
    write("old.sla", policy("4", "20"));
    write("new.sla", policy("2", "10"));
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(fs::path(folder_) / name) << text;
  }
  std::string at(const std::string& name) const { return folder_ + "/" + name; }

  /// Runs git in the folder; without the configuration of the machine.
  bool git(const std::string& arguments) const {
    const std::string command = "cd '" + folder_ +
                                "' && GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent git -c user.name=T "
                                "-c user.email=t@example.org "
                                "-c init.defaultBranch=main " +
                                arguments + " >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
  }

  std::string folder_;
};

TEST_F(DiffVerb, ExitCodesLetAPipelineAskTheRightParty) {
  const auto code = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"diff", at("old.sla"), at("new.sla")});
    return sla(more).exit_code;
  };
  EXPECT_EQ(sla({"diff", at("old.sla"), at("old.sla")}).exit_code, 0);
  EXPECT_EQ(code({}), 1);
  EXPECT_EQ(code({"--fail-on", "stricter:sales"}), 1);
  EXPECT_EQ(code({"--fail-on", "stricter:marketing"}), 0);
  EXPECT_EQ(code({"--fail-on", "looser:marketing=21", "--fail-on", "stricter:sales=20"}), 21);
  EXPECT_EQ(code({"--fail-on", "new"}), 0);
  EXPECT_EQ(code({"--fail-on", "any"}), 1);
  EXPECT_EQ(code({"--fail-on", "harder"}), 2);
  EXPECT_EQ(code({"--fail-on", "stricter:legal"}), 2);
  EXPECT_EQ(code({"--fail-on", "stricter=3"}), 2);
  EXPECT_EQ(code({"--events", "x.csv"}), 2);
  EXPECT_EQ(sla({"diff", at("old.sla"), at("none.sla")}).exit_code, 3);
}

TEST_F(DiffVerb, TheTestsThatItWritesPassOnTheNewVersion) {
  const std::string tests = at("witnesses.sla");
  EXPECT_EQ(sla({"diff", at("old.sla"), at("new.sla"), "--emit-test", tests}).exit_code, 1);
  const std::string text = read_file(tests);
  ASSERT_NE(text.find("test \"reply became stricter"), std::string::npos) << text;
  write("with_tests.sla", policy("2", "10") + text);
  const Answer answer = sla({"test", at("with_tests.sla"), "--engine", "reference"});
  EXPECT_EQ(answer.exit_code, 0) << answer.out << answer.err;
  write("old_with_tests.sla", policy("4", "20") + text);
  EXPECT_EQ(sla({"test", at("old_with_tests.sla"), "--engine", "reference"}).exit_code, 1);
}

TEST_F(DiffVerb, ReadsRevisionsWithTheFilesThatTheyUse) {
  write("agreement.sla", policy("4", "20"));
  if (!git("init")) GTEST_SKIP() << "git is not here";
  ASSERT_TRUE(git("add -A") && git("commit -m one") && git("tag v1"));
  // The calendar changes, the agreement's own file does not.
  write("calendars.sla", "calendar office { open Mon-Fri 09:00-13:00 }\n");
  const Answer calendar = sla({"diff", "v1", at("agreement.sla"), "--format", "json"});
  EXPECT_EQ(calendar.exit_code, 1) << calendar.err;
  const json report = json::parse(calendar.out);
  EXPECT_EQ(report["promises"][0]["change"], "looser");
  EXPECT_EQ(report["promises"][0]["details"][0]["what"], "hours");
  write("agreement.sla", policy("2", "20"));
  ASSERT_TRUE(git("commit -am two"));
  EXPECT_EQ(sla({"diff", "HEAD", at("agreement.sla")}).exit_code, 0);
  const Answer range = sla({"diff", "v1..HEAD", at("agreement.sla")});
  EXPECT_EQ(range.exit_code, 1) << range.err;
  EXPECT_NE(range.out.find("4 business hours -> 2 business hours"), std::string::npos) << range.out;
  EXPECT_EQ(sla({"diff", "v1...HEAD", at("agreement.sla")}).exit_code, 1);
  write("later.sla", policy("2", "20"));
  const Answer absent = sla({"diff", "v1", at("later.sla")});
  EXPECT_EQ(absent.exit_code, 3);
  EXPECT_NE(absent.err.find("`v1` has no file later.sla"), std::string::npos) << absent.err;
}

TEST_F(DiffVerb, NamesOfRevisionsAreNeverCommands) {
  write("agreement.sla", policy("4", "20"));
  if (!git("init")) GTEST_SKIP() << "git is not here";
  ASSERT_TRUE(git("add -A") && git("commit -m one"));
  const std::string trap = at("trap");
  for (const std::string& name :
       {std::string("nothing"), "$(touch " + trap + ")", "; touch " + trap, "--output=" + trap,
        std::string("HEAD --output=") + trap, std::string("HEAD\ntouch"), std::string("HEAD:../..")}) {
    const Answer answer = sla({"diff", "--format=text", "--", name, at("agreement.sla")});
    EXPECT_EQ(answer.exit_code, 3) << name << answer.out;
    EXPECT_NE(answer.err.find("error: "), std::string::npos) << name;
    EXPECT_FALSE(fs::exists(trap)) << name;
  }
}

TEST(DiffHistory, SaysWhatItWouldHaveChanged) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  std::string text = read_file(project("examples/northwind.sla"));
  text = text.substr(0, text.find("# What the agreement means"));
  const std::string old_policy = written("diff_history_old.sla", text);
  const std::string target = "good_fit   4 business hours";
  text.replace(text.find(target), target.size(), "good_fit   2 business hours");
  const std::string new_policy = written("diff_history_new.sla", text);
  const std::string changes = scratch("diff_history.csv");
  const Answer answer =
      sla({"diff", old_policy, new_policy, "--events", project("examples/data/leads.csv.gz"),
           "--roster", project("examples/data/roster.csv"), "--as-of", "2026-07-01",
           "--verdict-changes", changes, "--format", "json"});
  ASSERT_EQ(answer.exit_code, 1) << answer.err;
  const json report = json::parse(answer.out);
  std::int64_t flipped = 0;
  for (const json& clause : report["history"]["clauses"]) {
    const json& flips = clause["flips"];
    if (clause["clause"] != "speed_to_lead") {
      EXPECT_EQ(flips["met_to_breached"], 0) << clause;
      continue;
    }
    flipped = flips["met_to_breached"];
    EXPECT_GT(flipped, 0);
    EXPECT_EQ(flips["breached_to_met"], 0);
    EXPECT_LT(clause["is_percent"], clause["was_percent"]);
    EXPECT_EQ(clause["examples"].size(), 3);
  }
  const std::string rows = read_file(changes);
  std::int64_t lines = 0;
  for (std::size_t at = rows.find("met -> breached,lead,speed_to_lead"); at != std::string::npos;
       at = rows.find("met -> breached,lead,speed_to_lead", at + 1)) {
    ++lines;
  }
  EXPECT_EQ(lines, flipped);
}

}  // namespace
}  // namespace sla::integration
