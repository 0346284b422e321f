#include "compiler/analyze/graph/testing.h"

namespace sla::analyze::testing {
namespace {

std::string contact(const std::string& lines, const std::string& more = "") {
  return policy(std::string(kSound) +
                "clause contact {\n  sales must make a call\n  within 4 business hours\n"
                "  of entering mql\n  " +
                lines + "\n}\n" + more);
}

TEST(ResetLoop, AClockThatEndsWheneverTheLeadIsSentBack) {
  const auto findings = findings_in(contact("while in mql"));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, diagnose::Code::reset_loop);
  ASSERT_TRUE(findings[0].timeline);
  EXPECT_GE(findings[0].timeline->lines.size(), 6u);
  EXPECT_THAT(findings[0].timeline->test, HasSubstr("cycle 3, cancelled"));
  EXPECT_THAT(*findings[0].help, HasSubstr("on reentry resume"));
  EXPECT_GE(findings[0].secondary.size(), 3u);
}

TEST(ResetLoop, ServesWhatHasToBeServedOnTheWay) {
  const auto findings = findings_in(contact(
      "while in mql",
      "clause routing { marketing must assign a lead within 30 minutes of entering mql }\n"));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_THAT(findings[0].timeline->test, HasSubstr("is assigned to"));
}

TEST(ResetLoop, TheRoundMustBePermitted) {
  EXPECT_THAT(codes_in(contact("while in mql\n  on reentry resume")), IsEmpty());
  EXPECT_THAT(codes_in(contact("while in mql\n  on reentry ignore")), IsEmpty());
  EXPECT_THAT(codes_in(contact("while in [mql, recycled, sal]")), IsEmpty());
  EXPECT_THAT(codes_in(contact("")), IsEmpty());
}

TEST(ResetLoop, WhatElseEndsTheRound) {
  // Another clock that goes on, whatever the lead does.
  EXPECT_THAT(codes_in(contact("while in mql",
                               "clause reach { sales must make a call within 3 business days of "
                               "entering mql }\n")),
              Not(Contains("SLA2107")));
  // Those who go round are missing where they should have arrived.
  EXPECT_THAT(codes_in(contact("while in mql",
                               "clause arrive { sales must move at least 20% of the leads entering "
                               "mql each month to won within 60 days }\n")),
              IsEmpty());
  EXPECT_THAT(codes_in(contact("while in mql",
                               "clause few { sales must answer at most 10 leads entering recycled "
                               "each month }\n")),
              IsEmpty());
  EXPECT_THAT(codes_in(contact("while in mql",
                               "clause once { marketing must not move a lead to mql while in "
                               "recycled }\n")),
              IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::testing
