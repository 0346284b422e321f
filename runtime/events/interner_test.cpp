#include "runtime/events/interner.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "runtime/events/event_code.h"

namespace sla::events {
namespace {

TEST(Interner, GivesIdsInTheOrderFirstSeen) {
  Interner texts;
  EXPECT_EQ(texts.intern("b"), 0u);
  EXPECT_EQ(texts.intern("a"), 1u);
  EXPECT_EQ(texts.intern("b"), 0u);
  EXPECT_EQ(texts.intern(""), 2u);
  EXPECT_EQ(texts.size(), 3u);
  EXPECT_EQ(texts.text(1), "a");
}

TEST(Interner, FindsOnlyWhatWasInterned) {
  Interner texts;
  texts.intern("a");
  EXPECT_EQ(texts.find("a"), 0u);
  EXPECT_EQ(texts.find("A"), kNone);
}

TEST(Interner, KeepsViewsValidThroughGrowthAndMoves) {
  Interner texts;
  texts.intern("short");
  const std::string_view first = texts.text(0);
  for (int i = 0; i < 10'000; ++i) texts.intern(std::to_string(i));
  const Interner moved = std::move(texts);
  EXPECT_EQ(first, "short");
  EXPECT_EQ(moved.find("short"), 0u);
  EXPECT_EQ(moved.find("9999"), 10'000u);
}

TEST(Interner, KeepsTextsOfAnyLengthApart) {
  Interner texts;
  std::string text;
  for (std::uint32_t length = 0; length < 100; ++length, text += 'x') {
    EXPECT_EQ(texts.intern(text), length);
    EXPECT_EQ(texts.intern(text, hash_text(text)), length);
  }
  texts.intern(std::string(200'000, 'y'));
  for (std::uint32_t length = 0; length < 100; ++length) {
    EXPECT_EQ(texts.text(length), std::string(length, 'x'));
  }
  EXPECT_EQ(texts.text(100).size(), 200'000u);
}

TEST(Interner, AppendsATextThatIsThereAndFindsTheFirst) {
  Interner texts;
  EXPECT_EQ(texts.append("a"), 0u);
  EXPECT_EQ(texts.append("a"), 1u);
  EXPECT_EQ(texts.append("b"), 2u);
  EXPECT_EQ(texts.find("a"), 0u);
  EXPECT_EQ(texts.text(1), "a");
  EXPECT_EQ(texts.find("b"), 2u);
}

}  // namespace
}  // namespace sla::events
