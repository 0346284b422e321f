// SLA2103 and SLA2105.
#include "compiler/analyze/time/testing.h"

namespace sla::analyze::timed {
namespace {

std::string call_within(const std::string& time, const std::string& more = "") {
  return "clause demo { sales must make a call within " + time + " of entering mql\n" + more +
         "}\n";
}

TEST(UnworkedWindows, TheFirstNightOfTheTerm) {
  const std::string policy = kBase + call_within("2 hours");
  EXPECT_THAT(codes_in(policy), ElementsAre("SLA2103"));
  EXPECT_EQ(first_line(policy), "Tue 2026-09-01 00:00");
}

TEST(UnworkedWindows, ADayOverTheWeekend) {
  const std::string policy = kBase + call_within("24 hours");
  EXPECT_THAT(codes_in(policy), ElementsAre("SLA2103"));
  // Exactly at the closing the window still ends before the next opening.
  EXPECT_EQ(first_line(policy), "Fri 2026-09-04 18:00");
}

TEST(UnworkedWindows, LongerThanAnyClosureIsSound) {
  // From Friday's closing to Monday's opening there are 63 hours, and 64 when clocks go back.
  EXPECT_THAT(codes_with(call_within("64 hours")), IsEmpty());
  EXPECT_EQ(first_line(kBase + call_within("63 hours")), "Fri 2026-10-23 18:00");
  EXPECT_EQ(first_line(kBase + call_within("62 hours")), "Fri 2026-09-04 18:00");
}

TEST(UnworkedWindows, AHolidayMakesTheClosureLonger) {
  const std::string policy = R"(agreement "A" {
  between    marketing and sales
  in force   2026-12-01 to 2026-12-31
  time zone  "Europe/Paris"
}
calendar office {
  open    Mon-Fri 09:00-18:00
  closed  2026-12-25
}
lifecycle lead {
  mql  owned by marketing
  sal  owned by sales
}
clause enough { marketing must deliver at least 1 leads entering mql each month }
)";
  EXPECT_THAT(codes_in(policy + call_within("80 hours")), ElementsAre("SLA2103"));
  EXPECT_EQ(first_line(policy + call_within("80 hours")), "Thu 2026-12-24 18:00");
  EXPECT_THAT(codes_in(policy + call_within("87 hours")), IsEmpty());
}

TEST(UnworkedWindows, BusinessTimeIsSound) {
  EXPECT_THAT(codes_with(call_within("2 business hours")), IsEmpty());
  EXPECT_THAT(codes_with(call_within("1 business day")), IsEmpty());
}

TEST(UnworkedWindows, WhoeverNamesTheClockMeansIt) {
  EXPECT_THAT(
      codes_with("calendar clock { open always }\n" + call_within("2 hours", "  calendar clock\n")),
      IsEmpty());
  // Having such a calendar says what a day is, and not that people work at night.
  EXPECT_THAT(codes_with("calendar clock { open always }\n" + call_within("24 hours")), IsEmpty());
  EXPECT_THAT(codes_with("calendar clock { open always }\n" + call_within("2 hours")),
              ElementsAre("SLA2103"));
}

TEST(UnworkedWindows, WithoutCalendarsNobodyKnowsWhenPeopleWork) {
  const std::string policy = R"(agreement "A" {
  between    marketing and sales
  in force   2026-09-01 to 2026-10-31
  time zone  "Europe/Paris"
}
lifecycle lead {
  mql  owned by marketing
  sal  owned by sales
}
clause enough { marketing must deliver at least 1 leads entering mql each month }
)";
  EXPECT_THAT(codes_in(policy + call_within("2 hours")), IsEmpty());
}

TEST(UnworkedWindows, MachinesWorkAtNight) {
  EXPECT_THAT(
      codes_with("clause c { marketing must assign a lead within 5 minutes of entering mql }"),
      IsEmpty());
  EXPECT_THAT(codes_with("clause c { sales must send an email within 5 minutes of entering mql }"),
              IsEmpty());
  EXPECT_THAT(
      codes_with("clause c { marketing must move a lead to mql within 5 minutes of entering "
                 "inquiry }"),
      IsEmpty());
  EXPECT_THAT(codes_with("event scored\n"
                         "clause c { marketing must record reason within 5 minutes of entering "
                         "inquiry }"),
              IsEmpty());
}

TEST(UnworkedWindows, DispositionsAreForPeople) {
  EXPECT_THAT(
      codes_with("clause c { sales must move a lead to sal or disqualified within 4 hours of "
                 "entering mql }"),
      ElementsAre("SLA2103"));
  EXPECT_THAT(
      codes_with("clause c { sales must move a lead to sal within 4 hours of entering mql }"),
      ElementsAre("SLA2103"));
}

TEST(UnworkedWindows, WhatPeopleStartStartsInWorkingTime) {
  EXPECT_THAT(codes_with("clause c { sales must make a call within 2 hours of a meeting }"),
              IsEmpty());
  EXPECT_THAT(
      codes_with("clause a { sales must move a lead to sal or disqualified within 1 business "
                 "day of entering mql }\n"
                 "clause c { sales must make a call within 2 hours of entering sal }"),
      IsEmpty());
}

TEST(UnworkedWindows, OneTierInPlainTime) {
  EXPECT_THAT(codes_with(call_within("{\n hot 15 minutes\n otherwise 2 business days\n }")),
              ElementsAre("SLA2103"));
}

TEST(UnworkedWindows, AnotherRecordHasItsOwn) {
  EXPECT_THAT(
      codes_with("opportunity of lead { size integer? }\n"
                 "lifecycle opportunity { proposal, negotiation }\n"
                 "clause c { for each opportunity, sales must make a call within 2 hours of "
                 "entering proposal }"),
      ElementsAre("SLA2103"));
}

TEST(Cadences, OneADayAndMoreThanTheDays) {
  const std::string cap =
      "clause gently { sales must make at most 1 call, email or meeting each day, every entry }\n";
  const auto touches = [](int count) {
    return "clause touches { sales must make at least " + std::to_string(count) +
           " of call, email or meeting within 5 business days of entering mql }\n";
  };
  // What comes on a Saturday has from Monday to Friday; the sixth day ends as it begins.
  EXPECT_THAT(codes_with(touches(6) + cap), ElementsAre("SLA2105"));
  EXPECT_THAT(codes_with(touches(5) + cap), IsEmpty());
  // A lead counts once a day: it may be called twice.
  EXPECT_THAT(codes_with(touches(7) + "clause gently { sales must make at most 1 call, email or "
                                      "meeting each day }\n"),
              IsEmpty());
  // Only the calls are few.
  EXPECT_THAT(
      codes_with(touches(7) +
                 "clause gently { sales must make at most 1 calls each day, every entry }\n"),
      IsEmpty());
}

TEST(Cadences, AGapOfPlainTimeOverTheWeekend) {
  const auto touches = [](const std::string& gap) {
    return "clause touches { sales must make at least 3 of call, meeting within 10 business days "
           "of "
           "entering mql, at most " +
           gap + " apart }\n";
  };
  EXPECT_THAT(codes_with(touches("24 hours")), ElementsAre("SLA2105"));
  EXPECT_THAT(codes_with(touches("96 hours")), IsEmpty());
  EXPECT_THAT(codes_with(touches("2 business days")), IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::timed
