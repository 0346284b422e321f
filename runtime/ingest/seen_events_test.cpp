#include "runtime/ingest/seen_events.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sla::ingest {
namespace {

Fingerprint print_of(std::string_view text) {
  Fingerprint print;
  print.add(text);
  return print;
}

TEST(SeenEvents, finds_every_key_again_and_no_other) {
  SeenEvents seen;
  for (std::uint64_t i = 1; i <= 20'000; ++i) {
    ASSERT_EQ(seen.find_or_add(print_of(std::to_string(i)), i * 3, SeenEvents::place_of(i, 7)),
              nullptr);
  }
  for (std::uint64_t i = 1; i <= 20'000; ++i) {
    const auto* entry =
        seen.find_or_add(print_of(std::to_string(i)), 0, SeenEvents::place_of(1, 0));
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->content, i * 3);
    EXPECT_EQ(SeenEvents::row_of(*entry), i);
    EXPECT_EQ(SeenEvents::input_of(*entry), 7u);
  }
}

TEST(Fingerprint, tells_texts_apart_that_join_to_the_same) {
  Fingerprint first, second;
  first.add(std::string_view("ab"));
  first.add(std::string_view("c"));
  second.add(std::string_view("a"));
  second.add(std::string_view("bc"));
  EXPECT_NE(first, second);
}

TEST(Fingerprint, both_halves_spread_over_counters) {
  std::set<std::uint64_t> low, high;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    Fingerprint print;
    print.add(i);
    low.insert(print.low());
    high.insert(print.high());
  }
  EXPECT_EQ(low.size(), 50'000u);
  EXPECT_EQ(high.size(), 50'000u);
}

}  // namespace
}  // namespace sla::ingest
