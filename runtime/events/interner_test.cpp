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

}  // namespace
}  // namespace sla::events
