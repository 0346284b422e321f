#include "compiler/analyze/time/testing.h"

namespace sla::analyze::timed {
namespace {

const std::string kCall = "clause call { sales must send an email within ";

TEST(LateNotices, AReminderHeldOverTheWeekendComesTooLate) {
  const std::string policy =
      std::string(kBase) + kCall +
      "4 hours of entering mql\n  at 75%  remind owner by email in office\n}\n";
  EXPECT_THAT(codes_in(policy), ElementsAre("SLA2101"));
  // Whatever comes in the night is due before anybody hears of it.
  EXPECT_EQ(first_line(policy), "Tue 2026-09-01 00:00");
}

TEST(LateNotices, ABusinessDeadlineAndItsNoticeWaitTogether) {
  EXPECT_THAT(codes_with(kCall + "4 business hours of entering mql\n"
                                 "  at 75%  remind owner in office\n"
                                 "  1 business hour before due  notify owner in office\n}\n"),
              IsEmpty());
}

TEST(LateNotices, WhatIsSaidAtOnceIsNeverLate) {
  EXPECT_THAT(codes_with(kCall + "4 hours of entering mql\n  at 75%  remind owner by email\n}\n"),
              IsEmpty());
}

TEST(LateNotices, WhatIsMeantToComeAfterDueMay) {
  EXPECT_THAT(
      codes_with(kCall + "4 hours of entering mql\n  at due  escalate to manager in office\n"
                         "}\n"),
      IsEmpty());
  EXPECT_THAT(codes_with(kCall + "4 hours of entering mql\n  at 150%  remind owner in office\n}\n"),
              IsEmpty());
  EXPECT_THAT(codes_with(kCall + "4 hours of entering mql\n"
                                 "  2 business hours after due  escalate to manager in office\n"
                                 "  when breached  notify manager in office\n}\n"),
              IsEmpty());
}

TEST(LateNotices, OneTierOfSeveralIsEnough) {
  EXPECT_THAT(
      codes_with(kCall + "{\n    hot        30 minutes\n    otherwise  2 business days\n  }\n"
                         "  of entering mql\n  at 50%  remind owner in office\n}\n"),
      ElementsAre("SLA2101"));
}

TEST(LateNotices, AnotherCalendarThanThatOfTheDeadlineMayOpenTooLate) {
  EXPECT_THAT(codes_with("calendar early { open Mon-Fri 06:00-18:00 }\n" + kCall +
                         "2 business hours of entering mql\n  calendar early\n"
                         "  at 50%  remind owner in office\n}\n"),
              ElementsAre("SLA2101"));
}

TEST(LateNotices, AllWayOpenCalendarsNeverHoldAnything) {
  EXPECT_THAT(codes_with("calendar always { open always }\n" + kCall +
                         "4 hours of entering mql\n  at 75%  remind owner in always\n}\n"),
              IsEmpty());
}

TEST(LateNotices, AnImmediateTierLeavesNothingToRemindOf) {
  EXPECT_THAT(
      codes_with(kCall + "{\n    hot        immediately\n    otherwise  2 business days\n  }\n"
                         "  of entering mql\n  at 50%  remind owner in office\n}\n"),
      IsEmpty());
}

TEST(Ladders, StepsThatAWeekendPushesTogether) {
  EXPECT_THAT(codes_with(kCall + "4 business hours of entering mql\n"
                                 "  2 hours after due  notify owner in office\n"
                                 "  6 hours after due  escalate to manager in office\n}\n"),
              ElementsAre("SLA2102"));
}

TEST(Ladders, StepsInBusinessTimeKeepTheirDistance) {
  EXPECT_THAT(codes_with(kCall + "4 business hours of entering mql\n"
                                 "  at due                     notify owner in office\n"
                                 "  1 business hour after due  escalate to manager in office\n"
                                 "  1 business day after due   escalate to manager in office\n}\n"),
              IsEmpty());
}

TEST(Ladders, OneThatIsHeldIsOvertakenByOneThatIsNot) {
  EXPECT_THAT(codes_with(kCall + "4 business hours of entering mql\n"
                                 "  2 hours after due  notify owner in office\n"
                                 "  4 hours after due  escalate to manager\n}\n"),
              ElementsAre("SLA2102"));
}

TEST(Ladders, TwoThingsAtOneInstantOnPurpose) {
  EXPECT_THAT(codes_with(kCall + "4 business hours of entering mql\n"
                                 "  at due  notify owner in office\n"
                                 "  at due  escalate to manager in office\n}\n"),
              IsEmpty());
  EXPECT_THAT(
      codes_with(kCall + "4 business hours of entering mql\n"
                         "  at 75%                       notify owner in office\n"
                         "  1 business hour before due   create task \"Call\" in office\n}\n"),
      IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::timed
