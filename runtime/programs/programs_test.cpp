// Standings, badges and prizes over ledgers and verdicts made by hand.

#include "runtime/programs/programs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/actions/testing.h"

namespace sla::programs {
namespace {

using actions::testing::utc;
using actions::testing::World;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using verdicts::PeriodUnit;
using verdicts::Status;

struct League : World {
  explicit League(std::string_view as_of) : World(as_of, actions::testing::business(time::kHour)) {
    points(actions::StepAt::met, 10);
    points(actions::StepAt::breached, -5);
  }

  /// One obligation, decided at `time`, of a lead with the next name.
  void decided(Status status, std::string_view time, const std::string& owner,
               const std::string& team = "") {
    lead(fmt::format("lead-{:03}", log.subjects.size()), {{time, owner}});
    row(status, time, time, time, owner, team);
  }

  template <class Ask>
  auto with(Ask ask) {
    outcome.settle();
    const verdicts::Summary summary = verdicts::summarize(policy, outcome, inputs);
    const actions::Facts facts{policy, steps, outcome, summary, inputs, roster};
    return ask(facts, actions::work_out(facts).points);
  }

  std::vector<std::string> board(Holder holder, PeriodUnit unit) {
    return with([&](const actions::Facts& facts, const auto& points) {
      std::vector<std::string> lines;
      for (const Standing& standing : standings(facts, points, holder, {unit, 1})) {
        for (const Place& place : standing.places) {
          lines.push_back(fmt::format(
              "{}{} {}{} {} {} {}/{}", standing.label, standing.ended ? "" : " so far", place.rank,
              place.tied ? "=" : "", place.name, place.points, place.met, place.breached));
        }
      }
      return lines;
    });
  }

  std::vector<std::string> badge(const BadgeShape& badge) {
    return with([&](const actions::Facts& facts, const auto&) {
      std::vector<std::string> lines;
      for (const EarnedBadge& earned : count_badge(badge, facts).holders) {
        lines.push_back(fmt::format("{} {} +{}", earned.holder, earned.times, earned.progress));
      }
      return lines;
    });
  }
};

TEST(Standings, EqualPointsShareARankAndTheNextOneIsSkipped) {
  League w("2026-04-01 00:00");
  w.decided(Status::met, "2026-03-02 09:00", "Ann");
  w.decided(Status::met, "2026-03-02 10:00", "Ann");
  w.decided(Status::met, "2026-03-02 10:00", "Zoe");
  // Cal: the same 10 points, of more met and more breached; he is listed first of the two.
  w.decided(Status::met, "2026-03-03 09:00", "Cal");
  w.decided(Status::met, "2026-03-03 09:30", "Cal");
  w.decided(Status::breached, "2026-03-03 10:00", "Cal");
  w.decided(Status::breached, "2026-03-03 11:00", "Cal");
  w.decided(Status::breached, "2026-03-03 10:00", "Dan");
  EXPECT_THAT(w.board(Holder::owner, PeriodUnit::month),
              ElementsAre("2026-03 1 Ann 20 2/0", "2026-03 2= Cal 10 2/2", "2026-03 2= Zoe 10 1/0",
                          "2026-03 4 Dan -5 0/1"));
}

TEST(Standings, PeriodsAreLocalAndTheLastIsStillOpen) {
  League w("2026-04-15 00:00");
  w.policy.zone = "America/New_York";
  w.decided(Status::met, "2026-04-01 03:59", "Ann", "East");  // 31 March there.
  w.decided(Status::met, "2026-04-01 04:00", "Bob", "East");
  w.decided(Status::excused, "2026-04-02 04:00", "Bob", "East");
  EXPECT_THAT(w.board(Holder::owner, PeriodUnit::month),
              ElementsAre("2026-03 1 Ann 10 1/0", "2026-04 so far 1 Bob 10 1/0"));
  EXPECT_THAT(w.board(Holder::team, PeriodUnit::quarter),
              ElementsAre("2026-Q1 1 East 10 1/0", "2026-Q2 so far 1 East 10 1/0"));
}

TEST(Badges, ABreachBreaksTheRowButNotTheCount) {
  League w("2026-04-01 00:00");
  for (const char* time : {"2026-03-02 09:00", "2026-03-02 10:00"}) {
    w.decided(Status::met, time, "Ann");
  }
  w.decided(Status::met_late, "2026-03-02 11:00", "Ann");
  for (const char* time : {"2026-03-02 12:00", "2026-03-02 13:00", "2026-03-02 14:00"}) {
    w.decided(Status::met, time, "Ann");
  }
  w.decided(Status::excused, "2026-03-02 13:30", "Ann");  // Neither keeps nor breaks.
  w.decided(Status::met, "2026-03-02 10:30", "Bob");
  BadgeShape badge{.name = "lightning",
                   .title = "",
                   .clause = 0,
                   .met = true,
                   .times = 3,
                   .in_a_row = true,
                   .holder = Holder::owner};
  EXPECT_THAT(w.badge(badge), ElementsAre("Ann 1 +0", "Bob 0 +1"));
  badge.in_a_row = false;
  EXPECT_THAT(w.badge(badge), ElementsAre("Ann 1 +2", "Bob 0 +1"));
}

TEST(Badges, IsEarnedAgainEachTimeTheNumberIsReached) {
  League w("2026-04-01 00:00");
  for (int i = 0; i < 7; ++i) w.decided(Status::met, fmt::format("2026-03-02 09:0{}", i), "Ann");
  const BadgeShape badge{.name = "trio",
                         .title = "",
                         .clause = 0,
                         .met = true,
                         .times = 3,
                         .in_a_row = true,
                         .holder = Holder::owner};
  EXPECT_THAT(w.badge(badge), ElementsAre("Ann 2 +1"));
  const EarnedBadge earned = w.with([&](const actions::Facts& facts, const auto&) {
    return count_badge(badge, facts).holders.at(0);
  });
  EXPECT_EQ(earned.first, utc("2026-03-02 09:02"));
  EXPECT_EQ(earned.last, utc("2026-03-02 09:05"));
}

TEST(Badges, OfABreachAreResetByWhatIsMet) {
  League w("2026-04-01 00:00");
  w.decided(Status::breached, "2026-03-02 09:00", "Ann", "East");
  w.decided(Status::met, "2026-03-02 10:00", "Bob", "East");
  w.decided(Status::breached, "2026-03-02 11:00", "Bob", "East");
  w.decided(Status::met_late, "2026-03-02 12:00", "Ann", "East");
  const BadgeShape badge{.name = "snail",
                         .title = "",
                         .clause = 0,
                         .met = false,
                         .times = 2,
                         .in_a_row = true,
                         .holder = Holder::team};
  EXPECT_THAT(w.badge(badge), ElementsAre("East 1 +0"));
}

Standing standing(std::vector<std::pair<std::string, std::int64_t>> points) {
  Standing made;
  made.label = "2026-Q1";
  int rank = 0, listed = 0;
  std::int64_t last = INT64_MIN;
  for (const auto& [name, value] : points) {
    ++listed;
    if (value != last) rank = listed;
    last = value;
    made.places.push_back({rank, false, name, value, 0, 0});
  }
  return made;
}

std::vector<std::string> shown(const PrizeShape& prize, const Standing& standing) {
  std::vector<std::string> lines;
  for (const Win& win : award(prize, standing)) {
    lines.push_back(
        fmt::format("{} {} {}{}", win.rank, win.name, win.money, win.shared ? " shared" : ""));
  }
  return lines;
}

TEST(Prizes, ATieForFirstSharesThePrize) {
  const PrizeShape prize{
      .money = 5000'000'000, .title = "", .top = 1, .holder = Holder::team, .period = {}};
  EXPECT_THAT(shown(prize, standing({{"East", 30}, {"West", 20}})),
              ElementsAre("1 East 5000000000"));
  EXPECT_THAT(shown(prize, standing({{"East", 30}, {"West", 30}, {"North", 10}})),
              ElementsAre("1 East 2500000000 shared", "1 West 2500000000 shared"));
  // 1666.67 + 1666.67 + 1666.66: to the cent, and exactly 5000 together.
  EXPECT_THAT(
      shown(prize, standing({{"a", 3}, {"b", 3}, {"c", 3}})),
      ElementsAre("1 a 1666670000 shared", "1 b 1666670000 shared", "1 c 1666660000 shared"));
}

TEST(Prizes, TheTopPlacesWinEachAndATieAtTheEndSharesWhatIsLeft) {
  const PrizeShape prize{
      .money = 600'000'000, .title = "", .top = 3, .holder = Holder::owner, .period = {}};
  EXPECT_THAT(shown(prize, standing({{"a", 9}, {"b", 9}, {"c", 5}, {"d", 5}, {"e", 5}, {"f", 1}})),
              ElementsAre("1 a 600000000", "1 b 600000000", "3 c 200000000 shared",
                          "3 d 200000000 shared", "3 e 200000000 shared"));
  EXPECT_THAT(shown(prize, standing({{"a", 9}, {"b", 0}, {"c", -5}})),
              ElementsAre("1 a 600000000"));
}

TEST(Prizes, APrizeInKindNamesEverybodyWhoIsTied) {
  const PrizeShape prize{
      .money = 0, .title = "a dinner", .top = 1, .holder = Holder::owner, .period = {}};
  EXPECT_THAT(shown(prize, standing({{"a", 9}, {"b", 9}})),
              ElementsAre("1 a 0 shared", "1 b 0 shared"));
}

TEST(Programs, PrizesAreForPeriodsThatHaveEnded) {
  League w("2026-04-15 00:00");
  w.decided(Status::met, "2026-03-02 09:00", "Ann", "East");
  w.decided(Status::met, "2026-04-02 09:00", "Bob", "West");
  const ProgramShape program{.name = "league",
                             .title = "",
                             .badges = {},
                             .leaderboards = {{"", Holder::owner, {PeriodUnit::month, 1}}},
                             .prizes = {{5'000'000, "", 1, Holder::team, {PeriodUnit::month, 1}}}};
  const ProgramResult result = w.with([&](const actions::Facts& facts, const auto& points) {
    return evaluate(program, facts, points);
  });
  ASSERT_EQ(result.prizes.at(0).wins.size(), 1u);
  EXPECT_EQ(result.prizes[0].wins[0].name, "East");
  EXPECT_EQ(result.prizes[0].wins[0].label, "2026-03");
  EXPECT_EQ(result.leaderboards.at(0).standings.size(), 2u);
}

TEST(Programs, AnEventThatIsTakenBackTakesItsPointsWithIt) {
  League w("2026-04-15 00:00");
  w.decided(Status::met, "2026-03-02 09:00", "Ann");
  w.decided(Status::met, "2026-03-03 09:00", "Ann");
  EXPECT_THAT(w.board(Holder::owner, PeriodUnit::month), ElementsAre("2026-03 1 Ann 20 2/0"));
  w.outcome.rows.pop_back();
  EXPECT_THAT(w.board(Holder::owner, PeriodUnit::month), ElementsAre("2026-03 1 Ann 10 1/0"));
  w.outcome.rows.clear();
  EXPECT_THAT(w.board(Holder::owner, PeriodUnit::month), IsEmpty());
}

}  // namespace
}  // namespace sla::programs
