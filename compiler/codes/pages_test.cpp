#include "compiler/codes/pages.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sla::codes {
namespace {

using diagnose::Code;

TEST(CodesMeant, AreThoseThatPeopleType) {
  for (const char* text : {"SLA1001", "sla1001", "Sla1001", "1001"})
    EXPECT_EQ(code_meant(text), Code::unknown_name) << text;
  EXPECT_EQ(code_meant("sla3"), Code::unexpected);
  EXPECT_EQ(code_meant("3"), Code::unexpected);
  for (const char* text : {"SLA9999", "SLA", "", "SLA10011", "1001x", "agreement.sla", "-1"})
    EXPECT_EQ(code_meant(text), std::nullopt) << text;
  EXPECT_TRUE(looks_like_a_code("sla9999"));
  EXPECT_FALSE(looks_like_a_code("agreement.sla"));
}

TEST(CodesMeant, NearOnesDifferInADigitOrAreSwapped) {
  const std::vector<Code> near = codes_near("SLA1101");
  EXPECT_NE(std::ranges::find(near, Code::unknown_name), near.end());
  const std::vector<Code> swapped = codes_near("0100");
  EXPECT_NE(std::ranges::find(swapped, Code::said_twice), swapped.end());
  EXPECT_TRUE(codes_near("nothing").empty());
}

TEST(PageForTerminal, FillsParagraphsAndIndentsExamples) {
  const std::string page =
      "# SLA1: a title\n\nSome words that are\nlonger than [one](x.md) line `of this`.\n\n"
      "## Fires\n\n```sla\ndefine d\n\n  = 1\n```\n\n- an item\n  that goes on\n";
  EXPECT_EQ(page_for_terminal(page, 20, false),
            "SLA1: a title\n\nSome words that are\nlonger than one line\n`of this`.\n\nFires\n\n"
            "    define d\n\n      = 1\n\n- an item that goes\n  on\n");
}

TEST(PageForTerminal, AnUnclosedBacktickEndsItsColour) {
  EXPECT_EQ(page_for_terminal("a `b", 80, true), "a \x1b[36mb\x1b[0m\n");
}

TEST(Page, HasItsParts) {
  const Page found = page(Code::unguarded_optional);
  EXPECT_EQ(found.title, "an optional field used before it is shown to be known");
  EXPECT_TRUE(found.explanation.starts_with("A field marked `?`"));
  EXPECT_EQ(found.explanation.find("##"), std::string::npos);
  EXPECT_EQ(found.markdown.find("<!--"), std::string::npos);
  EXPECT_EQ(found.markdown.find("\n\n\n"), std::string::npos);
}

}  // namespace
}  // namespace sla::codes
