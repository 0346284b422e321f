#include <gtest/gtest.h>

#include "compiler/diagnose/finding.h"

namespace sla::diagnose {
namespace {

TEST(Nearest, FindsMisspeltWords) {
  EXPECT_EQ(nearest("witin", {"when", "within", "while"}), "within");
  EXPECT_EQ(nearest("tagret", {"target"}), "target");
  EXPECT_EQ(nearest("Within", {"within"}), "within");
  EXPECT_EQ(nearest("mlq", {"mql", "sal"}), "mql");
}

TEST(Nearest, LeavesOtherWordsAlone) {
  EXPECT_EQ(nearest("banana", {"when", "within"}), std::nullopt);
  EXPECT_EQ(nearest("a", {"b"}), std::nullopt);
  EXPECT_EQ(nearest("", {"b"}), std::nullopt);
  EXPECT_EQ(nearest(std::string(100000, 'a'), {std::string(100000, 'b')}), std::nullopt);
}

}  // namespace
}  // namespace sla::diagnose
