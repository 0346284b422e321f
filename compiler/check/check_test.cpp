// The page that a newcomer sees: everything in it is understood, and what this version does not
// evaluate is said once each, in its place.
#include "compiler/check/testing.h"
#include "compiler/syntax/testing_page.h"

namespace sla::check {
namespace {

using namespace testing;

TEST(Check, TheNewcomersPage) {
  EXPECT_THAT(found(std::string(syntax::testing::kPage)),
              ElementsAre("SLA1001 us.federal_holidays"));
}

TEST(Check, AnEarlierErrorRefusesTheAgreement) {
  source::Sources sources;
  diagnose::Findings findings;
  findings.add(diagnose::Code::unexpected, {}, "from the parser");
  EXPECT_FALSE(check({}, sources, findings));
}

TEST(Check, WhatCouldNotBeReadIsNotAlsoMissing) {
  std::string text = policy(
      "clause c { sales must make a call within 1 business hour of entering mql }\n"
      "define d = score > 1 and worth > 5\n");
  text.replace(text.find("open Mon-Fri"), 4, "opne");
  text.replace(text.find("mql owned by"), 9, "mql ownde");
  text.replace(text.find("score integer"), 13, "score integre");
  const Checked checked = check_text(text);
  for (const std::string& each : checked.found) {
    EXPECT_TRUE(each.starts_with("SLA0") || each == "SLA1003 5") << each;
  }
  EXPECT_GE(checked.found.size(), 4u) << "three that cannot be read, and one wrong in itself";
}

TEST(Check, SeveralFilesMakeOneAgreement) {
  source::Sources sources;
  diagnose::Findings findings;
  std::vector<syntax::File> files;
  const std::string main = std::string(kAgreement) +
                           "use \"more.sla\"\nclause c { sales must make a call within 1 "
                           "business hour of entering mql }\n";
  for (const std::string& text : {main, std::string(kOffice) + std::string(kLifecycle)}) {
    const auto file = sources.add("x.sla", text);
    ASSERT_TRUE(file);
    files.push_back(parse::parse(sources, *file, findings));
  }
  const auto agreement = check(files, sources, findings);
  EXPECT_TRUE(findings.empty());
  ASSERT_TRUE(agreement);
  EXPECT_EQ(agreement->clauses.at(0).deadline.calendar, 0);
}

}  // namespace
}  // namespace sla::check
