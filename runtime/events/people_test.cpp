#include "runtime/events/people.h"

#include <gtest/gtest.h>

#include <utility>

namespace sla::events {
namespace {

Person person(std::string owner, std::string team, std::string zone) {
  Person made;
  made.owner = std::move(owner);
  made.team = std::move(team);
  made.zone = std::move(zone);
  return made;
}

TEST(BindPeople, ResolvesTeamsAndZonesOfTheLogsOwners) {
  LogBuilder builder({}, 0);
  const std::uint32_t dana = builder.owners().intern("Dana");
  const std::uint32_t eli = builder.owners().intern("Eli");
  Log log = std::move(builder).finish();
  const People people = bind_people(
      log, {{person("Dana", "East", "America/New_York"), person("Finn", "North", "Europe/Oslo")}},
      -1);
  EXPECT_EQ(log.teams.text(people.at(dana, 0).team), "East");
  EXPECT_EQ(people.zones[people.at(dana, 0).zone], "America/New_York");
  EXPECT_EQ(people.at(eli, 0).team, kNone);
  EXPECT_EQ(people.at(eli, 0).zone, 0u);
  EXPECT_EQ(people.zones[0], "");
}

TEST(BindPeople, KnowsTeamsThatHaveNoLeads) {
  Log log = LogBuilder({}, 0).finish();
  bind_people(log, {{person("Finn", "North", "")}}, -1);
  EXPECT_NE(log.teams.find("North"), kNone);
}

TEST(BindPeople, ReportsZonesThatDoNotExistOnceAndUsesTheFallback) {
  LogBuilder builder({}, 0);
  const std::uint32_t dana = builder.owners().intern("Dana");
  const std::uint32_t eli = builder.owners().intern("Eli");
  Log log = std::move(builder).finish();
  const People people =
      bind_people(log, {{person("Dana", "", "Mars/Base"), person("Eli", "", "Mars/Base")}}, -1);
  EXPECT_EQ(people.unknown_zones, (std::vector<std::string>{"Mars/Base"}));
  EXPECT_EQ(people.at(dana, 0).zone, 0u);
  EXPECT_EQ(people.at(eli, 0).zone, 0u);
}

TEST(BindPeople, ALaterLineOfTheSameOwnerWinsWhereItSpeaks) {
  LogBuilder builder({}, 0);
  const std::uint32_t dana = builder.owners().intern("Dana");
  Log log = std::move(builder).finish();
  const People people =
      bind_people(log, {{person("Dana", "East", "Europe/Oslo"), person("Dana", "West", "")}}, -1);
  EXPECT_EQ(log.teams.text(people.at(dana, 0).team), "West");
  EXPECT_EQ(people.zones[people.at(dana, 0).zone], "Europe/Oslo");
}

TEST(BindPeople, CutsTheLinesOfAnOwnerWhereTheyBeginAndEnd) {
  LogBuilder builder({}, 0);
  const std::uint32_t dana = builder.owners().intern("Dana");
  Log log = std::move(builder).finish();
  Roster roster{{person("Dana", "East", "Europe/Oslo"), person("Dana", "West", "Europe/Oslo"),
                 person("Dana", "West", "Europe/Oslo")}};
  roster.people[0].from = 10;
  roster.people[0].until = 20;
  roster.people[1].from = 30;
  roster.people[1].until = 40;
  roster.people[2].from = 40;
  const People people = bind_people(log, roster, -1);
  const auto team = [&](time::Instant t) {
    const std::uint32_t id = people.at(dana, t).team;
    return id == kNone ? "" : log.teams.text(id);
  };
  EXPECT_EQ(team(9), "");
  EXPECT_EQ(team(10), "East");
  EXPECT_EQ(team(19), "East");
  EXPECT_EQ(team(20), "");
  EXPECT_EQ(team(30), "West");
  EXPECT_EQ(team(1000), "West");
  EXPECT_EQ(people.stints_of(dana).size(), 4u) << "what says the same is one stint";
  EXPECT_EQ(people.at(dana, 20).zone, 0u);
  EXPECT_EQ(people.at(kNone, 20).team, kNone);
}

TEST(BindPeople, ResolvesTheLeadsZoneFieldAndNoOtherText) {
  LogBuilder builder({}, 2);
  const std::uint32_t berlin = builder.texts().intern("Europe/Berlin");
  const std::uint32_t oslo = builder.texts().intern("Europe/Oslo");
  const std::uint32_t nowhere = builder.texts().intern("nowhere");
  Event event;
  event.subject = builder.subjects().intern("s");
  builder.add(event, {{.field = 1, .value = berlin}, {.field = 0, .value = oslo}});
  builder.add(event, {{.field = 1, .value = nowhere}});
  Log log = std::move(builder).finish();
  const People people = bind_people(log, {}, 1);
  EXPECT_EQ(people.zones[people.text_zone[berlin]], "Europe/Berlin");
  EXPECT_EQ(people.text_zone[oslo], 0u);
  EXPECT_EQ(people.text_zone[nowhere], 0u);
  EXPECT_EQ(people.unknown_zones, (std::vector<std::string>{"nowhere"}));
}

}  // namespace
}  // namespace sla::events
