// Test blocks: what an expectation becomes, what is refused, and that no text whatever does harm.
#include <algorithm>

#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;
using agreement::ExpectedAddressee;

constexpr const char* kClause = R"(role manager
clause reply {
  sales must make a call within 4 business hours of entering mql
  target 50% each month
  at 75% remind owner by email
  at due escalate to manager
  when met award 10 points
}
program league "Speed league" {
  badge quick when reply is met
  leaderboard per owner each month
  leaderboard "Teams" per team each month
  prize 100 USD to the top owner each month
  prize "Cake" to the top team each month
}
)";

/// The policy with a test that has these lines after an entry of lead a.
std::string with_lines(const std::string& lines) {
  return policy(std::string(kClause) +
                "test \"t\" {\n  given lead a, b\n  at 2026-03-09 09:00  a enters mql\n" + lines +
                "\n}\n");
}
std::string expecting(const std::string& claim) { return with_lines("  expect " + claim); }

agreement::Expectation only(const std::string& claim) {
  const Checked checked = check_text(expecting(claim));
  EXPECT_THAT(checked.found, IsEmpty()) << claim;
  if (!checked.agreement || checked.agreement->tests.empty()) return {};
  EXPECT_EQ(checked.agreement->tests[0].expectations.size(), 1u);
  return checked.agreement->tests[0].expectations.at(0);
}

TEST(CheckTests, WhatStepsAreExpectedToDo) {
  const agreement::Expectation expectation = only(
      "reply of a reminds owner and \"Kim\" by email with \"Call\" at 2026-03-09 12:00, "
      "does not escalate to manager \"Max\"");
  ASSERT_EQ(expectation.actions.size(), 2u);
  const agreement::ExpectedAction& reminds = expectation.actions[0];
  EXPECT_TRUE(reminds.done);
  EXPECT_EQ(reminds.kind, agreement::EffectKind::remind);
  ASSERT_EQ(reminds.to.size(), 2u);
  EXPECT_EQ(reminds.to[0].kind, ExpectedAddressee::Kind::owner);
  EXPECT_EQ(reminds.to[1].kind, ExpectedAddressee::Kind::anybody);
  EXPECT_EQ(reminds.to[1].person, "Kim");
  EXPECT_EQ(reminds.channel, "email");
  EXPECT_EQ(reminds.message, "Call");
  EXPECT_TRUE(reminds.at.has_value());
  const agreement::ExpectedAction& escalates = expectation.actions[1];
  EXPECT_FALSE(escalates.done);
  EXPECT_EQ(escalates.kind, agreement::EffectKind::escalate);
  EXPECT_EQ(escalates.to.at(0).kind, ExpectedAddressee::Kind::role);
  EXPECT_EQ(escalates.to.at(0).person, "Max");
  EXPECT_EQ(escalates.words, "does not escalate to manager \"Max\"");
}

TEST(CheckTests, WhatPeopleAreExpectedToHave) {
  const auto standing = only(
                            "\"Dana\" has -5 points from reply, has badge quick 2 times, is "
                            "second in league in 2026-03")
                            .standing;
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->holder, "Dana");
  EXPECT_EQ(standing->points, -5);
  EXPECT_EQ(standing->points_from, 0);
  EXPECT_EQ(standing->badge->times, 2);
  EXPECT_EQ(standing->rank->rank, 2);
  EXPECT_EQ(standing->rank->leaderboard, 0);
  EXPECT_EQ(standing->period, "2026-03");
  const auto team = only("team \"East\" is 7 in \"Teams\", wins \"Cake\"").standing;
  ASSERT_TRUE(team);
  EXPECT_TRUE(team->of_team);
  EXPECT_EQ(team->rank->rank, 7);
  EXPECT_EQ(team->rank->leaderboard, 1);
  EXPECT_EQ(team->prize->title, "Cake");
  EXPECT_EQ(only("\"Dana\" wins 12.5 USD").standing->prize->money, 12'500'000);
}

TEST(CheckTests, ARetractionNamesALineBefore) {
  const std::string text = with_lines(
      "  a is assigned to \"Dana\"\n  a is assigned to \"Kim\"\n"
      "  1 hour later  that a is assigned to \"Dana\" at 2026-03-09 09:00 is retracted\n"
      "  that a is assigned at 2026-03-09 09:00 is retracted\n  expect reply of a running");
  const Checked checked = check_text(text);
  EXPECT_THAT(checked.found, IsEmpty());
  const agreement::Test& test = checked.agreement->tests.at(0);
  ASSERT_EQ(test.retractions.size(), 2u);
  EXPECT_EQ(test.events[test.retractions[0].what].owner, "Dana");
  // What was taken back is not there to be taken back again.
  EXPECT_EQ(test.events[test.retractions[1].what].owner, "Kim");
}

TEST(CheckTests, RefusesWhatCannotBeAnswered) {
  const auto refused = [](const std::string& claim) {
    const Checked checked = check_text(expecting(claim));
    return !checked.findings.empty() && checked.found[0].starts_with("SLA3102");
  };
  EXPECT_TRUE(refused("reply of a escalates manager"));
  EXPECT_TRUE(refused("reply of a escalates for manager"));
  EXPECT_TRUE(refused("reply of a reminds to owner"));
  EXPECT_TRUE(refused("reply of a reminds 5 points"));
  EXPECT_TRUE(refused("reply of a awards 10 points by email"));
  EXPECT_TRUE(refused("reply of a awards 0 points"));
  EXPECT_TRUE(refused("reply of a notifies owner"));
  EXPECT_TRUE(refused("reply reminds owner in 2026-03"));
  EXPECT_TRUE(refused("reply of a not started, reminds owner"));
  EXPECT_TRUE(refused("\"Dana\" has 1 point, has 2 points"));
  EXPECT_TRUE(refused("\"Dana\" has 1.5 points"));
  EXPECT_TRUE(refused("\"Dana\" is last in league"));
  EXPECT_TRUE(refused("\"Dana\" is 0 in league"));
  EXPECT_TRUE(refused("\"Dana\" is minute in league"));
  EXPECT_TRUE(refused("\"Dana\" is first in \"Teams\""));
  EXPECT_TRUE(refused("team \"East\" wins 100 USD"));
  EXPECT_TRUE(refused("\"Dana\" wins 100 EUR"));
  EXPECT_TRUE(refused("\"Dana\" has 5 points in FY2026"));
  EXPECT_THAT(found(expecting("reply of a escalates to manger")), ElementsAre("SLA1001 manger"));
  EXPECT_THAT(found(expecting("\"Dana\" has badge quik")), ElementsAre("SLA1001 quik"));
  EXPECT_THAT(found(expecting("\"Dana\" has 5 points from repy")), ElementsAre("SLA1001 repy"));
  EXPECT_THAT(found(expecting("no action of repy for a")), ElementsAre("SLA1001 repy"));
  EXPECT_THAT(found(expecting("no action for c")), ElementsAre("SLA1001 c"));
}

/// What anybody may type: a finding, never a crash, never silence.
TEST(CheckTests, HostileLinesAreFindings) {
  const std::string many(50'000, '9');
  for (const std::string& line : std::vector<std::string>{
           "expect",
           "expect no",
           "expect no action",
           "expect no action for",
           "expect team",
           "expect team \"East\"",
           "expect \"\"",
           "expect \"Dana\" has",
           "expect \"Dana\" has points",
           "expect \"Dana\" has " + many + " points",
           "expect \"Dana\" has -" + many + " points",
           "expect \"Dana\" is " + many + " in league",
           "expect \"Dana\" wins " + many + " USD",
           "expect \"Dana\" has badge quick " + many + " times",
           "expect reply of a awards " + many + " points",
           "expect reply of a reminds owner at",
           "expect reply of a reminds owner at 2026-02-30",
           "expect reply of a reminds owner at 2026-03-29 02:30 \"Europe/Berlin\"",
           "expect reply of a does not",
           "expect reply of a does not sing",
           "expect reply of a does remind owner",
           "expect reply of a used",
           "expect reply of a used 0.0000000001 hours",
           "expect reply of a used " + many + " hours",
           "expect reply best 12.3456789%",
           "that",
           "that a",
           "that a enters mql is retracted",
           "that a enters mql at 2026-03-09 09:00",
           "that c enters mql at 2026-03-09 09:00 is retracted",
           "that a enters nowhere at 2026-03-09 09:00 is retracted",
           "that a is merged into b at 2026-03-09 09:00 is retracted",
           "a is merged",
           "a is merged into",
           "a is merged into c",
           "a is merged into a",
           "99999 weeks later a is merged into b",
           "at 9999-12-31 expect no action for nobody",
           "at 2026-03-09 08:59 a is merged into b",
       }) {
    const Checked checked = check_text(with_lines("  " + line));
    // `a test that expects nothing` alone would not say what is wrong with the line.
    const bool said = std::ranges::any_of(
        checked.found, [](const std::string& each) { return !each.starts_with("SLA3103"); });
    EXPECT_TRUE(said) << line.substr(0, 80);
  }
}

}  // namespace
}  // namespace sla::check
