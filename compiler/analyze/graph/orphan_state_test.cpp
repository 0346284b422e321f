#include "compiler/analyze/graph/testing.h"

namespace sla::analyze::testing {
namespace {

constexpr const char* kDecide =
    "clause decide { sales must not leave a lead in sal longer than 20 business days }\n";

std::string answer(const std::string& states) {
  return "clause answer { sales must move a lead to " + states +
         " within 4 business hours of entering mql }\n";
}

TEST(OrphanState, BetweenPromises) {
  const auto findings = findings_in(policy(kDecide + answer("sal or recycled")));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, diagnose::Code::orphan_state);
  EXPECT_THAT(findings[0].message, HasSubstr("`recycled`"));
  EXPECT_THAT(findings[0].timeline->test, HasSubstr("enters recycled"));
  EXPECT_THAT(findings[0].timeline->test, HasSubstr("expect answer of a met"));
}

TEST(OrphanState, NobodyLeavesItAndItIsNotTheEnd) {
  EXPECT_THAT(codes_in(policy(kDecide + answer("sal or recycled"), "mql or sal -> recycled")),
              ElementsAre("SLA2108"));
}

TEST(OrphanState, AnyClauseThatWatchesItIsEnough) {
  EXPECT_THAT(codes_in(policy(kSound + answer("sal or recycled"))), IsEmpty());
  // It starts with an event in the state.
  EXPECT_THAT(codes_in(policy(kDecide + answer("sal or recycled") +
                              "clause again { marketing must move a lead to mql within 5 business "
                              "days of being assigned in recycled }\n")),
              IsEmpty());
  // It is still open, because it cannot be kept before.
  EXPECT_THAT(codes_in(policy(kDecide + answer("sal or recycled") +
                              "clause outcome { sales must move a lead to won or lost within 90 "
                              "business days of entering mql }\n")),
              IsEmpty());
  // Only for some leads: which ones is for the parties to say.
  EXPECT_THAT(codes_in(policy(kDecide + answer("sal or recycled") +
                              "clause again { marketing must move a lead to mql within 5 business "
                              "days of entering recycled when score > 50 }\n")),
              IsEmpty());
}

TEST(OrphanState, AClauseThatIsCancelledThereDoesNotWatchIt) {
  EXPECT_THAT(codes_in(policy(kDecide + answer("sal or recycled") +
                              "clause outcome { sales must move a lead to won or lost within 90 "
                              "business days of entering mql while not in recycled\n"
                              "  on reentry ignore }\n")),
              ElementsAre("SLA2108"));
}

TEST(OrphanState, WhatLiesBeforeAndAfterIsLeftAlone) {
  EXPECT_THAT(codes_in(policy(answer("sal or lost"), "mql -> lost\n  recycled -> mql")), IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::testing
