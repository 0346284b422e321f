#include "compiler/format/format.h"

#include <gtest/gtest.h>

namespace sla::format {
namespace {

std::string formatted(const std::string& text) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("p.sla", text);
  const auto result = format(sources, *file, findings);
  return result ? *result : "refused";
}

TEST(Format, IndentsBlocksAndAlignsNeighbours) {
  EXPECT_EQ(formatted("agreement \"A\" {\nversion 3\n    between marketing and sales\n"
                      "time   zone  \"UTC\"\n}\n"),
            "agreement \"A\" {\n"
            "  version    3\n"
            "  between    marketing and sales\n"
            "  time zone  \"UTC\"\n"
            "}\n");
}

TEST(Format, SpacesMarksAsTheyAreRead) {
  EXPECT_EQ(formatted("define a=score>=65 and country in[\"US\",\"CA\"]or not(-x+ 1<- 2)\n"),
            "define a = score >= 65 and country in [\"US\", \"CA\"] or not (-x + 1 < -2)\n");
  EXPECT_EQ(formatted("calendar c { open Mon - Fri 09:00 - 13:00 ,14:00-18:00 }\n"),
            "calendar c { open Mon-Fri 09:00-13:00, 14:00-18:00 }\n");
  EXPECT_EQ(formatted("calendar c { in owner 's time zone }\n"),
            "calendar c { in owner's time zone }\n");
}

TEST(Format, KeepsCommentsWhereTheyStand) {
  EXPECT_EQ(formatted("# first   \n\n\n\nlead{ # of the record\n  score integer# points\n"
                      "      # last\n}\n# end"),
            "# first\n"
            "\n"
            "lead {  # of the record\n"
            "  score  integer  # points\n"
            "  # last\n"
            "}\n"
            "# end\n");
}

TEST(Format, ABlockIsOnOneLineOrItsBracesEndLines) {
  EXPECT_EQ(formatted("lead { score integer\n  country text }\n"),
            "lead {\n  score    integer\n  country  text\n}\n");
  EXPECT_EQ(formatted("lead { score integer   country text }\n"),
            "lead { score integer  country text }\n");
  EXPECT_EQ(formatted("lead\n{\n\n  score integer\n\n}\n"), "lead {\n  score  integer\n}\n");
  EXPECT_EQ(formatted("lead {   }\n"), "lead {}\n");
}

TEST(Format, PartsOfAPromiseStandUnderItAndTheRestGoesOn) {
  EXPECT_EQ(formatted("clause c {\nsales must move a lead to sal,\nwon within 4 hours\n"
                      "       of entering mql\n while score>1\nand score<9\n}\n"),
            "clause c {\n"
            "  sales must move a lead to sal,\n"
            "      won within 4 hours\n"
            "  of entering mql\n"
            "  while score > 1\n"
            "      and score < 9\n"
            "}\n");
}

TEST(Format, WindowsLineEndsBecomePlainOnes) {
  EXPECT_EQ(formatted("lead {\r\n  score integer\r\n\r\n\r\n  x text\r\n}\r\n"),
            "lead {\n  score  integer\n\n  x  text\n}\n");
}

TEST(Format, WordsOfTemplatesKeepTheirSpacing) {
  EXPECT_EQ(formatted("template clause t {\nparameter limit duration = 1 hour\n\n"
                      "   sales must make a call   within limit of entering mql\n}\n"),
            "template clause t {\n"
            "  parameter limit  duration = 1 hour\n"
            "\n"
            "  sales must make a call   within limit of entering mql\n"
            "}\n");
}

TEST(Format, TakesAFileOfNothingButComments) {
  EXPECT_EQ(formatted(""), "");
  EXPECT_EQ(formatted("   # nothing yet"), "# nothing yet\n");
}

TEST(Format, RefusesWhatDoesNotRead) {
  EXPECT_EQ(formatted("clause {"), "refused");
  EXPECT_EQ(formatted("lead { score integer } }\n"), "refused");
}

}  // namespace
}  // namespace sla::format
