#include "tests/property/recipe.h"

namespace sla::property {
namespace {

// Around clock changes of the zones in use, the skipped day of Apia and quiet weeks.
constexpr const char* kAnchors[] = {
    "2026-03-06T00:00:00Z", "2026-03-27T00:00:00Z", "2025-10-24T00:00:00Z", "2026-11-01T00:00:00Z",
    "2011-12-28T00:00:00Z", "2017-10-13T00:00:00Z", "2026-06-01T00:00:00Z"};
constexpr const char* kPeople[] = {"Ana", "Ben", "Cho"};
constexpr const char* kOwnerZones[] = {"Europe/Berlin", "America/New_York", "Asia/Kolkata",
                                       "Nowhere/Atall", ""};

constexpr const char* kParties[] = {"marketing", "Sales", "nobody's", ""};

CellValue cell(Random& random, const agreement::Agreement& a) {
  CellValue value;
  value.field = pick(random, 0, static_cast<int>(a.fields.size()) - 1);
  if (chance(random, 10)) {
    value.set = 2;
    return value;
  }
  switch (a.fields[static_cast<std::size_t>(value.field)].type.kind) {
    case agreement::TypeKind::integer:
      value.value = chance(random, 5) ? INT64_MAX : pick(random, -5, 100);
      break;
    case agreement::TypeKind::money: value.value = pick(random, 0, 100) * agreement::kScale; break;
    case agreement::TypeKind::yes_no: value.value = pick(random, 0, 1); break;
    default: value.value = pick(random, 0, 2); break;
  }
  return value;
}

time::Instant random_time(Random& random, time::Instant anchor) {
  time::Instant t = anchor + pick(random, 0, 14 * 24) * time::kHour;
  if (chance(random, 50)) t += pick(random, 0, 59) * time::kMinute;
  if (chance(random, 10)) t += pick(random, -1, 1);  // A microsecond beside an edge.
  return t;
}

/// The last person listed changes team, zone and party, once or twice, perhaps with a gap between.
void move_on(Random& random, time::Instant anchor, events::Roster& roster) {
  for (int moves = pick(random, 1, 2); moves > 0; --moves) {
    events::Person next = roster.people.back();
    const time::Instant least = std::max(next.from, anchor - 5 * time::kDay);
    roster.people.back().until = least + pick(random, 1, 10) * time::kDay;
    next.from = roster.people.back().until + pick(random, 0, 2) * 7 * time::kHour;
    next.team = chance(random, 70) ? "West" : chance(random, 50) ? "East" : "";
    next.zone = kOwnerZones[pick(random, 0, 4)];
    next.party = kParties[pick(random, 0, 3)];
    if (chance(random, 20)) next.until = next.from + pick(random, 1, 10) * time::kDay;
    roster.people.push_back(next);
  }
}

}  // namespace

Recipe random_recipe(std::uint64_t seed) {
  Random random(seed);
  Recipe recipe;
  recipe.agreement = random_agreement(random);
  // Texts that name zones, so that lead-relative calendars have something to find.
  recipe.agreement.texts.insert(recipe.agreement.texts.end(),
                                {"Europe/Berlin", "America/New_York", "Nowhere/Atall"});
  time::Instant anchor =
      time::parse_instant(kAnchors[pick(random, 0, 6)], time::Zone::utc())->instant;
  if (chance(random, 30)) {
    recipe.agreement.has_term = true;
    recipe.agreement.term_begin = anchor + pick(random, 0, 3) * time::kDay;
    recipe.agreement.term_end = anchor + pick(random, 6, 16) * time::kDay;
  }
  for (const char* person : kPeople) {
    if (chance(random, 30)) continue;
    events::Person& entry = recipe.roster.people.emplace_back();
    entry.owner = person;
    if (chance(random, 70)) entry.team = "East";
    entry.zone = kOwnerZones[pick(random, 0, 4)];
    entry.party = kParties[pick(random, 0, 3)];
    if (chance(random, 40)) move_on(random, anchor, recipe.roster);
  }
  int subjects = pick(random, 1, 25);
  for (int s = 0; s < subjects; ++s) {
    int count = pick(random, 1, 14);
    for (int i = 0; i < count; ++i) {
      RawEvent event;
      event.subject = "lead" + std::to_string(s);
      bool tie = i > 0 && chance(random, 15);
      event.time = tie ? recipe.events.back().time : random_time(random, anchor);
      event.code = static_cast<events::Code>(pick(random, 0, recipe.agreement.code_count() - 1));
      if (event.code == events::kAssigned ? chance(random, 90) : chance(random, 15)) {
        event.owner = kPeople[pick(random, 0, 2)];
      }
      if (chance(random, 50)) event.actor = kPeople[pick(random, 0, 2)];
      if (chance(random, 10)) event.team = chance(random, 50) ? "East" : "West";
      int cells = i == 0 ? 4 : pick(random, 0, 2);
      for (int c = 0; c < cells; ++c) {
        CellValue value = cell(random, recipe.agreement);
        bool taken = false;
        for (const CellValue& other : event.cells) taken = taken || other.field == value.field;
        if (taken) continue;
        const std::string& name =
            recipe.agreement.fields[static_cast<std::size_t>(value.field)].name;
        if (name == "time_zone") value.value += 3;
        event.cells.push_back(value);
      }
      recipe.events.push_back(event);
      if (chance(random, 5)) recipe.events.push_back(event);  // Said twice.
    }
  }
  recipe.as_of = chance(random, 20)
                     ? recipe.events[random() % recipe.events.size()].time
                     : random_time(random, anchor + pick(random, 0, 10) * time::kDay);
  return recipe;
}

}  // namespace sla::property
