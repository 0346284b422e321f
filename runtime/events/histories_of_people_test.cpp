#include "runtime/events/histories_of_people.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace sla::events {
namespace {

// Of leads: two states, then a call; of people: one state, then a call.
constexpr Code kMql = kFirstState, kCall = kFirstState + 2;
constexpr Code kCertified = kFirstState, kOwnCall = kFirstState + 1;

struct Said {
  time::Instant time = 0;
  std::string subject;
  Code code = kChanged;
  std::string owner = {}, team = {}, actor = {};
  std::vector<LogBuilder::Value> values = {};
};

Log log_of(const std::vector<Said>& history, std::size_t fields) {
  LogBuilder builder({}, fields);
  builder.add_origin("x");
  std::int64_t sequence = 0;
  for (const Said& said : history) {
    Event event;
    event.subject = builder.subjects().intern(said.subject);
    event.time = said.time;
    event.code = said.code;
    if (!said.owner.empty()) event.owner = builder.owners().intern(said.owner);
    if (!said.team.empty()) event.team = builder.teams().intern(said.team);
    if (!said.actor.empty()) event.actor = builder.owners().intern(said.actor);
    event.sequence = sequence++;
    builder.add(event, said.values);
  }
  return std::move(builder).finish();
}

PeopleShape shape_of(PeopleKey key) {
  PeopleShape shape;
  shape.key = key;
  shape.codes = {std::nullopt, kAssigned,    std::nullopt, std::nullopt,
                 std::nullopt, std::nullopt, kOwnCall};
  shape.by_actor = {false, false, false, false, false, false, true};
  return shape;
}

std::vector<std::string> lines_of(const Log& log) {
  std::vector<std::string> lines;
  for (std::uint32_t s = 0; s < log.subjects.size(); ++s) {
    for (std::uint64_t e = log.subject_begin[s]; e < log.subject_begin[s + 1]; ++e) {
      lines.push_back(fmt::format("{} {} {}", log.subjects.text(s), log.time[e], log.code[e]));
    }
  }
  return lines;
}

TEST(HistoriesOfPeople, ATouchIsOfWhoDidItAndOtherEventsOfTheOwnerAfterThem) {
  Log leads = log_of({{1, "L1", kMql, "Dana"},
                      {2, "L1", kCall},
                      {3, "L1", kCall, "", "", "Eli"},
                      {4, "L1", kAssigned, "Eli"},
                      {5, "L1", kCall},
                      {6, "L2", kCall}},
                     0);
  const People people = bind_people(leads, {}, -1);
  const Log made = histories_of_people(log_of({{3, "Eli", kCertified}, {0, "Gus", kCertified}}, 0),
                                       leads, people, shape_of(PeopleKey::owner));
  EXPECT_EQ(lines_of(made), (std::vector<std::string>{"Eli 3 4", "Eli 3 5", "Eli 4 1", "Eli 5 5",
                                                      "Gus 0 4", "Dana 2 5"}))
      << "nobody's call is left out, and what was said of Eli at 3 comes before the call";
  for (std::uint64_t e = 0; e < made.size(); ++e) {
    EXPECT_NE(made.owner[e], kNone) << "every event names its person";
  }
}

TEST(HistoriesOfPeople, ATeamHasWhatItsPeopleDoAndWhatIsDoneWithItsSubjects) {
  Roster roster;
  roster.people.resize(3);
  roster.people[0].owner = roster.people[1].owner = "Dana";
  roster.people[0].team = "East";
  roster.people[1].team = "West";
  roster.people[0].until = roster.people[1].from = 3;
  roster.people[2].owner = "Eli";
  roster.people[2].team = "North";
  Log leads = log_of({{1, "L1", kAssigned, "Dana"},
                      {2, "L1", kCall},
                      {3, "L1", kCall},
                      {4, "L1", kCall, "", "", "Eli"},
                      {5, "L1", kCall, "", "", "Zed"},
                      {6, "L1", kMql, "", "South"},
                      {7, "L1", kCall}},
                     0);
  const People people = bind_people(leads, roster, -1);
  const Log made = histories_of_people(log_of({}, 0), leads, people, shape_of(PeopleKey::team));
  EXPECT_EQ(lines_of(made), (std::vector<std::string>{"East 1 1", "East 2 5", "West 3 5",
                                                      "North 4 5", "South 7 5"}));
}

TEST(HistoriesOfPeople, APayloadComesAlongAndTextsKeepTheirMeaning) {
  LogBuilder builder({"pricing"}, 2);
  builder.add_origin("x");
  Event event;
  event.subject = builder.subjects().intern("L1");
  event.owner = builder.owners().intern("Dana");
  event.code = kCall;
  const std::int64_t topic = builder.texts().intern("roadmap");
  builder.add(event, {{.field = 1, .value = topic}});
  Log leads = std::move(builder).finish();
  const People people = bind_people(leads, {}, -1);
  PeopleShape shape = shape_of(PeopleKey::owner);
  shape.fields = {{.from = 1, .to = 0, .is_text = true}};
  const Log made = histories_of_people(log_of({}, 1), leads, people, shape);
  ASSERT_EQ(made.fields[0].set, (std::vector<std::uint8_t>{1}));
  EXPECT_EQ(made.texts.text(static_cast<std::uint32_t>(made.fields[0].value[0])), "roadmap");
}

}  // namespace
}  // namespace sla::events
