// Badges, leaderboards and prizes.
#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;
using agreement::GroupBy;
using agreement::PeriodUnit;

const std::string kClauses =
    "clause fast {\n  sales must make a call within 1 hour of entering mql\n  when met award 10 "
    "points\n}\n"
    "clause many { sales must win at least 5 leads entering won each month }\n";

std::string program(const std::string& lines) {
  return policy(kClauses + "program league \"Speed league\" {\n" + lines + "\n}\n");
}

agreement::Program made(const std::string& lines) {
  const Checked checked = check_text(program(lines));
  EXPECT_THAT(checked.found, IsEmpty());
  return checked.agreement ? checked.agreement->programs.at(0) : agreement::Program{};
}

TEST(CheckPrograms, Badges) {
  const auto badges = made(
                          "badge lightning \"Lightning\" when fast is met 20 times in a row\n"
                          "badge sloth when fast is breached per team\n")
                          .badges;
  ASSERT_EQ(badges.size(), 2u);
  EXPECT_EQ(badges[0].title, "Lightning");
  EXPECT_EQ(badges[0].times, 20);
  EXPECT_TRUE(badges[0].in_a_row);
  EXPECT_TRUE(badges[0].met);
  EXPECT_EQ(badges[0].holder.by, GroupBy::owner);
  EXPECT_FALSE(badges[1].met);
  EXPECT_EQ(badges[1].times, 1);
  EXPECT_EQ(badges[1].holder.by, GroupBy::team);
}

TEST(CheckPrograms, LeaderboardsAndPrizes) {
  const auto all = made(
      "leaderboard \"Fastest\" per team each week\n"
      "leaderboard\n"
      "prize 5000 USD to the top team each quarter\n"
      "prize \"Dinner with the CEO\" to the top 3 owners each month\n"
      "prize 10.5 USD to top 2 owners\n");
  ASSERT_EQ(all.leaderboards.size(), 2u);
  EXPECT_EQ(all.leaderboards[0].group.by, GroupBy::team);
  EXPECT_EQ(all.leaderboards[0].period.unit, PeriodUnit::week);
  EXPECT_EQ(all.leaderboards[1].group.by, GroupBy::owner);
  EXPECT_EQ(all.leaderboards[1].period.unit, PeriodUnit::whole_term);
  ASSERT_EQ(all.prizes.size(), 3u);
  EXPECT_EQ(all.prizes[0].money, 5'000'000'000);
  EXPECT_EQ(all.prizes[0].top, 1);
  EXPECT_EQ(all.prizes[0].group.by, GroupBy::team);
  EXPECT_EQ(all.prizes[1].money, 0);
  EXPECT_EQ(all.prizes[1].top, 3);
  EXPECT_EQ(all.prizes[2].money, 10'500'000);
  EXPECT_EQ(all.prizes[2].top, 2);
}

TEST(CheckPrograms, Misuses) {
  EXPECT_THAT(found(program("badge b when fsat is met")), ElementsAre("SLA1001 fsat"));
  EXPECT_THAT(found(program("badge b when many is met")), ElementsAre("SLA1003 many"));
  EXPECT_THAT(found(program("badge b when fast is met 0 times")), ElementsAre("SLA1017 0"));
  EXPECT_THAT(found(program("badge b when fast is met\nbadge b when fast is met")),
              ElementsAre("SLA1002 b"));
  EXPECT_THAT(found(program("leaderboard per source")), ElementsAre("SLA1001 source"));
  EXPECT_THAT(found(program("leaderboard per owner per team")), ElementsAre("SLA0010 team"));
  EXPECT_THAT(found(program("prize 5 EUR to the top team")), ElementsAre("SLA1017 EUR"));
  EXPECT_THAT(found(program("prize 5 USD to the top 0 teams")), ElementsAre("SLA1017 0"));
  EXPECT_THAT(found(program("prize 5 USD to the top leads")), ElementsAre("SLA1001 leads"));
}

TEST(CheckPrograms, ARankingNeedsPoints) {
  std::string text = program("leaderboard per owner each month");
  EXPECT_THAT(found(text), IsEmpty());
  text.erase(text.find("  when met award 10 points\n"), 27);
  EXPECT_THAT(found(text), ElementsAre("SLA2030 leaderboard per owner each month"));
}

}  // namespace
}  // namespace sla::check
