#include <map>
#include <random>

#include <gtest/gtest.h>

#include "runtime/timers/ring.h"
#include "runtime/timers/wheel.h"

namespace sla::timers {
namespace {

/// Against a sorted map: random instants from microseconds to centuries apart, in random turns.
TEST(Wheel, TimersComeInOrderAndNeverEarly) {
  std::mt19937_64 random(5);
  Wheel<int> wheel;
  std::multimap<Instant, int> expected;
  Instant now = -5'000'000;
  Wheel<int>::Timer timer;
  ASSERT_FALSE(wheel.take(now, timer));
  for (int n = 0; n < 20'000; ++n) {
    const auto reach = static_cast<Instant>(random() >> (2 + random() % 62));
    const Instant at = now + 1 + reach % (200LL * 366 * time::kDay);
    wheel.set(at, n);
    expected.emplace(at, n);
    EXPECT_EQ(wheel.next(), expected.begin()->first);
    if (n % 7 != 0) continue;
    const Instant to = now + static_cast<Instant>(random() >> (20 + random() % 40));
    Instant last = INT64_MIN;
    while (wheel.take(to, timer)) {
      ASSERT_LE(last, timer.at);
      ASSERT_LE(timer.at, to);
      last = timer.at;
      auto [first, end] = expected.equal_range(timer.at);
      while (first != end && first->second != timer.item) ++first;
      ASSERT_NE(first, end);
      expected.erase(first);
    }
    ASSERT_TRUE(expected.empty() || expected.begin()->first > to);
    ASSERT_EQ(wheel.size(), expected.size());
    now = to;
  }
  EXPECT_GT(wheel.size(), 0u);
}

TEST(Wheel, WhatIsPastIsDueAtOnce) {
  Wheel<int> wheel;
  Wheel<int>::Timer timer;
  ASSERT_FALSE(wheel.take(100, timer));
  wheel.set(40, 1);
  ASSERT_TRUE(wheel.take(100, timer));
  EXPECT_EQ(timer.item, 1);
  EXPECT_EQ(wheel.next(), time::kNever);
}

TEST(Ring, KeepsItsOrderWhileItGrowsAndRefusesWhatIsEarlier) {
  Ring<int> ring;
  int in = 0, out = 0;
  for (int round = 0; round < 500; ++round) {
    for (int n = 0; n < round % 9 + 1; ++n, ++in) ASSERT_TRUE(ring.set(in / 2, in));
    for (int n = 0; n < round % 7 && !ring.empty(); ++n, ++out) {
      ASSERT_EQ(ring.front().item, out);
      ring.pop();
    }
  }
  ASSERT_FALSE(ring.empty());
  EXPECT_FALSE(ring.set(in / 2 - 2, in));
  EXPECT_EQ(ring.size(), static_cast<std::size_t>(in - out));
}

}  // namespace
}  // namespace sla::timers
