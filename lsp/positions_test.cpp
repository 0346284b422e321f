#include "lsp/positions.h"

#include <gtest/gtest.h>

#include "lsp/documents.h"
#include "lsp/uri.h"

namespace sla::lsp {
namespace {

constexpr std::string_view kText = "aé€🚀b\r\nc\rd\n";

TEST(Positions, CountInTheUnitsOfTheEncoding) {
  const Lines lines(kText);
  const auto b = static_cast<std::uint32_t>(kText.find('b'));
  EXPECT_EQ(lines.position(b, Encoding::utf8), (Position{0, 10}));
  EXPECT_EQ(lines.position(b, Encoding::utf16), (Position{0, 5}));
  EXPECT_EQ(lines.position(b, Encoding::utf32), (Position{0, 4}));
}

TEST(Positions, EveryLineEndCounts) {
  const Lines lines(kText);
  EXPECT_EQ(lines.count(), 4u);
  EXPECT_EQ(lines.position(static_cast<std::uint32_t>(kText.find('c')), Encoding::utf16),
            (Position{1, 0}));
  EXPECT_EQ(lines.position(static_cast<std::uint32_t>(kText.find('d')), Encoding::utf16),
            (Position{2, 0}));
  EXPECT_EQ(lines.position(static_cast<std::uint32_t>(kText.size()), Encoding::utf16),
            (Position{3, 0}));
}

TEST(Positions, OffsetsAndPositionsAreInverse) {
  const Lines lines(kText);
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16, Encoding::utf32}) {
    for (std::uint32_t offset = 0; offset <= kText.size(); ++offset) {
      const bool inside =
          offset < kText.size() && (static_cast<unsigned char>(kText[offset]) & 0xC0U) == 0x80U;
      const bool in_break =
          offset > 0 && offset < kText.size() && kText[offset] == '\n' && kText[offset - 1] == '\r';
      if (inside || in_break) continue;
      EXPECT_EQ(lines.offset(lines.position(offset, encoding), encoding), offset);
    }
  }
}

TEST(Positions, WhatDoesNotExistIsClamped) {
  const Lines lines(kText);
  EXPECT_EQ(lines.offset({0, 99}, Encoding::utf16), kText.find('\r'));
  EXPECT_EQ(lines.offset({99, 0}, Encoding::utf16), kText.size());
  // Half a surrogate pair.
  EXPECT_EQ(lines.offset({0, 4}, Encoding::utf16), kText.find("🚀"));
  EXPECT_EQ(Lines("").offset({0, 0}, Encoding::utf16), 0u);
}

TEST(Documents, TakesChangesOneAfterTheOther) {
  Documents documents;
  Document& document = documents.open("file:///a.sla", "one 🚀\r\ntwo\r\n", 1);
  const auto change = [](int line, int from, int to_line, int to, const char* text) {
    return Json{{"range",
                 {{"start", {{"line", line}, {"character", from}}},
                  {"end", {{"line", to_line}, {"character", to}}}}},
                {"text", text}};
  };
  EXPECT_TRUE(documents.change(document, change(0, 4, 0, 6, "🦄🦄"), Encoding::utf16));
  EXPECT_EQ(document.text, "one 🦄🦄\r\ntwo\r\n");
  EXPECT_TRUE(documents.change(document, change(0, 8, 1, 0, " "), Encoding::utf16));
  EXPECT_EQ(document.text, "one 🦄🦄 two\r\n");
  EXPECT_TRUE(documents.change(document, {{"text", "all"}}, Encoding::utf16));
  EXPECT_EQ(document.text, "all");
}

TEST(Documents, LeavesTheTextWhereAChangeMakesNoSense) {
  Documents documents;
  Document& document = documents.open("untitled:1", "text", 1);
  for (
      const char* bad :
      {"{}", "[]", "null", R"({"text": 5})", R"({"text": "x", "range": 7})",
       R"({"text": "x", "range": {"start": {"line": -1, "character": 0}, "end": {}}})",
       R"({"text":"x","range":{"start":{"line":0,"character":3},"end":{"line":0,"character":1}}})"})
    EXPECT_FALSE(documents.change(document, Json::parse(bad), Encoding::utf16)) << bad;
  EXPECT_EQ(document.text, "text");
}

TEST(Uri, PathsComeBackAsTheyWere) {
  for (const char* path : {"/a/b.sla", "/with space/ä €/%41.sla", "/#?[]&.sla"})
    EXPECT_EQ(path_of(uri_of(path)), path);
  EXPECT_EQ(path_of("file:///c%3A/x"), "/c:/x");
  EXPECT_EQ(path_of("file://localhost/x"), "/x");
  for (const char* bad : {"untitled:1", "file://other/x", "file:///a%", "file:///a%0",
                          "file:///%zz", "file:///a%00", "", "/x"})
    EXPECT_EQ(path_of(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace sla::lsp
