#pragma once

#include <string>

#include <gtest/gtest.h>

#include "tests/property/recipe.h"

namespace sla::property {

/// A snapshot is taken up as it is, and never when it was damaged: a bit turned, cut short, longer.
/// `restored`: whether bytes were.
template <class Restored>
void expect_only_whole_snapshots(const std::string& good, Restored restored) {
  EXPECT_TRUE(restored(good));
  Random random(1);
  for (int n = 0; n < 300; ++n) {
    std::string bad = good;
    const auto at = static_cast<std::size_t>(pick(random, 0, static_cast<int>(good.size()) - 1));
    bad[at] = static_cast<char>(bad[at] ^ (1 << pick(random, 0, 7)));
    EXPECT_FALSE(restored(bad)) << "byte " << at;
    EXPECT_FALSE(restored(good.substr(0, at))) << "cut at " << at;
  }
  EXPECT_FALSE(restored(good + "x"));
  EXPECT_FALSE(restored(""));
}

}  // namespace sla::property
