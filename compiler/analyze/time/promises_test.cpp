// SLA2104, SLA2106, SLA2111 and SLA2124.
#include "compiler/analyze/time/testing.h"

namespace sla::analyze::timed {
namespace {

const std::string kRouting =
    "clause routing { marketing must assign a lead within 1 business day of entering mql }\n";
const std::string kContact =
    "clause contact { sales must make a call within 2 business days of being assigned in mql }\n";
const std::string kClock = "calendar clock { open always }\n";

std::string overall(const std::string& time, const std::string& more = "") {
  return "clause overall { sales must make a call within " + time + " of entering mql\n" + more +
         "}\n";
}

TEST(Stages, TwoPartiesThatAreInTimeAndLate) {
  EXPECT_THAT(codes_with(kRouting + kContact + kClock + overall("48 hours", "  calendar clock\n")),
              ElementsAre("SLA2104"));
  EXPECT_THAT(codes_with(kRouting + kContact + overall("2 business days")), ElementsAre("SLA2104"));
}

TEST(Stages, TheSumIsEnough) {
  EXPECT_THAT(codes_with(kRouting + kContact + overall("3 business days")), IsEmpty());
  EXPECT_THAT(codes_with(kRouting + kContact + kClock + overall("10 days", "  calendar clock\n")),
              IsEmpty());
}

TEST(Stages, OnePartyMayPromiseItselfLess) {
  EXPECT_THAT(codes_with("clause first { sales must move a lead to sal or disqualified within 1 "
                         "business day of entering mql }\n"
                         "clause second { sales must make a call within 1 business day of entering "
                         "sal }\n" +
                         overall("1 business day")),
              IsEmpty());
}

TEST(Stages, AnotherClauseMayCloseTheGap) {
  // Whoever is called by the third clause is called in time for the last.
  EXPECT_THAT(codes_with(kRouting + kContact +
                         "clause quick { sales must make a call within 1 business "
                         "day of entering mql }\n" +
                         overall("2 business days")),
              ElementsAre("SLA2104"));
}

TEST(Stages, WhatCouldBeDoneAtOnceDoesNotWait) {
  // The last stage is an assignment as well, of a lead that comes back.
  EXPECT_THAT(
      codes_with("clause routed { marketing must assign a lead within 1 hour of entering mql }\n"
                 "clause answer { sales must move a lead to sal or disqualified within 2 business "
                 "days of entering mql }\n"
                 "clause queue { sales must assign a lead within 4 hours of entering "
                 "disqualified }\n"),
      IsEmpty());
}

TEST(Stages, DisjointGuardsDoNotMeet) {
  EXPECT_THAT(codes_with("clause routing { marketing must assign a lead within 1 business day of "
                         "entering mql\n when hot }\n" +
                         kContact + overall("2 business days", "  when not hot\n")),
              IsEmpty());
}

const std::string kLeadHours =
    "calendar lead_hours {\n  in lead's time zone\n  open every day 09:00-18:00\n}\n"
    "clause quiet { sales must not make a call outside lead_hours }\n";

TEST(Contradictions, TheLeadsEveningIsTheOfficesMorning) {
  const auto findings =
      findings_in(kBase + kLeadHours +
                  "clause demo { sales must make a call within 1 business hour of entering mql }");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(diagnose::code_text(findings.front().code), "SLA2106");
  EXPECT_THAT(findings.front().notes.front(), HasSubstr("where the lead is in"));
}

TEST(Contradictions, CountedWhereTheLeadIsThereIsNone) {
  EXPECT_THAT(
      codes_with(kLeadHours + "clause demo { sales must make a call within 1 business hour of "
                              "entering mql\n calendar lead_hours }"),
      IsEmpty());
}

TEST(Contradictions, AnEmailIsNotACall) {
  EXPECT_THAT(
      codes_with(kLeadHours + "clause demo { sales must make a call or email within 1 business "
                              "hour of entering mql }"),
      IsEmpty());
}

TEST(Contradictions, AtAnyTimeForSomeLeads) {
  const std::string never = "clause never { sales must not make a call while country = \"DE\" }\n";
  EXPECT_THAT(codes_with(never + "clause demo { sales must make a call within 1 business hour of "
                                 "entering mql\n when hot }"),
              ElementsAre("SLA2106"));
  EXPECT_THAT(codes_with(never + "clause demo { sales must make a call within 1 business hour of "
                                 "entering mql\n when country = \"FR\" }"),
              IsEmpty());
}

TEST(Contradictions, WhatPeopleCanProvideForIsNone) {
  EXPECT_THAT(
      codes_with("clause reasons { sales must not move a lead to disqualified without reason }\n"
                 "clause end { sales must move a lead to disqualified within 1 business day of "
                 "entering mql }"),
      IsEmpty());
  EXPECT_THAT(
      codes_with("clause order { sales must not move a lead to won while in [inquiry, mql] }\n"
                 "clause end { sales must move a lead to won within 20 business days of "
                 "entering mql }"),
      IsEmpty());
}

TEST(EarlyReports, AWindowThatIsShorterThanTheDuty) {
  const std::string duty =
      "clause accept { sales must move a lead to sal or disqualified within 20 business days of "
      "entering mql }\n";
  const auto rate = [](const std::string& window) {
    return "clause rate { sales must move at least 20% of the leads entering mql each month to sal "
           "within " +
           window + " }\n";
  };
  EXPECT_THAT(codes_with(duty + rate("14 days")), ElementsAre("SLA2111"));
  EXPECT_THAT(codes_with(duty + rate("60 days")), IsEmpty());
}

TEST(EarlyReports, AReliefThatComesTooLate) {
  const std::string duty =
      "clause accept { sales must make a call within 20 business days of entering mql }\n";
  const auto rate = [](const std::string& window) {
    return "clause rate { marketing must move at least 20% of the leads entering mql each month to "
           "won "
           "within " +
           window + ", not counting leads where accept is breached }\n";
  };
  EXPECT_THAT(codes_with(duty + rate("7 days")), ElementsAre("SLA2111"));
  EXPECT_THAT(codes_with(duty + rate("60 days")), IsEmpty());
}

TEST(EarlyReports, AShareThatAsksAtTheStart) {
  const std::string duty =
      "clause accept { sales must make a call within 2 business days of entering mql }\n";
  EXPECT_THAT(
      codes_with(duty + "clause part { sales must accept at least 40% of leads entering mql each "
                        "month where accept is met }"),
      ElementsAre("SLA2111"));
  EXPECT_THAT(
      codes_with(duty + "clause part { sales must accept at least 40% of leads entering sal each "
                        "month where accept is met }"),
      IsEmpty());
  // Periods wait for their obligations.
  EXPECT_THAT(
      codes_with("clause accept { sales must make a call within 2 business days of entering mql\n"
                 "  target 90% each day }"),
      IsEmpty());
}

TEST(LocalTimes, AnOpeningInTheGap) {
  const auto policy = [](const std::string& opening) {
    return R"(agreement "A" {
  between    marketing and sales
  in force   2026-03-01 to 2026-04-30
  time zone  "Europe/Paris"
}
calendar night { )" +
           opening + " }\n";
  };
  EXPECT_THAT(codes_in(policy("open every day 02:30-04:00")), ElementsAre("SLA2124"));
  EXPECT_THAT(codes_in(policy("open every day 01:00-02:30")), ElementsAre("SLA2124"));
  EXPECT_THAT(codes_in(policy("open Mon-Sat 02:30-04:00")), IsEmpty());
  EXPECT_THAT(codes_in(policy("open every day 22:00-06:00")), IsEmpty());
  EXPECT_THAT(codes_in(policy("open every day 03:00-04:00")), IsEmpty());
  EXPECT_THAT(codes_in(policy("open always")), IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::timed
