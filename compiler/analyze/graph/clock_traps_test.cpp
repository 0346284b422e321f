#include "compiler/analyze/graph/testing.h"

namespace sla::analyze::testing {
namespace {

std::string with(const std::string& clause) {
  return policy(std::string(kSound) + "clause c {\n  " + clause + "\n}\n");
}

TEST(ClockTraps, EveryStartIsAStop) {
  EXPECT_THAT(codes_in(with("sales must move a lead to sal or recycled within 4 business hours of "
                            "leaving mql")),
              ElementsAre("SLA2131"));
  EXPECT_THAT(codes_in(with("sales must move a lead to sal within 4 business hours of leaving mql "
                            "or recycled")),
              IsEmpty());
}

TEST(ClockTraps, NoStartMeetsTheGuard) {
  EXPECT_THAT(codes_in(with("sales must make a call within 4 business hours of entering mql\n"
                            "  while in sal")),
              ElementsAre("SLA2131"));
  EXPECT_THAT(codes_in(with("sales must make a call within 4 business hours of being assigned\n"
                            "  while in sal")),
              Not(Contains("SLA2131")));
  EXPECT_THAT(codes_in(with("sales must make a call within 4 business hours of entering mql or "
                            "sal\n  when in sal")),
              IsEmpty());
}

TEST(ClockTraps, PausedFromTheStartOn) {
  EXPECT_THAT(codes_in(with("sales must move a lead to sal or recycled within 4 business hours of "
                            "entering mql\n  paused while in mql")),
              ElementsAre("SLA2132"));
  EXPECT_THAT(codes_in(with("sales must move a lead to sal within 4 business hours of entering "
                            "mql\n  paused while in mql")),
              IsEmpty());
  EXPECT_THAT(codes_in(with("sales must move a lead to sal or recycled within 4 business hours of "
                            "entering mql\n  paused while in mql and score < 10")),
              IsEmpty());
}

TEST(ClockTraps, NeverPaused) {
  EXPECT_THAT(codes_in(with("sales must make a call within 4 business hours of entering sal\n"
                            "  while in sal\n  on reentry resume\n  paused while in recycled")),
              ElementsAre("SLA2133"));
  EXPECT_THAT(codes_in(with("sales must make a call within 4 business hours of entering sal\n"
                            "  paused while in recycled")),
              IsEmpty());
  EXPECT_THAT(codes_in(with("sales must make a call within 4 business hours of entering sal\n"
                            "  while in sal\n  on reentry resume\n  paused while on_hold")),
              IsEmpty());
}

TEST(UnreachableDischarge, NoMoveLeadsThere) {
  EXPECT_THAT(codes_in(with("sales must move a lead to sal within 9 business days of entering "
                            "lost")),
              ElementsAre("SLA2134"));
  EXPECT_THAT(codes_in(with("sales must not leave a lead in won longer than 9 business days")),
              ElementsAre("SLA2134"));
  EXPECT_THAT(codes_in(with("sales must make a call and move a lead to sal within 9 business days "
                            "of entering lost")),
              ElementsAre("SLA2134"));
  EXPECT_THAT(codes_in(with("sales must make a call or move a lead to sal within 9 business days "
                            "of entering lost")),
              IsEmpty());
}

TEST(UnreachableDischarge, TheGuardEndsTheClockOnEveryWay) {
  EXPECT_THAT(codes_in(with("sales must move a lead to won within 30 business days of entering "
                            "mql\n  while in mql\n  on reentry resume")),
              ElementsAre("SLA2134"));
  EXPECT_THAT(codes_in(with("sales must move a lead to won within 30 business days of entering "
                            "mql\n  while in [mql, sal]\n  on reentry resume")),
              IsEmpty());
}

TEST(UnreachableDischarge, OfAConversion) {
  EXPECT_THAT(codes_in(with("sales must move at least 10% of the leads entering lost each month to "
                            "won within 30 days")),
              ElementsAre("SLA2134"));
  EXPECT_THAT(codes_in(with("sales must move at least 10% of the leads entering recycled each "
                            "month to won within 30 days")),
              IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::testing
