#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;

constexpr std::string_view kOpportunity = R"(opportunity of lead {
  size money?
  source one of web, partner
  reason text?
}
lifecycle opportunity {
  proposal owned by sales
  negotiation owned by sales requires size is known
  won, closed_lost final
  proposal -> negotiation -> won or closed_lost
}
)";

/// The policy of the other tests with opportunities, and whatever is under test.
std::string with_opportunities(std::string_view extra) {
  return policy(std::string(kOpportunity) + std::string(extra));
}

/// "lead" or "opportunity": whose the only clause is.
std::string record_of(const std::string& promise) {
  const Checked checked = check_text(with_opportunities("clause c {\n  " + promise + "\n}\n"));
  if (!checked.agreement) return checked.found.empty() ? "nothing" : checked.found.front();
  if (!checked.agreement->clauses.empty()) return checked.agreement->subject_kind;
  for (const agreement::Agreement& other : checked.agreement->others) {
    if (!other.clauses.empty()) return other.subject_kind;
  }
  return "no record";
}

TEST(CheckRecords, EachIsAnAgreementOfItsOwn) {
  const Checked checked = check_text(with_opportunities(""));
  ASSERT_TRUE(checked.agreement) << ::testing::PrintToString(checked.found);
  ASSERT_EQ(checked.agreement->others.size(), 1u);
  const agreement::Agreement& opportunity = checked.agreement->others[0];
  EXPECT_EQ(opportunity.subject_kind, "opportunity");
  EXPECT_EQ(opportunity.parent_kind, "lead");
  EXPECT_EQ(opportunity.zone, "America/New_York");
  EXPECT_EQ(opportunity.calendars.size(), 1u);
  EXPECT_EQ(opportunity.lifecycle.states.size(), 4u);
  EXPECT_EQ(opportunity.events.size(), 3u);
  EXPECT_EQ(opportunity.term_begin, checked.agreement->term_begin);
  EXPECT_EQ(checked.agreement->lifecycle.states.size(), 5u);
}

TEST(CheckRecords, AClauseIsAboutTheRecordThatHasWhatItNames) {
  EXPECT_EQ(record_of("sales must make a call within 4 business hours of entering mql"), "lead");
  EXPECT_EQ(record_of("sales must make a call within 4 business hours of entering proposal"),
            "opportunity");
  EXPECT_EQ(record_of("sales must make at least 3 of call, email\n"
                      "within 10 business days of entering proposal"),
            "opportunity");
  EXPECT_EQ(record_of("sales must record size within 2 hours of a meeting"), "opportunity");
  EXPECT_EQ(record_of("sales must not leave a lead in won longer than 2 hours"), "lead");
  EXPECT_EQ(record_of("sales must make a call within 2 hours of a meeting\n"
                      "when reason is known"),
            "opportunity");
  EXPECT_EQ(record_of("sales must make a call within 2 hours of a meeting\ntarget 90% per country"),
            "lead");
}

TEST(CheckRecords, WhatIsCountedSaysWhatTheRecordIs) {
  EXPECT_EQ(record_of("sales must win at least 3 leads entering won each month"), "lead");
  EXPECT_EQ(record_of("sales must win at least 3 opportunities entering won each month"),
            "opportunity");
  EXPECT_EQ(record_of("sales must win at least 500 USD of size entering won each month\n"
                      "where size is known"),
            "opportunity");
  EXPECT_EQ(record_of("sales must win at least 20% of the opportunities entering won each month\n"
                      "where source is partner"),
            "opportunity");
  EXPECT_EQ(record_of("sales must move at least 20% of the opportunities entering proposal\n"
                      "each month to won within 30 days"),
            "opportunity");
  EXPECT_EQ(record_of("sales must move an opportunity to won within 2 hours of a meeting"),
            "opportunity");
}

TEST(CheckRecords, AChoiceBelongsToTheRecordsThatListIt) {
  EXPECT_EQ(record_of("sales must make a call within 2 hours of a meeting\n"
                      "when source is referral"),
            "lead");
  EXPECT_EQ(record_of("sales must make a call within 2 hours of a meeting\n"
                      "when source in [partner]"),
            "opportunity");
  EXPECT_EQ(record_of("sales must make a call within 2 hours of a meeting\nwhen source is web"),
            "SLA1070 c");
}

TEST(CheckRecords, AClauseThatFitsSeveralHasToSayIt) {
  const std::string call = "sales must make a call within 2 hours of a meeting";
  EXPECT_EQ(record_of(call), "SLA1070 c");
  EXPECT_EQ(record_of("for each lead, " + call), "lead");
  EXPECT_EQ(record_of("for each opportunity " + call), "opportunity");
  EXPECT_EQ(record_of("for each opportunity\n  " + call), "opportunity");
  EXPECT_EQ(record_of(call + "\n  for each opportunity"), "opportunity");
  EXPECT_EQ(record_of("for each oportunity " + call), "SLA1001 oportunity");
  EXPECT_EQ(help_of(with_opportunities("clause c { " + call + " }\n")),
            "begin the promise with `for each lead` or `for each opportunity`");
  // With leads alone there is nothing to choose.
  EXPECT_THAT(found(policy("clause c { " + call + " }\n")), IsEmpty());
  EXPECT_THAT(found(policy("clause c { for each lead, " + call + " }\n")), IsEmpty());
}

TEST(CheckRecords, NamesOfTwoRecordsDoNotMix) {
  EXPECT_EQ(record_of("sales must make a call within 2 hours of entering proposal\nwhen in mql"),
            "SLA1071 mql");
  EXPECT_EQ(record_of("for each lead, sales must make a call within 2 hours of entering proposal"),
            "SLA1071 proposal");
  EXPECT_THAT(found(with_opportunities("define d = score > 5 and size is known\n")),
              ElementsAre("SLA1071 size"));
  // What uses a definition that was refused is not judged again.
  EXPECT_THAT(found(with_opportunities("define d = score > 5 and size is known\n"
                                       "clause c { sales must make a call within 2 hours of "
                                       "entering mql\n when d\n}\n")),
              ElementsAre("SLA1071 size"));
}

TEST(CheckRecords, AMisspeltNameIsReportedWhereItIsLookedUp) {
  EXPECT_EQ(record_of("sales must make a call within 2 hours of entering propsal"),
            "SLA1006 propsal");
  EXPECT_THAT(help_of(with_opportunities(
                  "clause c { sales must make a call within 2 hours of entering propsal }\n")),
              HasSubstr("proposal"));
}

TEST(CheckRecords, AClauseAsksOnlyForOutcomesOfItsOwnRecord) {
  const std::string first =
      "clause first { sales must make a call within 2 hours of entering mql }\n";
  EXPECT_THAT(
      found(with_opportunities(first + "clause c { sales must make a call within 2 hours of "
                                       "entering proposal\n when first is breached\n}\n")),
      ElementsAre("SLA1071 first"));
  EXPECT_THAT(
      found(with_opportunities(first + "clause c { sales must make a call within 2 hours of a "
                                       "meeting\n when first is breached\n}\n")),
      IsEmpty());
}

TEST(CheckRecords, ADefinitionIsReadWithTheFieldsOfWhatUsesIt) {
  const Checked checked = check_text(with_opportunities(R"(
define from_web = source is web
clause a { sales must make a call within 2 hours of entering mql
  when from_web
}
clause b { sales must make a call within 2 hours of entering proposal
  when from_web
}
)"));
  ASSERT_TRUE(checked.agreement) << ::testing::PrintToString(checked.found);
  EXPECT_EQ(checked.agreement->defines.size(), 1u);
  EXPECT_EQ(checked.agreement->others[0].defines.size(), 1u);
}

TEST(CheckRecords, AFieldOfTheParentIsAlwaysOptional) {
  const std::string clause =
      "clause c { sales must make a call within 2 hours of entering proposal\n  when ";
  EXPECT_THAT(found(with_opportunities(clause + "lead.score > 5\n}\n")),
              ElementsAre("SLA1004 lead.score"));
  EXPECT_THAT(found(with_opportunities(clause + "lead.scores is known\n}\n")),
              ElementsAre("SLA1001 lead.scores"));
  const Checked checked = check_text(with_opportunities(
      clause +
      "lead.score otherwise 0 > 5 and lead.source is known and lead.source is referral "
      "and opportunity.source is partner and lead is known\n}\n"));
  ASSERT_TRUE(checked.agreement) << ::testing::PrintToString(checked.found);
  const agreement::Agreement& opportunity = checked.agreement->others[0];
  ASSERT_EQ(opportunity.fields.size(), 6u);
  EXPECT_EQ(opportunity.parent_field, 3);
  EXPECT_EQ(opportunity.fields[3].name, "lead");
  EXPECT_EQ(opportunity.fields[4].name, "lead.score");
  EXPECT_EQ(opportunity.fields[4].of_parent, 0);
  EXPECT_TRUE(opportunity.fields[4].optional);
  EXPECT_EQ(opportunity.fields[5].choices.size(), 3u);
  EXPECT_EQ(opportunity.fields[5].type.field, 5);
}

TEST(CheckRecords, TheParentsNameIsTakenAmongTheFields) {
  EXPECT_THAT(found(policy("opportunity of lead {\n  lead text\n}\n")),
              ElementsAre("SLA1002 lead"));
}

TEST(CheckRecords, ACalendarInTheLeadsZoneNeedsALeadThatKnowsIt) {
  const std::string local = "calendar local { in lead's time zone\n open Mon-Fri 09:00-17:00 }\n";
  const std::string lead = "lead { time_zone text? }\n";
  const std::string opportunity = "lifecycle opportunity {\n proposal\n}\n";
  const std::string clause =
      "clause c { sales must make a call within 2 business hours of entering proposal }\n";
  const std::string before = std::string(kAgreement) + local + lead + opportunity + clause;
  const Checked checked = check_text(before + "opportunity of lead { size integer }\n");
  ASSERT_TRUE(checked.agreement) << ::testing::PrintToString(checked.found);
  const agreement::Agreement& own = checked.agreement->others[0];
  ASSERT_GE(own.zone_field, 0);
  EXPECT_EQ(own.fields[static_cast<std::size_t>(own.zone_field)].name, "lead.time_zone");
  const Checked alone = check_text(before + "record opportunity { size integer }\n");
  ASSERT_EQ(alone.found.size(), 1u);
  EXPECT_THAT(alone.findings[0].message, HasSubstr("lead's time zone"));
}

TEST(CheckRecords, ASourceIsOfTheRecordWhoseIdItHas) {
  const Checked checked = check_text(with_opportunities(R"(
source leads {
  lead from Id
  time from At
  event from Stage { "MQL" enters mql }
}
source opps {
  opportunity from OpportunityId
  lead from ConvertedLeadId
  time from At
  event from Stage { "Proposal" enters proposal }
}
source calls of opportunity {
  opportunity from What
  time from At
  each row is call
}
)"));
  ASSERT_TRUE(checked.agreement) << ::testing::PrintToString(checked.found);
  ASSERT_EQ(checked.agreement->sources.size(), 1u);
  const agreement::Agreement& opportunity = checked.agreement->others[0];
  ASSERT_EQ(opportunity.sources.size(), 2u);
  EXPECT_EQ(opportunity.sources[0].subject, "OpportunityId");
  ASSERT_EQ(opportunity.sources[0].fields.size(), 1u);
  EXPECT_EQ(opportunity.sources[0].fields[0].field, opportunity.parent_field);
  EXPECT_EQ(opportunity.sources[0].fields[0].column, "ConvertedLeadId");
}

TEST(CheckRecords, ASourceOfARecordNeedsItsId) {
  EXPECT_THAT(found(with_opportunities("source s of opportunity { lead from Id\n time from At\n "
                                       "each row is call\n}\n")),
              ElementsAre("SLA3001 s"));
  EXPECT_THAT(found(with_opportunities("source s of opportunity { opportunity from Id\n time from "
                                       "At\n each row enters mql\n}\n")),
              ElementsAre("SLA1006 mql"));
  EXPECT_THAT(found(with_opportunities("source s of deal { time from At\n each row is call\n}\n")),
              ElementsAre("SLA1001 deal"));
}

TEST(CheckRecords, ASourceMaySayOfNoRecordInParticular) {
  const Checked checked = check_text(with_opportunities(R"(
source a of opportunity { subject from Id
  time from At
  each row enters proposal
}
source b { subject from Id
  time from At
  each row enters mql
}
source c { subject from Id
  time from At
  each row enters proposal
}
)"));
  ASSERT_TRUE(checked.agreement) << ::testing::PrintToString(checked.found);
  ASSERT_EQ(checked.agreement->sources.size(), 1u);
  EXPECT_EQ(checked.agreement->sources[0].name, "b");
  EXPECT_EQ(checked.agreement->sources[0].subject, "Id");
  ASSERT_EQ(checked.agreement->others[0].sources.size(), 2u);
  EXPECT_EQ(checked.agreement->others[0].sources[1].subject, "Id");
  EXPECT_THAT(found(policy("source s { subject from A\n lead from B\n time from At\n each row is "
                           "call\n}\n")),
              ElementsAre("SLA3002 B"));
}

TEST(CheckRecords, ABadgeMayBeAboutAnyOfThem) {
  const Checked checked = check_text(with_opportunities(R"(
clause a { sales must make a call within 2 hours of entering mql }
clause b { sales must make a call within 2 hours of entering proposal
  when met award 5 points
}
program p {
  badge first when a is met
  badge second when b is met
  leaderboard
}
)"));
  ASSERT_TRUE(checked.agreement) << ::testing::PrintToString(checked.found);
  EXPECT_THAT(checked.found, IsEmpty());
  const auto& badges = checked.agreement->programs[0].badges;
  EXPECT_EQ(badges[0].record, 0);
  EXPECT_EQ(badges[1].record, 1);
  EXPECT_EQ(badges[1].clause, 0);
}

TEST(CheckRecords, ATestTellsOfSeveral) {
  const std::string clauses =
      "clause a { sales must make a call within 2 hours of entering mql }\n"
      "clause b { sales must make a call within 2 hours of entering proposal }\n";
  const Checked checked = check_text(with_opportunities(clauses + R"(
test "both" {
  given lead x { score 5 }
  given opportunity o of x { size 100 USD }
  at 2026-03-02 09:00 x enters mql
  1 hour later o enters proposal
  expect b of o running
  1 hour later expect a of x running
}
)"));
  ASSERT_TRUE(checked.agreement) << ::testing::PrintToString(checked.found);
  const agreement::Test& leads = checked.agreement->tests[0];
  const agreement::Test& opportunities = checked.agreement->others[0].tests[0];
  EXPECT_EQ(leads.events.size(), 1u);
  EXPECT_EQ(leads.expectations.size(), 1u);
  EXPECT_EQ(opportunities.events.size(), 1u);
  EXPECT_EQ(opportunities.events[0].at, leads.events[0].at + time::kHour);
  EXPECT_EQ(opportunities.leads[0].given.size(), 2u);
  EXPECT_EQ(opportunities.first, leads.first);

  const auto in_test = [&](const std::string& lines) {
    return found(with_opportunities(clauses + "test \"t\" {\n  given lead x\n" + lines +
                                    "\n  at 2026-03-02 09:00 expect a of x not started\n}\n"));
  };
  EXPECT_THAT(in_test("given opportunity x"), ElementsAre("SLA1002 x"));
  EXPECT_THAT(in_test("given oportunity o"), ElementsAre("SLA1001 oportunity"));
  EXPECT_THAT(in_test("given opportunity o of y"), ElementsAre("SLA1001 y"));
  EXPECT_THAT(in_test("given opportunity o\ngiven opportunity p of o"), ElementsAre("SLA1003 o"));
  EXPECT_THAT(in_test("given opportunity o\nat 2026-03-01 09:00 o enters mql"),
              ElementsAre("SLA1006 mql"));
  EXPECT_THAT(in_test("at 2026-03-01 09:00 expect b of x running"), ElementsAre("SLA3102 x"));
}

}  // namespace
}  // namespace sla::check
