#include "compiler/repair/edits.h"

#include <gtest/gtest.h>

namespace sla::repair {
namespace {

using diagnose::Edit;

TEST(Edits, AreMadeWhateverTheirOrder) {
  EXPECT_EQ(apply("abcdef", {{{0, 4, 5}, "E"}, {{0, 0, 1}, ""}, {{0, 2, 2}, "--"}}), "b--cdEf");
  EXPECT_EQ(apply("abc", {{{0, 3, 3}, "!"}}), "abc!");
  EXPECT_EQ(apply("", {}), "");
}

TEST(Edits, InsertTheLineEndsOfTheText) {
  EXPECT_EQ(apply("a\r\nb\r\n", {{{0, 1, 1}, "\n  x"}}), "a\r\n  x\r\nb\r\n");
  EXPECT_EQ(apply("a\nb\n", {{{0, 1, 1}, "\n  x"}}), "a\n  x\nb\n");
}

TEST(Edits, OverlapWhereTheyTouch) {
  const Edit word{{0, 2, 5}, "x"};
  EXPECT_TRUE(overlap(word, {{0, 4, 6}, ""}));
  EXPECT_TRUE(overlap(word, {{0, 2, 2}, "y"}));
  EXPECT_TRUE(overlap({{0, 7, 7}, "a"}, {{0, 7, 7}, "b"}));
  EXPECT_FALSE(overlap(word, {{0, 5, 6}, ""}));
  EXPECT_FALSE(overlap(word, {{1, 2, 5}, ""}));
}

}  // namespace
}  // namespace sla::repair
