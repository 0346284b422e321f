#include "compiler/parse/allowed.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "compiler/parse/words.h"

namespace sla::parse {
namespace {

/// What is allowed at the `^` of a text.
Allowed allowed(std::string text) {
  const std::size_t caret = text.find('^');
  text.erase(caret, 1);
  source::Sources sources;
  const auto file = sources.add("a.sla", text);
  return allowed_at(sources, *file, static_cast<std::uint32_t>(caret));
}

bool has(const Allowed& allowed, const char* word) {
  return std::ranges::find(allowed.words, word) != allowed.words.end();
}

TEST(Allowed, DeclarationsBeginAtTheMargin) {
  const Allowed here = allowed("calendar a { open always }\n\n^");
  EXPECT_TRUE(here.at_top);
  EXPECT_TRUE(has(here, "clause"));
  EXPECT_FALSE(has(here, "within"));
}

TEST(Allowed, TheBeginOfAWordIsLeftOut) {
  const Allowed here = allowed("clause a {\n  sales must make a call\n  wi^thin 4 hours\n}");
  EXPECT_TRUE(has(here, "within"));
  EXPECT_EQ(here.typed.end - here.typed.begin, 2u);
}

TEST(Allowed, NamesAreSaidByTheirKind) {
  EXPECT_TRUE(allowed("clause a {\n  ^").names.contains(NameKind::party));
  EXPECT_TRUE(allowed("clause a {\n sales must move a lead to ^").names.contains(NameKind::state));
  EXPECT_TRUE(allowed("clause a {\n sales must make a ^").names.contains(NameKind::event));
  EXPECT_TRUE(allowed("define a = ^").names.contains(NameKind::value));
  EXPECT_TRUE(allowed("agreement \"x\" {\n  calendar ^").names.contains(NameKind::calendar));
  EXPECT_TRUE(allowed("test \"x\" {\n  given lead a\n  ^").names.contains(NameKind::lead));
}

TEST(Allowed, LinesThatCannotBeReadAreAsIfTheyWereNotThere) {
  const Allowed here =
      allowed("clause a {\n  sales must make a call\n  nonsense ( { ) }\n  within 4 hours\n  of ^");
  EXPECT_TRUE(has(here, "entering"));
}

TEST(Allowed, TemplatesAreReadAsWhatTheyBecome) {
  const Allowed here = allowed(
      "template clause a {\n  parameter limit duration\n  sales must make a call\n  ^within limit");
  EXPECT_TRUE(has(here, "within"));
  EXPECT_TRUE(has(allowed("clause a from b with { limit 4 hours } and {\n  ^"), "target"));
}

TEST(Allowed, CommentsAndTextsAreSaid) {
  EXPECT_TRUE(allowed("# clause ^").in_comment);
  const Allowed text = allowed("use \"hol^");
  EXPECT_TRUE(text.in_text);
  EXPECT_EQ(text.before.back(), "use");
  EXPECT_FALSE(allowed("use \"a # b\" ^").in_comment);
}

TEST(Allowed, TakesAnyText) {
  for (const char* text : {"^", "{{{{^", "}}}}\n^", "\"^", "clause^", "\xF0\x9F\x9A\x80 ^",
                           "template clause {\n parameter ^", "clause a from ^ and {"})
    allowed(text);
}

TEST(Words, EverythingButBlanksIsThere) {
  source::Sources sources;
  const auto file = sources.add("a.sla", "define hot = 4 hours # \xF0\x9F\x9A\x80\n\"t\" 4h");
  std::string kinds;
  for (const Word& word : words(sources, *file))
    kinds += std::to_string(static_cast<int>(word.kind));
  EXPECT_EQ(kinds, "14752068");
}

}  // namespace
}  // namespace sla::parse
