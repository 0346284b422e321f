// docs/reference/message-style.md, held against every message of the bad policies and of the
// examples of the codes' pages; the fuzzed texts hold theirs against it in tests/fuzz.

#include <unistd.h>

#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"
#include "compiler/driver/lint.h"
#include "tests/golden/code_pages.h"
#include "tests/golden/golden.h"
#include "tests/golden/message_style.h"

namespace sla::golden {
namespace {

using diagnose::Finding;

Finding saying(std::string message) {
  return {.code = diagnose::Code::unknown_name,
          .severity = diagnose::Severity::error,
          .message = std::move(message),
          .primary = {},
          .secondary = {},
          .notes = {},
          .help = {},
          .fix = {},
          .timeline = {},
          .suppressed = {}};
}

TEST(MessageStyle, IsNoticed) {
  EXPECT_EQ(style_problem(saying("there is no state `mlq`")), "");
  EXPECT_EQ(style_problem(saying("the value \"A token.\" is mapped twice")), "");
  for (const char* bad :
       {"There is no state `mlq`", "there is no state `mlq`.", "there is no state `mlq",
        "invalid state `mlq`", "this expression has no value", "you forgot a period", "no  state",
        "no state!", "there is no state 'mlq' here", "which state is meant?", ""}) {
    EXPECT_NE(style_problem(saying(bad)), "") << bad;
  }
  EXPECT_NE(style_problem(saying(std::string(161, 'a'))), "");
  Finding helped = saying("there is no state `mlq`");
  helped.help = "the state is `mql`";
  EXPECT_NE(style_problem(helped), "");
  helped.help = "write `mql`";
  EXPECT_EQ(style_problem(helped), "");
}

void look(const diagnose::Findings& findings, std::set<std::string>& seen) {
  for (const Finding& finding : findings.all()) {
    seen.insert(finding.message);
    EXPECT_EQ(style_problem(finding), "") << diagnose::code_text(finding.code);
  }
}

TEST(MessageStyle, EveryMessageOfTheBadPoliciesObeysIt) {
  const fs::path bad = folder("diagnostics") / "bad";
  std::set<std::string> seen;
  for (const std::string& name : names(bad, ".sla")) {
    const auto checked = driver::check((bad / (name + ".sla")).string());
    ASSERT_TRUE(checked);
    look(checked->findings, seen);
  }
  EXPECT_GT(seen.size(), 150u);
}

TEST(MessageStyle, EveryMessageOfThePagesObeysIt) {
  std::set<std::string> seen;
  std::vector<std::string> pages = names(code_pages(), ".md");
  for (const std::string& name : pages) {
    const CodePage page = read_code_page(code_pages() / (name + ".md"));
    for (const PageBlock& block : page.blocks) {
      if (!block.policy) continue;
      const fs::path path = fs::temp_directory_path() / ("sla_style_" + std::to_string(getpid()));
      std::ofstream(path, std::ios::binary) << block.text;
      auto checked = driver::check(path.string());
      ASSERT_TRUE(checked);
      if (const auto done = driver::lint(*checked); !done) ADD_FAILURE() << done.error();
      look(checked->findings, seen);
      fs::remove(path);
    }
  }
  EXPECT_GT(seen.size(), 40u);
}

TEST(MessageStyle, EveryMeaningOfACodeObeysIt) {
  for (const diagnose::CodeEntry& entry : diagnose::catalogue())
    EXPECT_EQ(style_problem(saying(std::string(entry.meaning))), "") << entry.name;
}

}  // namespace
}  // namespace sla::golden
