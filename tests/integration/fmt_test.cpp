// The formatter as a user calls it.

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUntidy = "lead { score integer\n    country   text }\n";
constexpr const char* kTidy = "lead {\n  score    integer\n  country  text\n}\n";

TEST(Fmt, RewritesInPlaceAndNamesWhatItChanged) {
  const std::string path = written("untidy.sla", kUntidy);
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  const Answer first = sla({"fmt", path});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(first.err, "formatted " + path + "\n");
  EXPECT_EQ(read_file(path), kTidy);
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const Answer again = sla({"fmt", path});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(again.err, "");
}

TEST(Fmt, CheckWritesNothingAndNamesTheFile) {
  const std::string path = written("check.sla", kUntidy);
  const Answer answer = sla({"fmt", "--check", path, written("tidy.sla", kTidy)});
  EXPECT_EQ(answer.exit_code, 1);
  EXPECT_EQ(answer.err, path + " is not formatted\n");
  EXPECT_EQ(read_file(path), kUntidy);
}

TEST(Fmt, DiffShowsWhatWouldChange) {
  const std::string path = written("diff.sla", kUntidy);
  const Answer answer = sla({"fmt", "--diff", path});
  EXPECT_EQ(answer.exit_code, 1);
  EXPECT_EQ(answer.out, "--- " + path + "\n+++ " + path +
                            "\n@@ -1,2 +1,4 @@\n-lead { score integer\n-    country   text }\n"
                            "+lead {\n+  score    integer\n+  country  text\n+}\n");
  EXPECT_EQ(read_file(path), kUntidy);
}

TEST(Fmt, LeavesALinkAndWhatCannotBeRead) {
  const std::string target = written("target.sla", kUntidy), link = scratch("link.sla");
  fs::remove(link);
  fs::create_symlink(target, link);
  EXPECT_EQ(sla({"fmt", link}).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(read_file(target), kTidy);

  const std::string broken = written("broken.sla", "lead {\n");
  const Answer answer = sla({"fmt", broken});
  EXPECT_EQ(answer.exit_code, 1);
  EXPECT_NE(answer.err.find("error[SLA0"), std::string::npos) << answer.err;
  EXPECT_EQ(read_file(broken), "lead {\n");
  EXPECT_EQ(sla({"fmt", scratch("nowhere.sla")}).exit_code, 3);
}

}  // namespace
}  // namespace sla::integration
