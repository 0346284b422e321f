#include <gtest/gtest.h>

#include "compiler/source/asked_for.h"
#include "compiler/source/source.h"

namespace sla::source {
namespace {

struct Written : testing::Test {
  // "within limit of" with `limit` filled in from "x 4 hours".
  void SetUp() override {
    policy = *sources.add("policy.sla", "x 4 hours");
    library = *sources.add("library.sla", "within limit of");
    made = *sources.add("library.sla", "within 4 hours of",
                        Expansion{{{0, 7, {library, 0, 7}, true, {}},
                                   {7, 14, {policy, 2, 9}, true, Span{library, 7, 12}},
                                   {14, 17, {library, 12, 15}, true, {}}},
                                  {policy, 0, 1},
                                  "speedy"});
  }
  Sources sources;
  std::uint32_t policy = 0, library = 0, made = 0;
};

TEST_F(Written, IsTheTemplateOutsideArguments) {
  EXPECT_EQ(sources.written({made, 0, 6}), (Span{library, 0, 6}));
  EXPECT_EQ(sources.written({made, 15, 17}), (Span{library, 13, 15}));
}

TEST_F(Written, IsTheArgumentInsideIt) {
  EXPECT_EQ(sources.written({made, 9, 14}), (Span{policy, 4, 9}));
  EXPECT_EQ(sources.text(sources.written({made, 9, 14})), "hours");
}

TEST_F(Written, IsTheTemplateAcrossBoth) {
  EXPECT_EQ(sources.written({made, 0, 14}), (Span{library, 0, 12}));
  EXPECT_EQ(sources.written({made, 0, 17}), (Span{library, 0, 15}));
}

TEST_F(Written, LeavesAloneWhatSomebodyWrote) {
  EXPECT_EQ(sources.written({policy, 2, 3}), (Span{policy, 2, 3}));
}

TEST_F(Written, IsAskedForByTheInstance) {
  EXPECT_EQ(asked_for_by({made, 0, 6}, sources), (Span{policy, 0, 1}));
  EXPECT_EQ(asked_for_by({policy, 2, 3}, sources), (Span{policy, 2, 3}));
}

TEST_F(Written, IsAskedForByTheOutermostInstance) {
  const std::uint32_t outer =
      *sources.add("library.sla", "within 4 hours",
                   Expansion{{{0, 14, {made, 0, 14}, true, {}}}, {made, 0, 6}, "outer"});
  EXPECT_EQ(asked_for_by({outer, 0, 3}, sources), (Span{policy, 0, 1}));
}

}  // namespace
}  // namespace sla::source
