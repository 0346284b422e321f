#include "compiler/diagnose/display.h"

#include <gtest/gtest.h>

namespace sla::diagnose {
namespace {

TEST(Display, CountsColumnsOfWideAndCombiningCharacters) {
  EXPECT_EQ(display("Dana").width(), 4u);
  EXPECT_EQ(display("\xE6\x97\xA5\xE6\x9C\xAC").width(), 4u);
  EXPECT_EQ(display("e\xCC\x81").width(), 1u);
}

TEST(Display, AStrayLeadByteDoesNotHideAnEscapeCharacter) {
  for (const char* text : {"\xC3\x1B[31m", "\xE6\x97\x1B[31m", "\x80\x1B[31m", "\xFF\x1B[31m"}) {
    EXPECT_EQ(display(text).text.find('\x1B'), std::string::npos) << text;
  }
}

TEST(Display, ASequenceCutShortAtTheEndIsReplaced) {
  EXPECT_EQ(display("a\xE6\x97").text, "a\xEF\xBF\xBD\xEF\xBF\xBD");
}

}  // namespace
}  // namespace sla::diagnose
