#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;
using agreement::OnReassignment;
using agreement::TargetKind;

std::string clause(const std::string& body) { return policy("clause c {\n" + body + "\n}\n"); }

agreement::Deadline made(const std::string& text) {
  const Checked checked = check_text(text);
  EXPECT_THAT(checked.found, IsEmpty());
  return checked.agreement ? checked.agreement->clauses.at(0).deadline : agreement::Deadline{};
}

// Codes with the lifecycle of the tests: inquiry 4, mql 5, sal 6, won 7, lost 8, call 9, email 10,
// meeting 11.

TEST(CheckDeadline, DischargesBecomeEventCodes) {
  EXPECT_THAT(made(clause("sales must move a lead to won or lost within 1 hour of entering mql"))
                  .discharges[0]
                  .events,
              ElementsAre(7, 8));
  EXPECT_THAT(made(clause("sales must make a call or meeting within 1 hour of entering mql"))
                  .discharges[0]
                  .events,
              ElementsAre(9, 11));
  EXPECT_THAT(
      made(clause("sales must assign a lead within 1 hour of entering mql")).discharges[0].events,
      ElementsAre(events::kAssigned));
  const auto record =
      made(clause("sales must record email and amount within 1 hour of entering mql"));
  EXPECT_THAT(record.discharges[0].fields, ElementsAre(7, 4));
  const auto both =
      made(clause("sales must make a call and record amount within 1 hour of entering mql"));
  EXPECT_TRUE(both.all);
  EXPECT_EQ(both.discharges.size(), 2u);
}

TEST(CheckDeadline, TriggersBecomeEventCodes) {
  EXPECT_THAT(
      made(clause("sales must make a call within 1 hour of entering mql or sal")).start.events,
      ElementsAre(5, 6));
  const auto assigned =
      made(clause("sales must make a call within 1 hour of being assigned in mql or sal"));
  EXPECT_THAT(assigned.start.events, ElementsAre(events::kAssigned));
  EXPECT_EQ(assigned.start.in_states, 0b110u);
  const auto leaving = made(clause("sales must make a call within 1 hour of leaving mql"));
  EXPECT_EQ(leaving.start.kind, agreement::Trigger::Kind::leaving);
  EXPECT_EQ(leaving.start.left_states, 0b10u);
  EXPECT_THAT(leaving.start.events, ElementsAre(4, 6, 7, 8));
  EXPECT_THAT(made(clause("sales must make a call within 1 hour of meeting")).start.events,
              ElementsAre(11));
}

TEST(CheckDeadline, UnknownNames) {
  const std::pair<const char*, const char*> kBad[] = {
      {"slaes must move a lead to sal within 1 hour of entering mql", "SLA1011 slaes"},
      {"sales must move a lead to slal within 1 hour of entering mql", "SLA1006 slal"},
      {"sales must move a deal to sal within 1 hour of entering mql", "SLA1001 deal"},
      {"sales must make a clal within 1 hour of entering mql", "SLA1001 clal"},
      {"sales must record emial within 1 hour of entering mql", "SLA1001 emial"},
      {"sales must move a lead to sal within 1 hour of entering mqll", "SLA1006 mqll"},
      {"sales must move a lead to sal within 1 hour of meting", "SLA1001 meting"},
      {"sales must move a lead to sal within 1 hour of entering mql\n calendar ofice",
       "SLA1001 ofice"},
      {"sales must move a lead to sal within 1 hour of entering mql\n target 95% per conutry",
       "SLA1001 conutry"},
  };
  for (const auto& [body, finding] : kBad) {
    EXPECT_THAT(found(clause(body)), ElementsAre(finding));
    if (std::string_view(finding) == "SLA1001 deal") continue;
    EXPECT_THAT(found(repaired(clause(body))), IsEmpty()) << body;
  }
}

TEST(CheckDeadline, AStartThatStops) {
  EXPECT_THAT(found(clause("sales must move a lead to mql or sal within 1 hour of entering mql")),
              ElementsAre("SLA2003 entering mql"));
  EXPECT_THAT(found(clause("sales must assign a lead within 1 hour of being assigned in mql")),
              ElementsAre("SLA2003 being assigned in mql"));
  // One of the two starts can run.
  EXPECT_THAT(found(clause("sales must move a lead to mql within 1 hour of entering mql or sal")),
              IsEmpty());
  // With `and`, entering mql is only half of what must be done.
  EXPECT_THAT(
      found(clause("sales must move a lead to mql and make a call within 1 hour of entering mql")),
      IsEmpty());
}

TEST(CheckDeadline, CalendarOfTheClock) {
  EXPECT_EQ(made(deadline("1 hour")).calendar, -1);
  EXPECT_EQ(made(deadline("1 business hour")).calendar, 0);
  const std::string night = "calendar night { open Mon 20:00-22:00 }\n";
  EXPECT_EQ(made(deadline("1 business hour", "  calendar night") + night).calendar, 1);
  EXPECT_THAT(found(deadline("1 business hour") + night), ElementsAre("SLA1009 1 business hour"));
  EXPECT_THAT(help_of(deadline("1 business hour") + night),
              HasSubstr("`calendar office` or `calendar night`"));
}

TEST(CheckDeadline, Grace) {
  const std::string with = "  on reassignment continue with ";
  const auto plain = made(deadline("4 hours", with + "1 hour grace"));
  EXPECT_EQ(plain.on_reassignment, OnReassignment::grace);
  EXPECT_EQ(plain.grace.amount, time::kHour);
  EXPECT_EQ(made(deadline("4 business hours", with + "1 business hour grace")).grace.kind,
            TargetKind::business);
  // Days are measured in business time once the clock runs.
  EXPECT_EQ(made(deadline("2 business days", with + "1 business hour grace")).grace.kind,
            TargetKind::business);
  EXPECT_THAT(found(deadline("4 business hours", with + "1 hour grace")),
              ElementsAre("SLA1010 1 hour"));
  EXPECT_THAT(found(deadline("4 hours", with + "1 business hour grace")),
              ElementsAre("SLA1010 1 business hour"));
  EXPECT_THAT(found(deadline("4 business hours", with + "1 business day grace")),
              ElementsAre("SLA1010 1 business day"));
  EXPECT_THAT(found(deadline("4 hours", with + "0 hours grace")), ElementsAre("SLA1010 0 hours"));
}

TEST(CheckDeadline, TargetPercentages) {
  const auto target =
      made(deadline("1 hour", "  target 97.5% each month per source judged when due")).target;
  ASSERT_TRUE(target);
  EXPECT_EQ(target->micro_percent, 97'500'000);
  EXPECT_EQ(target->period.unit, agreement::PeriodUnit::month);
  EXPECT_EQ(target->group.by, agreement::GroupBy::field);
  EXPECT_EQ(target->group.field, 8);
  EXPECT_TRUE(target->judged_when_due);
  EXPECT_THAT(found(deadline("1 hour", "  target 0%")), ElementsAre("SLA1017 target 0%"));
  EXPECT_THAT(found(deadline("1 hour", "  target 101%")), ElementsAre("SLA1017 target 101%"));
  EXPECT_THAT(found(deadline("1 hour", "  target 100% per owner")), IsEmpty());
}

TEST(CheckDeadline, FiscalPeriodsNeedTheirStart) {
  const std::string fiscal = deadline("1 hour", "  target 95% each fiscal quarter");
  EXPECT_THAT(found(fiscal), ElementsAre("SLA1018 each fiscal quarter"));
  std::string said = fiscal;
  said.insert(said.find("currency"), "fiscal year starting February\n  ");
  EXPECT_EQ(made(said).target->period.first_month, 2);
  EXPECT_THAT(found(deadline("1 hour", "  target 95% each fiscal month")),
              ElementsAre("SLA1017 each fiscal month"));
}

TEST(CheckDeadline, DischargesByWhom) {
  const auto both = made(
      clause("sales must make a call and log an email by the owner within 1 hour of entering mql"));
  EXPECT_EQ(both.discharges[0].by, agreement::By::owner);
  EXPECT_EQ(both.discharges[1].by, agreement::By::owner);
  const auto party =
      made(clause("sales must record amount by sales within 1 hour of entering mql"));
  EXPECT_EQ(party.discharges[0].by, agreement::By::party);
  EXPECT_EQ(party.discharges[0].by_party, 1);
  // One `by` for both is one mistake.
  const std::string bad =
      clause("sales must make a call and log an email by the sals within 1 hour of entering mql");
  EXPECT_THAT(found(bad), ElementsAre("SLA1011 sals"));
  EXPECT_THAT(found(repaired(bad)), IsEmpty());
}

TEST(CheckDeadline, ARelief) {
  EXPECT_TRUE(made(deadline("1 hour", "  excused when opted_in")).excused_when);
  EXPECT_THAT(found(deadline("1 hour", "  excused when score")), ElementsAre("SLA1003 score"));
}

TEST(CheckDeadline, PerAPeriod) {
  const std::string text = deadline("1 hour", "  target 95% per month");
  EXPECT_THAT(found(text), ElementsAre("SLA1001 month"));
  EXPECT_EQ(help_of(text), "write `each month` instead of `per month`");
}

TEST(CheckDeadline, ConditionsOfTheClock) {
  const auto all =
      made(deadline("1 hour", "  while in mql\n  paused while on_hold\n  on reentry resume"));
  EXPECT_TRUE(all.while_);
  EXPECT_TRUE(all.paused_while);
  EXPECT_EQ(all.on_reentry, agreement::OnReentry::resume);
  EXPECT_THAT(found(deadline("1 hour", "  while score")), ElementsAre("SLA1003 score"));
  EXPECT_THAT(help_of(deadline("1 hour", "  while score")),
              "compare it with a value, such as `score = ...`");
  EXPECT_THAT(found(deadline("1 hour", "  when source")), ElementsAre("SLA1003 source"));
  EXPECT_THAT(help_of(deadline("1 hour", "  when source")), "compare it, such as `source is web`");
}

}  // namespace
}  // namespace sla::check
