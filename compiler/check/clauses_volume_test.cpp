#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;

std::string clause(const std::string& body) {
  return policy("clause c {\n marketing must deliver " + body + "\n}\n");
}

agreement::Volume made(const std::string& body) {
  const Checked checked = check_text(clause(body));
  EXPECT_THAT(checked.found, IsEmpty());
  return checked.agreement ? checked.agreement->clauses.at(0).volume : agreement::Volume{};
}

TEST(CheckVolume, Counts) {
  const auto count =
      made("at least 500 leads entering mql each month, paced by business day per team");
  EXPECT_TRUE(count.at_least);
  EXPECT_EQ(count.amount, 500);
  EXPECT_EQ(count.sum_of, -1);
  EXPECT_THAT(count.counted.events, ElementsAre(5));
  EXPECT_EQ(count.period.unit, agreement::PeriodUnit::month);
  EXPECT_EQ(count.group.by, agreement::GroupBy::team);
  EXPECT_TRUE(count.paced);
  EXPECT_EQ(count.calendar, 0);
  EXPECT_FALSE(made("at most 5 leads entering mql each day every entry").at_least);
  EXPECT_TRUE(made("at most 5 leads entering mql each day every entry").every_entry);
  EXPECT_THAT(
      found(clause("at least 5.5 leads entering mql each day")),
      ElementsAre("SLA1017 marketing must deliver at least 5.5 leads entering mql each day"));
  EXPECT_THAT(found(clause("at least 5 USD of leads entering mql each day")),
              ElementsAre("SLA1003 USD"));
}

TEST(CheckVolume, SumsAreInTheScaleOfTheField) {
  EXPECT_EQ(made("at least 5000.5 USD of the sum of worth entering won each quarter").amount,
            5'000'500'000);
  EXPECT_EQ(made("at least 70 of the sum of score entering won each quarter").amount, 70);
  EXPECT_EQ(made("at least 70 of the sum of weight entering won each quarter").amount, 70'000'000);
}

TEST(CheckVolume, SumsAndTheirUnits) {
  const std::pair<const char*, const char*> kBad[] = {
      {"at least 5 EUR of the sum of worth entering won each month", "SLA1017 EUR"},
      {"at least 5 USD of the sum of score entering won each month", "SLA1003 USD"},
      {"at least 5 of the sum of country entering won each month", "SLA1003 country"},
      {"at least 5 of the sum of scroe entering won each month", "SLA1001 scroe"},
  };
  for (const auto& [body, finding] : kBad)
    EXPECT_THAT(found(clause(body)), ElementsAre(finding)) << body;
  EXPECT_THAT(help_of(clause("at least 5 of the sum of worth entering won each month")),
              "write `5 USD`");
  EXPECT_THAT(help_of(clause("at least 5.5 of the sum of score entering won each month")),
              "write a whole number");
}

TEST(CheckVolume, AnOptionalFieldIsSummedOnlyWhereItIsKnown) {
  const std::string sum = "at least 5 USD of the sum of amount entering won each month";
  EXPECT_THAT(found(clause(sum)), ElementsAre("SLA1004 amount"));
  EXPECT_THAT(found(clause(sum + " where opted_in")), ElementsAre("SLA1004 amount"));
  EXPECT_THAT(found(clause(sum + " where amount is known and opted_in")), IsEmpty());
}

TEST(CheckVolume, WhatTheEnteredStateRequiresIsKnown) {
  std::string text = clause("at least 5 USD of the sum of amount entering won each month");
  const std::string moves = "  won, lost final\n";
  text.replace(text.find(moves), moves.size(),
               "  won final requires amount is known\n  lost final\n");
  EXPECT_THAT(found(text), IsEmpty());
  // Not of every state that is counted.
  text.replace(text.find("entering won"), 12, "entering won or lost");
  EXPECT_THAT(found(text), ElementsAre("SLA1004 amount"));
}

TEST(CheckVolume, ThePeriodIsNeeded) {
  EXPECT_THAT(found(clause("at least 5 leads entering mql")),
              ElementsAre("SLA1018 marketing must deliver at least 5 leads entering mql"));
}

TEST(CheckVolume, PacingNeedsACalendar) {
  std::string text = clause("at least 5 leads entering mql each month, paced by business day");
  EXPECT_THAT(found(text), IsEmpty());
  text.erase(text.find(kOffice), kOffice.size());
  const Checked checked = check_text(text);
  ASSERT_EQ(checked.findings.size(), 1u);
  EXPECT_EQ(checked.findings[0].code, diagnose::Code::no_calendar);
}

TEST(CheckVolume, ThereIsNoClock) {
  const std::string five = "at least 5 leads entering mql each month\n";
  EXPECT_THAT(found(clause(five + " while opted_in")), ElementsAre("SLA1017 opted_in"));
  EXPECT_THAT(found(clause(five + " on reentry ignore")), ElementsAre("SLA1017 on reentry ignore"));
  EXPECT_THAT(found(clause(five + " when opted_in")), IsEmpty());
}

}  // namespace
}  // namespace sla::check
