// Owners, teams and zones on a clock: reassignment, who is named in a row, relative calendars,
// groups.

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using agreement::OnReassignment;
using time::kHour;
using verdicts::Row;
using verdicts::Status;

Agreement four_hours(OnReassignment rule) {
  Agreement made = small_agreement();
  auto& deadline = add_deadline(made, TargetKind::business, 4 * kHour).deadline;
  deadline.on_reassignment = rule;
  deadline.grace = {TargetKind::business, kHour};
  return made;
}

struct Judged {
  std::unique_ptr<Case> world;
  std::vector<Row> rows;
  std::string owner(std::size_t i) const {
    return std::string(world->log.owners.text(rows.at(i).owner));
  }
  std::string team(std::size_t i) const {
    const std::uint32_t team = rows.at(i).team;
    return team == events::kNone ? "" : std::string(world->log.teams.text(team));
  }
};

Judged judge(const Agreement& agreement, const std::vector<Given>& history, std::string_view as_of,
             const events::Roster& roster = {}) {
  Judged judged;
  judged.world = make_case(agreement, history, as_of, roster);
  judged.rows = evaluate(agreement, judged.world->inputs).rows;
  return judged;
}

const Given kStart = {"2026-03-09 09:00", kEntersMql, "Dana"};
Given assigned(std::string when, std::string owner) {
  return {std::move(when), events::kAssigned, std::move(owner)};
}

TEST(Reassignment, CarriesOnByDefault) {
  const Judged judged = judge(four_hours(OnReassignment::carry_on),
                              {kStart, assigned("2026-03-09 12:00", "Eli")}, "2026-03-09 12:30");
  ASSERT_EQ(judged.rows.size(), 1u);
  EXPECT_EQ(judged.rows[0].start, berlin("2026-03-09 09:00"));
  EXPECT_EQ(judged.owner(0), "Eli");
}

TEST(Reassignment, RestartsTheSameCycleBeforeBreach) {
  const Judged judged = judge(four_hours(OnReassignment::restart),
                              {kStart, assigned("2026-03-09 13:00", "Eli")}, "2026-03-09 14:00");
  ASSERT_EQ(judged.rows.size(), 1u);
  EXPECT_EQ(judged.rows[0].cycle, 1u);
  EXPECT_EQ(judged.rows[0].start, berlin("2026-03-09 13:00"));
  EXPECT_EQ(judged.rows[0].start_event, 1u);
  EXPECT_EQ(judged.rows[0].due, berlin("2026-03-09 17:00"));
}

TEST(Reassignment, AfterBreachTheCycleIsFinalAndANewOneStarts) {
  const Judged judged = judge(four_hours(OnReassignment::restart),
                              {kStart, assigned("2026-03-09 14:00", "Eli")}, "2026-03-09 15:00");
  ASSERT_EQ(judged.rows.size(), 2u);
  EXPECT_EQ(judged.rows[0].status, Status::breached);
  EXPECT_EQ(judged.rows[0].stop, berlin("2026-03-09 14:00"));
  EXPECT_EQ(judged.owner(0), "Dana");
  EXPECT_EQ(judged.rows[1].cycle, 2u);
  EXPECT_EQ(judged.rows[1].status, Status::running);
  EXPECT_EQ(judged.rows[1].start, berlin("2026-03-09 14:00"));
  EXPECT_EQ(judged.owner(1), "Eli");
}

TEST(Reassignment, TheSameOwnerOrAFirstOneIsNone) {
  const Agreement agreement = four_hours(OnReassignment::restart);
  EXPECT_EQ(judge(agreement, {kStart, assigned("2026-03-09 12:00", "Dana")}, "2026-03-09 13:00")
                .rows[0]
                .start,
            berlin("2026-03-09 09:00"));
  const Given unowned = {"2026-03-09 09:00", kEntersMql};
  EXPECT_EQ(judge(agreement, {unowned, assigned("2026-03-09 12:00", "Dana")}, "2026-03-09 13:00")
                .rows[0]
                .start,
            berlin("2026-03-09 09:00"));
  const Given renamed = {"2026-03-09 12:00", events::kChanged, "Eli"};
  EXPECT_EQ(judge(agreement, {kStart, renamed}, "2026-03-09 13:00").rows[0].start,
            berlin("2026-03-09 09:00"));
}

TEST(Reassignment, ARestartForgetsPausesAndWhatWasDone) {
  Agreement agreement = four_hours(OnReassignment::restart);
  auto& deadline = agreement.clauses[0].deadline;
  deadline.paused_while = on_hold();
  deadline.discharges = {on_event(kCall), on_event(kEmail)};
  deadline.all = true;
  const Judged judged = judge(agreement,
                              {kStart,
                               {"2026-03-09 09:30", kCall},
                               {"2026-03-09 10:00", events::kHeld},
                               assigned("2026-03-09 11:00", "Eli"),
                               {"2026-03-09 12:00", events::kResumed},
                               {"2026-03-09 12:30", kEmail}},
                              "2026-03-09 13:00");
  ASSERT_EQ(judged.rows.size(), 1u);
  EXPECT_EQ(judged.rows[0].status, Status::running);
  EXPECT_EQ(judged.rows[0].elapsed_business, kHour);
  EXPECT_EQ(judged.rows[0].due, berlin("2026-03-09 16:00"));
}

TEST(Reassignment, GraceExtendsTheTargetOnlyWhenItIsShort) {
  const Agreement agreement = four_hours(OnReassignment::grace);
  const auto due = [&](std::string when) {
    return judge(agreement, {kStart, assigned(when, "Eli")}, "2026-03-09 16:59").rows[0].due;
  };
  EXPECT_EQ(due("2026-03-09 11:00"), berlin("2026-03-09 13:00"));
  EXPECT_EQ(due("2026-03-09 12:30"), berlin("2026-03-09 13:30"));
  EXPECT_EQ(due("2026-03-09 13:00"), berlin("2026-03-09 14:00"));
  EXPECT_EQ(due("2026-03-09 13:01"), berlin("2026-03-09 13:00"));
}

TEST(Reassignment, GraceMovesADayTargetToo) {
  Agreement agreement = four_hours(OnReassignment::grace);
  agreement.clauses[0].deadline.tiers[0].target = {TargetKind::business_days, 1};
  const Judged judged =
      judge(agreement, {kStart, assigned("2026-03-10 09:00", "Eli")}, "2026-03-10 09:30");
  EXPECT_EQ(judged.rows[0].due, berlin("2026-03-10 10:00"));
  EXPECT_EQ(judged.rows[0].breach, berlin("2026-03-10 10:00"));
}

TEST(Reassignment, AfterGraceAPauseThatBeganAtTheOldDueMovesTheNewOne) {
  Agreement agreement = four_hours(OnReassignment::grace);
  agreement.clauses[0].deadline.paused_while = on_hold();
  const Judged judged = judge(agreement,
                              {{"2026-03-06 13:00", kEntersMql, "Dana"},
                               {"2026-03-06 18:00", events::kHeld},
                               {"2026-03-09 09:30", events::kResumed},
                               assigned("2026-03-09 09:30", "Eli")},
                              "2026-03-09 10:00");
  EXPECT_EQ(judged.rows[0].due, berlin("2026-03-09 10:30"));
  EXPECT_EQ(judged.rows[0].breach, berlin("2026-03-09 10:30"));
}

TEST(Ownership, ABreachBelongsToWhoHadItAtTheBreachInstant) {
  const Agreement agreement = four_hours(OnReassignment::carry_on);
  const auto owner = [&](std::string handed_over, bool answered) {
    std::vector<Given> history = {kStart, assigned(std::move(handed_over), "Eli")};
    if (answered) history.push_back({"2026-03-10 10:00", kEntersSal, "Finn"});
    return judge(agreement, history, "2026-03-10 12:00").owner(0);
  };
  EXPECT_EQ(owner("2026-03-09 12:59", false), "Eli");
  EXPECT_EQ(owner("2026-03-09 13:00", false), "Eli");
  EXPECT_EQ(owner("2026-03-09 13:01", false), "Dana");
  EXPECT_EQ(owner("2026-03-09 13:01", true), "Dana");
}

TEST(Ownership, MetBelongsToWhoHasItAfterTheStop) {
  const Agreement agreement = four_hours(OnReassignment::carry_on);
  const Judged judged = judge(agreement,
                              {kStart,
                               {"2026-03-09 10:00", kEntersSal, "Eli"},
                               {"2026-03-09 10:00", events::kAssigned, "Finn"}},
                              "2026-03-10 12:00");
  EXPECT_EQ(judged.owner(0), "Eli");
}

TEST(Ownership, TheTeamFollowsTheEventElseTheRoster) {
  const Agreement agreement = four_hours(OnReassignment::carry_on);
  events::Roster roster;
  roster.people.resize(1);
  roster.people[0].owner = "Dana";
  roster.people[0].team = "East";
  const auto team = [&](Given second) {
    second.when = "2026-03-09 10:00";
    return judge(agreement, {kStart, second}, "2026-03-09 11:00", roster).team(0);
  };
  EXPECT_EQ(team({"", events::kChanged}), "East");
  EXPECT_EQ(team({"", events::kChanged, "Dana"}), "East");
  EXPECT_EQ(team({"", events::kChanged, "Eli"}), "");
  EXPECT_EQ(team({"", events::kChanged, "", {}, "a", "West"}), "West");
  EXPECT_EQ(team({"", events::kChanged, "Eli", {}, "a", "West"}), "West");
  const Given west = {"2026-03-09 09:30", events::kChanged, "Eli", {}, "a", "West"};
  EXPECT_EQ(judge(agreement, {kStart, west, {"2026-03-09 10:00", events::kChanged, "Eli"}},
                  "2026-03-09 11:00", roster)
                .team(0),
            "West");
}

events::Roster dana_moves_at(std::string_view when) {
  events::Roster roster;
  roster.people.resize(2);
  roster.people[0].owner = roster.people[1].owner = "Dana";
  roster.people[0].team = "East";
  roster.people[1].team = "West";
  roster.people[0].until = roster.people[1].from = berlin(when);
  return roster;
}

TEST(Ownership, TheRosterMovesATeamThatItGaveWithoutAnEvent) {
  const Agreement agreement = four_hours(OnReassignment::carry_on);
  const auto team = [&](std::string_view moves, std::string_view as_of,
                        std::vector<Given> more = {}) {
    more.insert(more.begin(), kStart);
    return judge(agreement, more, as_of, dana_moves_at(moves)).team(0);
  };
  EXPECT_EQ(team("2026-03-09 10:00", "2026-03-09 09:59"), "East");
  EXPECT_EQ(team("2026-03-09 10:00", "2026-03-09 10:00"), "West");
  // Breached at 13:00: whoever had it then.
  EXPECT_EQ(team("2026-03-09 13:00", "2026-03-10 10:00"), "West");
  EXPECT_EQ(team("2026-03-09 13:01", "2026-03-10 10:00"), "East");
  EXPECT_EQ(team("2026-03-09 12:00", "2026-03-10 10:00", {{"2026-03-09 14:00", kEntersSal}}),
            "West");
  EXPECT_EQ(team("2026-03-09 12:00", "2026-03-10 10:00", {{"2026-03-09 11:00", kEntersSal}}),
            "East");
  // What an event named stays, until an event gives it back to the roster.
  const Given named = {"2026-03-09 09:30", events::kChanged, "", {}, "a", "South"};
  const Given back = {"2026-03-09 11:00", events::kChanged, "Dana"};
  EXPECT_EQ(team("2026-03-09 10:00", "2026-03-09 12:00", {named}), "South");
  EXPECT_EQ(team("2026-03-09 10:00", "2026-03-09 12:00", {named, back}), "West");
}

TEST(RelativeCalendar, CountsInTheOwnersZoneAtTheStart) {
  Agreement agreement = four_hours(OnReassignment::carry_on);
  agreement.calendars[0].zone_of = agreement::Calendar::ZoneOf::owner;
  events::Roster roster;
  roster.people.resize(2);
  roster.people[0].owner = "Dana";
  roster.people[0].zone = "America/New_York";
  roster.people[1].owner = "Eli";
  roster.people[1].zone = "Asia/Tokyo";
  const auto due = [&](const std::vector<Given>& history) {
    return judge(agreement, history, "2026-03-09 15:30", roster).rows.at(0).due;
  };
  EXPECT_EQ(due({kStart}), at("2026-03-09 13:00", "America/New_York"));
  EXPECT_EQ(due({{"2026-03-09 09:00", kEntersMql}}), berlin("2026-03-09 13:00"));
  EXPECT_EQ(due({{"2026-03-09 09:00", kEntersMql, "Nobody"}}), berlin("2026-03-09 13:00"));
  const Given handed_over = assigned("2026-03-09 10:00", "Eli");
  EXPECT_EQ(due({kStart, handed_over}), at("2026-03-09 13:00", "America/New_York"));
  agreement.clauses[0].deadline.on_reassignment = OnReassignment::restart;
  EXPECT_EQ(due({kStart, handed_over}), at("2026-03-10 13:00", "Asia/Tokyo"));
}

TEST(RelativeCalendar, CountsInTheLeadsZone) {
  Agreement agreement = four_hours(OnReassignment::carry_on);
  agreement.calendars[0].zone_of = agreement::Calendar::ZoneOf::lead;
  agreement.zone_field = kReason;
  agreement.texts = {"America/New_York", "no such zone"};
  const auto due = [&](std::int64_t zone) {
    const Given start = {"2026-03-09 09:00", kEntersMql, "", {{kReason, 1, zone}}};
    return judge(agreement, {start}, "2026-03-09 10:00").rows.at(0).due;
  };
  EXPECT_EQ(due(0), at("2026-03-09 13:00", "America/New_York"));
  EXPECT_EQ(due(1), berlin("2026-03-09 13:00"));
}

TEST(Groups, AFieldIsReadAtTheLastStart) {
  Agreement agreement = four_hours(OnReassignment::restart);
  auto& target = agreement.clauses[0].deadline.target.emplace();
  target.group = {agreement::GroupBy::field, kScore};
  const Given start = {"2026-03-09 09:00", kEntersMql, "Dana", {{kScore, 1, 7}}};
  const Given changed = {"2026-03-09 10:00", events::kChanged, "", {{kScore, 1, 8}}};
  EXPECT_EQ(judge(agreement, {start, changed}, "2026-03-09 11:00").rows[0].group, 7);
  EXPECT_EQ(
      judge(agreement, {start, changed, assigned("2026-03-09 10:30", "Eli")}, "2026-03-09 11:00")
          .rows[0]
          .group,
      8);
  EXPECT_EQ(judge(agreement, {kStart}, "2026-03-09 11:00").rows[0].group, verdicts::kNoGroup);
}

}  // namespace
}  // namespace sla::reference
