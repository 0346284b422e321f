// The page of timelines: its examples are policies that continue the first, their tests hold on
// both engines, and the text below each is what the program tells of them. tests/bless writes it.

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/driver/compile.h"
#include "compiler/driver/tests.h"
#include "tests/golden/golden.h"

namespace sla::golden {
namespace {

constexpr const char* kPolicy = "```sla\n";
constexpr const char* kTold = "```text\n";
constexpr const char* kEnd = "```\n";

/// What the tests of a policy come to; fails when one does not hold.
std::string told(const std::string& policy) {
  const fs::path path =
      fs::temp_directory_path() /
      ("sla_timeline_" + std::to_string(testing::UnitTest::GetInstance()->random_seed()) + ".sla");
  std::ofstream(path) << policy;
  const auto checked = driver::check(path.string());
  fs::remove(path);
  if (!checked || !checked->agreement || checked->findings.has_errors()) {
    ADD_FAILURE() << "not a policy:\n" << policy;
    return "";
  }
  const auto report = driver::run_tests(*checked->agreement, {.filter = "", .tell = true});
  if (!report || report->results.size() != 1) {
    ADD_FAILURE() << "an example has one test:\n" << policy;
    return "";
  }
  const driver::TestResult& result = report->results.front();
  for (const driver::TestFailure& failure : result.failures) {
    for (const exercise::Difference& each : failure.differences) {
      ADD_FAILURE() << result.test->title << ": expected " << each.expected << ", got " << each.got;
    }
  }
  return result.story;
}

/// The page with the text below each example but the first made anew.
std::string renewed(const std::string& page) {
  std::string result, base;
  std::size_t at = 0;
  for (std::size_t begin = page.find(kPolicy); begin != std::string::npos;
       begin = page.find(kPolicy, at)) {
    begin += std::string_view(kPolicy).size();
    const std::size_t end = page.find(kEnd, begin);
    const std::string policy = page.substr(begin, end - begin);
    result += page.substr(at, end - at) + kEnd;
    at = end + std::string_view(kEnd).size();
    if (base.empty()) {
      base = policy;
      continue;
    }
    if (page.compare(at, 1 + std::string_view(kTold).size(), "\n" + std::string(kTold)) == 0) {
      at = page.find(kEnd, at + 1 + std::string_view(kTold).size()) + std::string_view(kEnd).size();
    }
    result += "\n" + std::string(kTold) + told(base + policy) + kEnd;
  }
  return result + page.substr(at);
}

TEST(Timelines, SayWhatTheProgramSays) {
  const fs::path page = folder("../..") / "docs/reference/timelines.md";
  const std::string text = read(page);
  ASSERT_FALSE(text.empty());
  expect_file(page, renewed(text));
}

/// The page speaks of every kind of clause and every line of one.
TEST(Timelines, ShowEveryConstruct) {
  const std::string page = read(folder("../..") / "docs/reference/timelines.md");
  for (const char* construct : {"must make a call within",
                                "immediately",
                                " and record ",
                                "by the owner",
                                "otherwise ",
                                "\n  when ",
                                "\n  while ",
                                "paused while",
                                "on reentry new cycle",
                                "on reentry ignore",
                                "on reentry resume",
                                "on reassignment continue\n",
                                "on reassignment restart",
                                " grace",
                                "in owner's time zone",
                                "business days of",
                                "end of business day",
                                "excused when",
                                "apart",
                                "until won",
                                "must not leave a lead",
                                "must not move a lead",
                                "must deliver at least 2",
                                "must deliver at least 50%",
                                "each month to won",
                                "target 50% each month\n",
                                "judged when due",
                                "reply is breached",
                                "remind owner",
                                "escalate to",
                                "in office",
                                "award",
                                "is retracted",
                                "is merged into",
                                "provisional"}) {
    EXPECT_NE(page.find(construct), std::string::npos) << "no example with `" << construct << "`";
  }
}

}  // namespace
}  // namespace sla::golden
