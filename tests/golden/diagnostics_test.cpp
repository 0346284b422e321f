// Every finding of the compiler, shown by the smallest policy that has it. A line of a bad file
// says at its end what is found there: `# error: SLA1001`; the file beside it is what a person
// sees. The good file of the same name is the repaired policy, or a near miss, and has no finding
// at all.

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"
#include "compiler/driver/compile.h"
#include "tests/golden/golden.h"

namespace sla::golden {
namespace {

using diagnose::Code;
using diagnose::Finding;

// Codes that no small file fires, and why. A reason that no longer holds fails the test below.
const std::map<Code, std::string> kNotByAFile = {
    {Code::too_long, "needs 200,000 words; compiler/parse/hostile_test.cpp makes them"},
    {Code::not_supported, "everything that can be written is evaluated; the number stays taken"},
    {Code::actions_not_carried_out, "actions are carried out now; the number stays taken"},
    {Code::local_time_missing, "nothing looks for it yet"},
};

/// "line 3 error: SLA1001" for every mark, and for every finding of the file itself.
using Marks = std::multiset<std::string>;

std::string mark(std::size_t line, const std::string& severity, const std::string& code) {
  return "line " + std::to_string(line) + " " + severity + ": " + code;
}

Marks marks_of(const std::string& text) {
  Marks marks;
  std::istringstream lines(text);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    for (const char* severity : {"error", "warning"}) {
      const std::string word = std::string(severity) + ": SLA";
      const std::size_t comment = line.rfind('#');
      if (comment == std::string::npos) continue;
      for (std::size_t at = line.find(word, comment); at != std::string::npos;
           at = line.find(word, at + 1)) {
        marks.insert(mark(number, severity, line.substr(at + word.size() - 3, 7)));
      }
    }
  }
  return marks;
}

Marks marks_of(const driver::Checked& checked) {
  Marks marks;
  for (const Finding& finding : checked.findings.all()) {
    const source::Span span = finding.primary.span;
    const std::size_t line = checked.sources.file(span.file).position(span.begin).line;
    marks.insert(mark(line, std::string(diagnose::severity_name(finding.severity)),
                      diagnose::code_text(finding.code)));
  }
  return marks;
}

std::string rendered(const driver::Checked& checked) {
  std::string text;
  for (const Finding& finding : checked.findings.all()) {
    if (!text.empty()) text += '\n';
    text += diagnose::render_text(finding, checked.sources, false);
  }
  return portable(text);
}

fs::path bad() { return folder("diagnostics") / "bad"; }
fs::path good() { return folder("diagnostics") / "good"; }

struct BadPolicy : testing::TestWithParam<std::string> {};
struct GoodPolicy : testing::TestWithParam<std::string> {};
std::string as_name(const testing::TestParamInfo<std::string>& info) { return info.param; }

TEST_P(BadPolicy, IsFoundWhereItSays) {
  const fs::path path = bad() / (GetParam() + ".sla");
  auto checked = driver::check(path.string());
  ASSERT_TRUE(checked) << checked.error().message;
  const Marks marks = marks_of(read(path));
  EXPECT_FALSE(marks.empty()) << path << " marks nothing";
  EXPECT_EQ(marks_of(*checked), marks) << rendered(*checked);
  expect_file(bad() / (GetParam() + ".expected"), rendered(*checked));
}

TEST_P(GoodPolicy, HasNoFinding) {
  auto checked = driver::check((good() / (GetParam() + ".sla")).string());
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_TRUE(checked->findings.empty()) << rendered(*checked);
  EXPECT_TRUE(checked->agreement);
}

INSTANTIATE_TEST_SUITE_P(Diagnostics, BadPolicy, testing::ValuesIn(names(bad(), ".sla")), as_name);
INSTANTIATE_TEST_SUITE_P(Diagnostics, GoodPolicy, testing::ValuesIn(names(good(), ".sla")),
                         as_name);

TEST(Diagnostics, EveryCodeHasABadFile) {
  std::set<std::string> marked;
  for (const std::string& name : names(bad(), ".sla")) {
    for (const std::string& found : marks_of(read(bad() / (name + ".sla"))))
      marked.insert(found.substr(found.size() - 7));
  }
  for (const diagnose::CodeEntry& entry : diagnose::catalogue()) {
    // What `sla check` does not report, the examples of the code's page show: code_pages_test.cpp.
    const int number = static_cast<int>(entry.code);
    if ((number >= 2100 && number < 3000) || number >= 5000) continue;
    EXPECT_NE(marked.contains(diagnose::code_text(entry.code)), kNotByAFile.contains(entry.code))
        << diagnose::code_text(entry.code) << ", " << entry.name
        << ": has neither a bad file nor a reason why it cannot, or both";
  }
}

TEST(Diagnostics, EveryBadFileHasItsGoodOne) {
  EXPECT_EQ(names(bad(), ".sla"), names(good(), ".sla"));
  EXPECT_EQ(names(bad(), ".sla"), names(bad(), ".expected"))
      << "a text that no file is expected to give";
}

}  // namespace
}  // namespace sla::golden
