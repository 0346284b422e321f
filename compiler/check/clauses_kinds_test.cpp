// Cadence, time in state, prohibition, share and conversion: what they become, and what is refused.
#include "compiler/agreement/words.h"
#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;
using agreement::ClauseKind;
using agreement::TargetKind;

std::string clause(const std::string& body) { return policy("clause c {\n" + body + "\n}\n"); }

agreement::Clause made(const std::string& body) {
  const Checked checked = check_text(clause(body));
  EXPECT_THAT(checked.found, IsEmpty()) << body;
  return checked.agreement ? checked.agreement->clauses.at(0) : agreement::Clause{};
}

std::string sentence(const std::string& body) {
  const Checked checked = check_text(clause(body));
  EXPECT_THAT(checked.found, IsEmpty()) << body;
  return checked.agreement ? agreement::sentence(*checked.agreement, checked.agreement->clauses[0])
                           : "";
}

/// Code and help of the only finding.
std::string refusal(const std::string& body) {
  const Checked checked = check_text(clause(body));
  if (checked.findings.size() != 1)
    return "not one finding: " + ::testing::PrintToString(checked.found);
  return diagnose::code_text(checked.findings[0].code) + " " + checked.findings[0].message;
}

// Codes with the lifecycle of the tests: inquiry 4, mql 5, sal 6, won 7, lost 8, call 9, email 10,
// meeting 11.

TEST(CheckCadence, BecomesAClock) {
  const auto cadence = made(
      "sales must make at least 6 of call, email or meeting by the owner\n"
      "within 10 business days of entering sal\n"
      "at most 2 business days apart\n"
      "until won or lost\n"
      "paused while on_hold\n excused when opted_in\n target 90% each month per team");
  EXPECT_EQ(cadence.kind, ClauseKind::cadence);
  const agreement::Deadline& clock = cadence.deadline;
  EXPECT_EQ(clock.needed, 6);
  ASSERT_EQ(clock.discharges.size(), 1u);
  EXPECT_THAT(clock.discharges[0].events, ElementsAre(9, 10, 11));
  EXPECT_EQ(clock.discharges[0].by, agreement::By::owner);
  ASSERT_EQ(clock.tiers.size(), 1u);
  EXPECT_EQ(clock.tiers[0].target.kind, TargetKind::business_days);
  EXPECT_EQ(clock.apart->amount, 2);
  EXPECT_THAT(clock.until, ElementsAre(7, 8));
  EXPECT_EQ(clock.calendar, 0);
  EXPECT_TRUE(clock.excused_when);
  EXPECT_TRUE(clock.target);
}

TEST(CheckCadence, MayHaveTiersAndPluralTouches) {
  const auto clock =
      made(
          "sales must make at least 3 calls within { score > 50 2 hours\n otherwise 4 "
          "hours } of entering sal")
          .deadline;
  EXPECT_EQ(clock.tiers.size(), 2u);
  EXPECT_EQ(clock.calendar, -1);
  EXPECT_THAT(clock.discharges[0].events, ElementsAre(9));
}

TEST(CheckCadence, AGapInBusinessTimeNeedsTheCalendar) {
  const std::string cadence =
      "sales must make at least 3 calls within 100 hours of entering sal, at most 2 business hours "
      "apart";
  EXPECT_EQ(made(cadence).deadline.calendar, 0);
  std::string none = clause(cadence);
  none.erase(none.find(kOffice), kOffice.size());
  EXPECT_THAT(found(none), ElementsAre("SLA1009 2 business hours"));
}

TEST(CheckCadence, Misuses) {
  const std::string touches = "sales must make at least 3 calls ";
  EXPECT_EQ(refusal(touches + "within 5 hours"),
            "SLA1018 this cadence does not say from which event on");
  EXPECT_EQ(refusal(touches + "of entering sal"),
            "SLA1018 this cadence does not say within which time");
  EXPECT_EQ(refusal(touches + "within 5 hours of entering sal, at most 6 hours apart"),
            "SLA1017 a gap that is longer than the window can never be exceeded in it");
  EXPECT_EQ(
      refusal(touches + "within 5 hours of entering sal, at most end of business day 1 apart"),
      "SLA1010 a gap is an amount of time, not a day");
  EXPECT_EQ(refusal("sales must make at least 0 calls within 5 hours of entering sal"),
            "SLA1017 a cadence asks for a whole number of events, 1 to 1000");
  EXPECT_EQ(refusal("sales must make at least 1001 calls within 5 hours of entering sal"),
            "SLA1017 a cadence asks for a whole number of events, 1 to 1000");
  EXPECT_EQ(refusal("sales must make at most 3 calls within 5 hours of entering sal"),
            "SLA0003 a cadence says at least how many, not at most");
  EXPECT_EQ(refusal(touches + "within 5 hours of entering sal each month"),
            "SLA0003 the period does not fit this promise");
  EXPECT_EQ(refusal(touches + "within 5 hours of entering sal per team"),
            "SLA0003 `per` does not fit this promise");
  EXPECT_EQ(refusal(touches + "within 5 hours of entering sal until wno"),
            "SLA1006 there is no state `wno`");
  EXPECT_EQ(refusal("sales must make at least 1 of call within 5 hours of a call"),
            "SLA2003 what starts this clock also stops it, so it never runs");
  made("sales must make at least 2 of call within 5 hours of a call");
}

TEST(CheckTimeInState, StopsWithLeavingTheStates) {
  const auto stay = made("sales must not leave a lead in mql or sal longer than 4 business hours");
  EXPECT_EQ(stay.kind, ClauseKind::time_in_state);
  EXPECT_THAT(stay.deadline.start.events, ElementsAre(5, 6));
  ASSERT_EQ(stay.deadline.discharges.size(), 1u);
  EXPECT_EQ(stay.deadline.discharges[0].left_states, 0b110u);
  EXPECT_THAT(stay.deadline.discharges[0].events, ElementsAre(4, 5, 6, 7, 8));
  EXPECT_EQ(stay.deadline.calendar, 0);
  EXPECT_EQ(made("sales must not leave a lead in mql\nlonger than { score > 5 1 hour\n otherwise 2 "
                 "hours }")
                .deadline.tiers.size(),
            2u);
}

TEST(CheckTimeInState, Misuses) {
  EXPECT_EQ(
      refusal("sales must not leave a lead in inquiry, mql, sal, won or lost longer than 1 hour"),
      "SLA1017 there is no other state to leave for");
  EXPECT_EQ(refusal("sales must not leave a deal in mql longer than 1 hour"),
            "SLA1001 there is no record `deal`");
  EXPECT_EQ(refusal("sales must not leave a lead in mqll longer than 1 hour"),
            "SLA1006 there is no state `mqll`");
  EXPECT_EQ(refusal("sales must not leave a lead in mql longer than 1 day").substr(0, 7),
            "SLA1008");
  EXPECT_EQ(refusal("sales must not leave a lead in mql longer than 0 hours"),
            "SLA1010 a target of zero is missed as soon as it starts");
}

TEST(CheckProhibition, HasItsRestrictions) {
  const auto clause = made(
      "sales must not make a call or send an email by the owner without opted_in\n"
      "  while in sal\n  outside office\n  target 99% each month");
  const agreement::Prohibition& forbidden = clause.prohibition;
  EXPECT_EQ(clause.kind, ClauseKind::prohibition);
  ASSERT_EQ(forbidden.forbidden.size(), 2u);
  EXPECT_EQ(forbidden.forbidden[0].by, agreement::By::owner);
  ASSERT_TRUE(forbidden.without && forbidden.while_ && forbidden.target);
  EXPECT_EQ(forbidden.without->op, agreement::Op::field);
  EXPECT_EQ(forbidden.while_->op, agreement::Op::was_in_states);
  EXPECT_EQ(forbidden.outside, 0);
}

TEST(CheckProhibition, WithoutAFieldMeansThatItIsUnknown) {
  EXPECT_EQ(made("sales must not move a lead to won without email").prohibition.without->op,
            agreement::Op::field_known);
  EXPECT_EQ(
      sentence("sales must not move a lead to won without email and amount or score > 5"),
      "sales must not move a lead to won unless email is known and amount is known or score > 5");
}

TEST(CheckProhibition, StatesInItsWhileAreThoseBefore) {
  const auto clause =
      made("sales must not move a lead to won while not in [mql, sal] or on_hold and in sal");
  EXPECT_EQ(clause.prohibition.while_->children[0].children[0].op, agreement::Op::was_in_states);
}

TEST(CheckProhibition, Misuses) {
  const std::string call = "sales must not make a call ";
  EXPECT_EQ(refusal(call + "outside ofice"), "SLA1001 there is no calendar `ofice`");
  EXPECT_EQ(refusal(call + "while in sal\n while in mql"), "SLA0010 `while` is said twice");
  EXPECT_EQ(refusal(call + "\n paused while on_hold"),
            "SLA1017 a prohibition clause has no clock, so `paused while` means nothing");
  EXPECT_EQ(refusal(call + "\n excused when on_hold"),
            "SLA1017 a prohibition clause has no clock, so `excused when` means nothing");
  EXPECT_EQ(refusal(call + "\n target 90% judged when due"),
            "SLA1017 nothing of a prohibition is due, so it cannot be judged when due");
  made("sales must not record amount while in mql");
  EXPECT_EQ(refusal(call + "without score > "
                           "\"5\"")
                .substr(0, 7),
            "SLA1003");
}

TEST(CheckShare, IsAPartOfAWhole) {
  const auto clause = made(
      "marketing must source at least 40.5% of the sum of worth entering won each quarter per "
      "team\n"
      "where source is not event, every entry");
  EXPECT_EQ(clause.kind, ClauseKind::share);
  EXPECT_EQ(clause.volume.micro_percent, 40'500'000);
  EXPECT_EQ(clause.volume.sum_of, 3);
  EXPECT_TRUE(clause.volume.part);
  EXPECT_FALSE(clause.volume.where);
  EXPECT_TRUE(clause.volume.every_entry);
  EXPECT_EQ(clause.volume.group.by, agreement::GroupBy::team);
  const auto leads = made(
      "marketing must source at most 10% of the leads entering lost each month where opted_in");
  EXPECT_FALSE(leads.volume.at_least);
  EXPECT_EQ(leads.volume.sum_of, -1);
}

TEST(CheckShare, Misuses) {
  const std::string part = "marketing must source at least 40% of ";
  EXPECT_EQ(refusal(part + "leads entering won each month"),
            "SLA1018 this share does not say which part of the whole is meant");
  EXPECT_EQ(refusal(part + "leads entering won where opted_in"),
            "SLA1018 this share does not say in which period");
  EXPECT_EQ(refusal(part + "leads each month where opted_in"),
            "SLA0003 it is not said at which event these are counted");
  EXPECT_EQ(
      refusal(
          "marketing must source at least 140% of leads entering won each month where opted_in"),
      "SLA1017 a target is more than 0% and at most 100%");
  EXPECT_EQ(refusal(part + "leads entering won each month where opted_in, paced by business day"),
            "SLA0003 `paced by business day` does not fit this promise");
  EXPECT_EQ(refusal(part + "leads entering won each month where opted_in\n target 90%"),
            "SLA1017 a share clause has its bound in the promise itself");
  // The whole is summed too: what shows the part does not show the whole.
  const std::string sum = part + "the sum of amount entering won each month where ";
  EXPECT_EQ(refusal(sum + "amount is known and amount > 5 USD"),
            "SLA1004 `amount` may be unknown where it is summed");
  made(sum + "opted_in\n when amount is known");
}

TEST(CheckConversion, HasACohortAndAWindow) {
  const auto clause = made(
      "sales must move at least 20% of the leads entering sal each month to won or lost\n"
      "within 30 days, not counting leads where opted_in, per owner");
  const agreement::Conversion& conversion = clause.conversion;
  EXPECT_EQ(clause.kind, ClauseKind::conversion);
  EXPECT_TRUE(conversion.at_least);
  EXPECT_THAT(conversion.entering.events, ElementsAre(6));
  EXPECT_THAT(conversion.reached, ElementsAre(7, 8));
  EXPECT_EQ(conversion.window.kind, TargetKind::elapsed);
  EXPECT_EQ(conversion.window.amount, 30 * time::kDay);
  EXPECT_EQ(conversion.calendar, -1);
  EXPECT_EQ(conversion.target.micro_percent, 20'000'000);
  EXPECT_EQ(conversion.target.period.unit, agreement::PeriodUnit::month);
  EXPECT_EQ(conversion.target.group.by, agreement::GroupBy::owner);
  EXPECT_TRUE(conversion.not_counting);
  EXPECT_EQ(made("sales must move at most 5% of leads entering sal each week to lost within 5 "
                 "business days")
                .conversion.calendar,
            0);
}

TEST(CheckConversion, Misuses) {
  const std::string cohort = "sales must move at least 20% of the leads entering sal ";
  EXPECT_EQ(refusal(cohort + "to won within 30 days"),
            "SLA1018 this conversion does not say in which period");
  EXPECT_EQ(refusal(cohort + "each month to won"),
            "SLA1018 this conversion does not say within which time");
  EXPECT_EQ(refusal(cohort + "each month within 30 days"),
            "SLA1018 this conversion does not say where the leads must arrive");
  EXPECT_EQ(refusal(cohort + "each month to won within 1 month").substr(0, 7), "SLA1010");
  EXPECT_EQ(refusal(cohort + "each month to won within 30 days where opted_in"),
            "SLA0003 `where` does not fit this promise");
  EXPECT_EQ(refusal(cohort + "each month to won within { otherwise 30 days }"),
            "SLA0003 a conversion has one window for all");
  EXPECT_EQ(
      refusal("sales must move at least 20% of the sum of worth entering sal each month to won "
              "within 30 days"),
      "SLA0003 a conversion counts leads, not the sum of a field");
  EXPECT_EQ(refusal(cohort + "each month to won within 30 days\n while in sal"),
            "SLA1017 a conversion clause has no clock, so `while` means nothing");
}

TEST(CheckKinds, AreSentences) {
  EXPECT_EQ(
      sentence("sales must move a lead to sal or lost within { score > 5 15 business minutes\n"
               "otherwise 1 business day } of entering mql\nwhen opted_in"),
      "sales must move a lead to sal or lost within 15 business minutes where score > 5, or "
      "within 1 business day otherwise of entering mql when opted_in");
  EXPECT_EQ(
      sentence("sales must make at least 6 of call or email by the owner within 10 business days "
               "of entering sal, at most 2 business days apart, until won"),
      "sales must make at least 6 of call or email by the owner within 10 business days of "
      "entering sal, at most 2 business days apart, until won");
  EXPECT_EQ(sentence("sales must not leave a lead in mql longer than 4 business hours"),
            "sales must not leave a lead in mql longer than 4 business hours");
  EXPECT_EQ(sentence("sales must not make a call by sales while in sal outside office"),
            "sales must not make a call by sales while in sal outside office");
  EXPECT_EQ(sentence("marketing must source at least 40% of leads entering won each quarter where "
                     "opted_in"),
            "marketing must reach at least 40% of leads entering won each quarter where opted_in");
  EXPECT_EQ(
      sentence("marketing must deliver at least 500 USD of the sum of worth entering won each "
               "month per team"),
      "marketing must reach at least 500 USD of the sum of worth entering won each month per "
      "team");
  EXPECT_EQ(
      sentence("sales must move at least 20% of the leads entering sal each month to won within "
               "30 days"),
      "sales must move at least 20% of the leads entering sal each month to won within 30 days");
}

}  // namespace
}  // namespace sla::check
