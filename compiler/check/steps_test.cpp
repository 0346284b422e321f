// Steps: reminders, escalations and points, whom they are about, and where a clause has them.
#include "compiler/agreement/words.h"
#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;
using agreement::Recipient;
using agreement::Step;

constexpr const char* kVolume = "sales must win at least 5 leads entering won each month";

std::string lines_of(const std::string& promise, const std::string& lines) {
  return policy("clause c {\n  " + promise + "\n" + lines + "\n}\n");
}

std::string clock_with(const std::string& lines) {
  return lines_of("sales must make a call within 4 business hours of entering mql", lines);
}

/// "when: what", for each step and effect.
std::vector<std::string> steps(const std::string& text) {
  const Checked checked = check_text(text);
  EXPECT_THAT(checked.found, IsEmpty());
  std::vector<std::string> result;
  if (!checked.agreement) return result;
  for (const Step& step : checked.agreement->clauses[0].steps) {
    for (const agreement::Effect& effect : step.effects) {
      result.push_back(words(step) + ": " + words(*checked.agreement, effect));
    }
  }
  return result;
}

TEST(CheckSteps, OfAClock) {
  EXPECT_THAT(
      steps(clock_with("at 75% remind owner by email\n"
                       "at 150% remind the owner\n"
                       "1 business hour before due create task \"Call now\"\n"
                       "at due escalate to sales_manager\n"
                       "2 business days after due notify vp_sales, marketing in office \"Look\"\n"
                       "when met award 10 points\n"
                       "when met within 1 business hour award 1 point to the team\n"
                       "when breached deduct 5 points and notify owner, sales_manager by slack")),
      ElementsAre("at 75%: remind owner by email", "at 150%: remind owner",
                  "1 business hour before due: create task \"Call now\" for owner",
                  "at due: escalate to sales_manager",
                  "2 business days after due: notify vp_sales, marketing in office \"Look\"",
                  "when met: award 10 points to owner",
                  "when met within 1 business hour: award 1 point to team",
                  "when breached: deduct 5 points from owner",
                  "when breached: notify owner, sales_manager by slack"));
}

TEST(CheckSteps, OfAPeriod) {
  EXPECT_THAT(
      steps(clock_with("target 90% each month per team\nwhen target met award 50 points\n"
                       "when target missed notify team")),
      ElementsAre("when target met: award 50 points to team", "when target missed: notify team"));
  // A volume has no other verdict, so `met` says the same.
  EXPECT_THAT(
      steps(lines_of(kVolume, "when met award 5 points\nwhen breached notify boss")),
      ElementsAre("when target met: award 5 points to sales", "when target missed: notify boss"));
  EXPECT_THAT(
      steps(lines_of(std::string(kVolume) + " per owner", "when target met award 5 points")),
      ElementsAre("when target met: award 5 points to owner"));
}

TEST(CheckSteps, PlacesThatAClauseDoesNotHave) {
  EXPECT_THAT(found(lines_of(kVolume, "at 75% remind boss")), ElementsAre("SLA1017 at 75%"));
  EXPECT_THAT(found(lines_of(kVolume, "when met within 1 hour award 5 points")),
              ElementsAre("SLA1017 1 hour"));
  EXPECT_THAT(found(lines_of(kVolume, "when met notify owner")), ElementsAre("SLA1017 owner"));
  const std::string call = "sales must not make a call";
  EXPECT_THAT(found(lines_of(call, "at due remind owner")), ElementsAre("SLA1017 at due"));
  EXPECT_THAT(found(lines_of(call, "1 hour after due remind owner")),
              ElementsAre("SLA1017 1 hour after due"));
  EXPECT_THAT(found(lines_of(call, "when breached notify owner")), IsEmpty());
  EXPECT_THAT(found(clock_with("when target met award 5 points")),
              ElementsAre("SLA1018 when target met"));
}

TEST(CheckSteps, Amounts) {
  EXPECT_THAT(found(clock_with("at 0% remind owner")), ElementsAre("SLA1017 at 0%"));
  EXPECT_THAT(found(clock_with("at 1001% remind owner")), ElementsAre("SLA1017 at 1001%"));
  EXPECT_THAT(found(clock_with("1 day after due remind owner")), ElementsAre("SLA1008 1 day"));
  EXPECT_THAT(found(clock_with("0 hours after due remind owner")), ElementsAre("SLA1010 0 hours"));
  EXPECT_THAT(found(clock_with("end of business day 1 after due remind owner")),
              ElementsAre("SLA1010 end of business day 1"));
  EXPECT_THAT(found(clock_with("when met within 1 hour award 5 points")), IsEmpty());
  EXPECT_THAT(found(lines_of("sales must make a call within 2 hours of entering mql",
                             "when met within 1 business hour award 5 points")),
              ElementsAre("SLA1010 1 business hour"));
  EXPECT_THAT(found(clock_with("when met within 1 business day award 5 points")),
              ElementsAre("SLA1010 1 business day"));
  EXPECT_THAT(found(clock_with("when met award 0 points")), ElementsAre("SLA1017 award 0 points"));
  EXPECT_THAT(found(clock_with("when met award 1.5 points")),
              ElementsAre("SLA1017 award 1.5 points"));
}

TEST(CheckSteps, ABusinessOffsetOfAnElapsedTargetHasTheCalendar) {
  const Checked checked =
      check_text(lines_of("sales must make a call within 2 hours of entering mql",
                          "1 business hour after due remind owner"));
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(checked.agreement->clauses[0].deadline.calendar, 0);
}

TEST(CheckSteps, RolesAreDeclaredAllOrNone) {
  EXPECT_THAT(found(clock_with("at due escalate to boss")), IsEmpty());
  EXPECT_THAT(found(clock_with("at due escalate to boss") + "role boss\n"), IsEmpty());
  EXPECT_THAT(found(clock_with("at due escalate to bos") + "role boss\n"),
              ElementsAre("SLA1001 bos"));
  EXPECT_THAT(found(clock_with("at due remind onwer")), ElementsAre("SLA1001 onwer"));
  const Checked checked = check_text(clock_with("at due escalate to boss\nat 50% remind boss"));
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(checked.agreement->roles.size(), 1u);
}

TEST(CheckSteps, Channels) {
  EXPECT_THAT(found(clock_with("at due remind owner by pager")), IsEmpty());
  EXPECT_THAT(found(clock_with("at due remind owner by emial")), ElementsAre("SLA1001 emial"));
  EXPECT_THAT(found(clock_with("at due remind owner in ofice")), ElementsAre("SLA1001 ofice"));
  EXPECT_THAT(found(clock_with("at due remind owner by email by slack")),
              ElementsAre("SLA0010 by slack"));
}

}  // namespace
}  // namespace sla::check
