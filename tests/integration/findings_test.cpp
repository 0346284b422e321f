// check, lint, fix and config as a user calls them: repairs, comments and baselines that suppress
// findings, sla.toml, and which findings are a failure.

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kSound = R"(agreement "A" {
  time zone  "Europe/Berlin"
}

calendar c {
  open Mon-Fri 09:00-17:00
}

lifecycle lead {
  mql  owned by marketing
  sal  owned by sales
  mql -> sal
}

clause k {
  sales must make a call within 4 hours of entering mql
  target 90% each month
}

clause l {
  marketing must send an email within 2 hours of entering mql
  target 90% each month
}
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

/// A folder for each test, and files in it.
class Findings : public testing::Test {
 protected:
  Findings() : folder_(scratch(testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  std::string write(const std::string& name, const std::string& text) const {
    const std::string path = folder_ + "/" + name;
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string overlapping() const {
    return with(kSound, "09:00-17:00", "09:00-12:00, 11:00-17:00");
  }

  std::string folder_;
};

using Fix = Findings;
using Allow = Findings;
using BaselineVerb = Findings;
using SettingsFile = Findings;
using Exit = Findings;

TEST_F(Fix, WritesWhatIsSafeAndLeavesTheRest) {
  const std::string path = write(
      "a.sla", with(with(kSound, "4 hours", "4h"), "entering mql\n  target 90% each month\n}\n",
                    "entering mqll\n  target 90% each month\n}\n"));
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_exec);
  const Answer answer = sla({"lint", "--fix", path});
  EXPECT_EQ(answer.exit_code, 1);
  EXPECT_THAT(answer.err, HasSubstr("SLA0007: `4h` becomes `4 hours`"));
  EXPECT_THAT(answer.err, HasSubstr("SLA1006"));
  EXPECT_THAT(read_file(path), HasSubstr("within 4 hours of entering mqll"));
  EXPECT_EQ(fs::status(path).permissions(),
            fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_exec);
  EXPECT_EQ(sla({"fix", "--unsafe-fixes", path}).exit_code, 0);
  EXPECT_EQ(read_file(path), kSound);
}

TEST_F(Fix, ShowsTheDifferenceAndWritesNothing) {
  const std::string text = with(kSound, "4 hours", "4h"), path = write("a.sla", text);
  for (const char* verb : {"check", "lint", "fix"}) {
    const Answer answer = sla({verb, path, "--diff"});
    EXPECT_EQ(answer.exit_code, 1);
    EXPECT_THAT(answer.out, StartsWith("--- " + path + "\n+++ " + path + "\n@@ "));
    EXPECT_THAT(answer.out, HasSubstr("\n-  sales must make a call within 4h of"));
    EXPECT_THAT(answer.out, HasSubstr("\n+  sales must make a call within 4 hours of"));
    EXPECT_EQ(read_file(path), text);
  }
  EXPECT_EQ(sla({"lint", write("sound.sla", kSound), "--diff"}).exit_code, 0);
}

TEST_F(Fix, ShowsADifferenceThatPatchUnderstands) {
  const std::string path = write("a.sla", with(kSound, "4 hours", "4h"));
  const std::string difference = scratch("a.diff");
  sla({"fix", path, "--diff"}, difference);
  if (std::system("command -v patch > /dev/null") != 0) GTEST_SKIP() << "patch is not here";
  ASSERT_EQ(std::system(("patch -s -p0 -d / < '" + difference + "'").c_str()), 0);
  EXPECT_EQ(read_file(path), kSound);
}

TEST_F(Fix, GoesFromStandardInputToStandardOutput) {
  const std::string path = write("a.sla", with(kSound, "4 hours", "4h"));
  const std::string out = scratch("repaired");
  const std::string command = "'" + std::string(SLA_BINARY_DIR) + "/bin/sla' fix - < '" + path +
                              "' > '" + out + "' 2> /dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(read_file(out), kSound);
  const std::string again = "'" + std::string(SLA_BINARY_DIR) + "/bin/sla' fix - < '" + out +
                            "' 2> /dev/null | cmp - '" + out + "'";
  EXPECT_EQ(std::system(again.c_str()), 0) << "what needs no repair comes out as it went in";
}

TEST_F(Fix, FollowsASymbolicLink) {
  const std::string target = write("real/a.sla", with(kSound, "4 hours", "4h"));
  const std::string link = folder_ + "/a.sla";
  fs::create_symlink(target, link);
  EXPECT_EQ(sla({"fix", link}).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(read_file(target), kSound);
}

TEST_F(Fix, RepairsUsedFilesOfTheProjectOnly) {
  const std::string calendar = "calendar d {\n  open Mon 9am-17:00\n}\n";
  const std::string own = write("project/calendars/d.sla", calendar);
  const std::string foreign = write("elsewhere/e.sla", with(calendar, "calendar d", "calendar e"));
  const std::string path =
      write("project/a.sla",
            std::string("use \"calendars/d.sla\"\nuse \"../elsewhere/e.sla\"\n") + kSound);
  write("project/sla.toml", "");
  const Answer answer = sla({"fix", path});
  EXPECT_EQ(answer.exit_code, 1) << "what cannot be written is still wrong";
  EXPECT_THAT(read_file(own), HasSubstr("09:00-17:00"));
  EXPECT_THAT(read_file(foreign), HasSubstr("9am"));
}

TEST_F(Allow, ACommentSuppressesAndIsCounted) {
  const std::string bad = write("a.sla", overlapping());
  EXPECT_EQ(sla({"lint", bad}).exit_code, 1);
  const std::string line = "09:00-12:00, 11:00-17:00";
  const std::string path = write(
      "b.sla", with(overlapping(), line, line + "  # sla:allow SLA2005 reason \"two shifts\""));
  const Answer answer = sla({"lint", path});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_THAT(sla({"lint", path, "--format", "json"}).out, HasSubstr("two shifts"));
  EXPECT_THAT(sla({"lint", path, "--format", "sarif"}).out, HasSubstr("\"suppressions\""));
  const std::string whole =
      write("c.sla", "# sla:allow SLA2005 reason \"a draft\"\n" + overlapping());
  EXPECT_EQ(sla({"check", whole}).exit_code, 0);
  EXPECT_EQ(sla({"run", whole, "--events", "x.csv", "--as-of", "2026-01-01"}).err.find("SLA2005"),
            std::string::npos)
      << "other verbs do not tell it either";
}

TEST_F(Allow, AnUnusedOneIsFoundAndRemoved) {
  const std::string path =
      write("a.sla", std::string("# sla:allow SLA2005 reason \"gone\"\n") + kSound);
  EXPECT_EQ(sla({"check", path}).exit_code, 0) << "only lint looks for everything";
  EXPECT_THAT(sla({"lint", path}).err, HasSubstr("SLA6004"));
  EXPECT_EQ(sla({"fix", path}).exit_code, 0);
  EXPECT_EQ(read_file(path), kSound);
}

TEST_F(Allow, OneInASharedFileIsOfUseIfAnybodyNeedsIt) {
  write(
      "p.sla",
      "program p {\n"
      "  leaderboard per owner each month  # sla:allow SLA2030 reason \"points come later\"\n}\n");
  const std::string use = "use \"p.sla\"\n";
  const std::string without = write("without.sla", use + kSound);
  const std::string awards =
      write("awards.sla", use + with(kSound, "target 90% each month",
                                     "target 90% each month\n  when met award 10 points"));
  EXPECT_EQ(sla({"lint", without}).exit_code, 0) << sla({"lint", without}).err;
  EXPECT_THAT(sla({"lint", awards}).err, HasSubstr("SLA6004"));
  const Answer both = sla({"lint", awards, without});
  EXPECT_EQ(both.exit_code, 0) << both.err;
}

TEST_F(Allow, AFileThatAnotherUsesIsNoPolicyOfItsOwn) {
  const std::string part =
      write("part.sla", "calendar d { closed us.federal_holidays\n open Mon 09:00-17:00 }\n");
  const std::string path = write("a.sla", std::string("use us\nuse \"part.sla\"\n") + kSound);
  EXPECT_EQ(sla({"check", part}).exit_code, 1) << "on its own it lacks the library";
  EXPECT_EQ(sla({"check", part, path}).exit_code, 0) << sla({"check", part, path}).err;
}

TEST_F(BaselineVerb, TellsOnlyWhatIsNew) {
  const std::string path = write("a.sla", overlapping()), known = folder_ + "/known.json";
  const Answer written = sla({"lint", path, "--write-baseline", known});
  EXPECT_EQ(written.exit_code, 0);
  EXPECT_THAT(written.err, HasSubstr("wrote 1 finding to"));
  EXPECT_EQ(sla({"lint", path, "--baseline", known}).exit_code, 0);
  // The same finding elsewhere and set out anew, and another one.
  write("a.sla", "# moved\n\n" + with(overlapping(), "open Mon-Fri", "open   Mon-Fri "));
  EXPECT_EQ(sla({"lint", path, "--baseline", known}).exit_code, 0);
  write("a.sla", overlapping() + "\ncalendar d { open Mon 09:00-12:00, 11:00-13:00 }\n");
  const Answer more = sla({"lint", path, "--baseline", known});
  EXPECT_EQ(more.exit_code, 1);
  EXPECT_THAT(more.err, HasSubstr("calendar `d`"));
  EXPECT_THAT(more.err, Not(HasSubstr("calendar `c`")));
  // Repaired: the entry can go.
  write("a.sla", kSound);
  const Answer less = sla({"lint", path, "--baseline", known});
  EXPECT_EQ(less.exit_code, 0);
  EXPECT_THAT(less.err, HasSubstr("SLA6010"));
  EXPECT_EQ(sla({"lint", path, "--baseline", known, "--fail-on", "note"}).exit_code, 1);
}

TEST_F(BaselineVerb, MustBeReadable) {
  const std::string path = write("a.sla", kSound);
  EXPECT_EQ(sla({"lint", path, "--baseline", folder_ + "/none.json"}).exit_code, 3);
  const Answer broken = sla({"lint", path, "--baseline", write("b.json", "[]")});
  EXPECT_EQ(broken.exit_code, 3);
  EXPECT_THAT(broken.err, HasSubstr("it is not JSON with an object"));
}

TEST_F(SettingsFile, DecidesSeverities) {
  const std::string path = write("p/a.sla", overlapping());
  write("sla.toml", "[severity]\nSLA2005 = \"off\"\n");
  EXPECT_EQ(sla({"lint", path}).exit_code, 0) << "found in a folder above";
  EXPECT_EQ(sla({"lint", path, "--no-config"}).exit_code, 1);
  write("p/sla.toml",
        "extend = \"../sla.toml\"\n[[files]]\nmatch = [\"a.sla\"]\nseverity = { SLA2005 = "
        "\"error\" }\n");
  EXPECT_THAT(sla({"check", path}).err, HasSubstr("error[SLA2005]"));
  EXPECT_EQ(sla({"check", path, "--config", folder_ + "/sla.toml"}).exit_code, 0);
}

TEST_F(SettingsFile, DecidesWhatIsTooMuch) {
  const std::string path = write("a.sla", kSound);
  EXPECT_EQ(sla({"lint", path}).exit_code, 0) << sla({"lint", path}).err;
  write("sla.toml", "[clarity]\nclauses = 1\n");
  EXPECT_THAT(sla({"lint", path}).err, HasSubstr("SLA2203"));
  write("sla.toml", "[clarity]\nclauses = 2\n");
  EXPECT_THAT(sla({"lint", path}).err, Not(HasSubstr("SLA22")));
  write("sla.toml", "[clarity]\nclauses = 2\npedantic = true\n");
  EXPECT_THAT(sla({"lint", path, "--fail-on", "note"}).err, HasSubstr("SLA22"));
  write("sla.toml", "[clarity]\nclauses = 0\n");
  EXPECT_EQ(sla({"lint", path}).exit_code, 2);
}

TEST_F(SettingsFile, KnowsWhatCountsUnlessSomethingIsSaid) {
  const std::string out = sla({"config", write("a.sla", kSound)}).out;
  // As compiler/analyze/analyze.h has them.
  const std::string options = read_file(project("compiler/analyze/analyze.h"));
  for (const char* key : {"exceptions", "tiers", "clauses"}) {
    const std::size_t at = options.find(std::string("most_") + key + " = ");
    ASSERT_NE(at, options.npos) << key;
    const std::size_t begin = options.find('=', at), end = options.find(';', at);
    EXPECT_THAT(out, HasSubstr(std::string(key) + " " + options.substr(begin, end - begin) + "\n"));
  }
}

TEST_F(SettingsFile, ThatIsWrongStopsEveryVerb) {
  const std::string path = write("a.sla", kSound), toml = write("sla.toml", "formt = \"json\"\n");
  for (const char* verb : {"check", "lint", "fix", "test", "config"}) {
    const Answer answer = sla({verb, path});
    EXPECT_EQ(answer.exit_code, 2) << verb;
    EXPECT_THAT(answer.err, HasSubstr("sla.toml:1:1")) << verb;
    EXPECT_THAT(answer.err, HasSubstr("did you mean `format`?")) << verb;
  }
}

TEST_F(SettingsFile, HasFoldersOfLibrariesForEveryVerb) {
  write("lib/acme/desk.sla", "calendar desk { open Mon-Fri 09:00-17:00 }\n");
  const std::string path = write("p/a.sla", std::string("use acme.desk\n") + kSound);
  EXPECT_EQ(sla({"check", path}).exit_code, 1);
  write("p/sla.toml", "libraries = [\"../lib\"]\n");
  EXPECT_EQ(sla({"check", path}).exit_code, 0) << sla({"check", path}).err;
  EXPECT_EQ(sla({"build", path, "--emit", "agreement"}).exit_code, 0);
}

TEST_F(SettingsFile, IsShownWithItsOrigins) {
  write("sla.toml", "fail-on = \"error\"\n");
  const std::string own =
      write("p/sla.toml", "extend = \"../sla.toml\"\n[severity]\nSLA2005 = \"note\"\n");
  const Answer answer = sla({"config", folder_ + "/p/a.sla", "--show-origin"});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_THAT(answer.out, testing::ContainsRegex("fail-on = \"error\" +# .*/sla.toml:1\n"));
  EXPECT_THAT(answer.out, testing::ContainsRegex("SLA2005 = \"note\" +# .*/p/sla.toml:3\n"));
  EXPECT_THAT(answer.out, testing::ContainsRegex("format = \"text\" +# default\n"));
}

TEST_F(SettingsFile, ChoosesFormatAndFailure) {
  const std::string path = write("a.sla", overlapping());
  write("sla.toml", "format = \"json\"\nfail-on = \"error\"\n");
  const Answer answer = sla({"lint", path});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_THAT(answer.out, StartsWith("{"));
  EXPECT_THAT(sla({"lint", path, "--format", "text"}).err, HasSubstr("warning[SLA2005]"));
  EXPECT_EQ(sla({"lint", path, "--fail-on", "warning"}).exit_code, 1);
}

TEST_F(Exit, SaysWhetherWhatWasFoundIsAFailure) {
  const std::string path = write("a.sla", overlapping());
  const auto code = [&](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"lint", path});
    return sla(flags).exit_code;
  };
  EXPECT_EQ(code({}), 1);
  EXPECT_EQ(code({"--fail-on", "note"}), 1);
  EXPECT_EQ(code({"--fail-on", "warning"}), 1);
  EXPECT_EQ(code({"--fail-on", "error"}), 0);
  EXPECT_EQ(code({"--fail-on", "never"}), 0);
  EXPECT_EQ(code({"--exit-zero"}), 0);
  EXPECT_EQ(code({"--fail-on", "sometimes"}), 2);
  EXPECT_EQ(sla({"lint", folder_ + "/none.sla", "--exit-zero"}).exit_code, 3)
      << "what cannot be read is a failure all the same";
  EXPECT_EQ(sla({"check", path, "--watch", "--fix"}).exit_code, 2);
  EXPECT_EQ(sla({"check", "-", "--watch"}).exit_code, 2);
}

}  // namespace
}  // namespace sla::integration
