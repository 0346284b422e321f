#include "tests/property/recipe.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/print.h"
#include "runtime/events/payload.h"

namespace sla::property {

int pick(Random& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}
bool chance(Random& random, int percent) { return pick(random, 1, 100) <= percent; }

namespace {

events::Log make_log(const Recipe& recipe) {
  events::LogBuilder builder(recipe.agreement.texts, recipe.agreement.fields.size());
  std::uint16_t origin = builder.add_origin("recipe");
  std::int64_t sequence = 0;
  for (const RawEvent& raw : recipe.events) {
    events::Event event;
    event.subject = builder.subjects().intern(raw.subject);
    event.time = raw.time;
    event.code = raw.code;
    if (!raw.owner.empty()) event.owner = builder.owners().intern(raw.owner);
    if (!raw.actor.empty()) event.actor = builder.owners().intern(raw.actor);
    if (!raw.team.empty()) event.team = builder.teams().intern(raw.team);
    event.sequence = ++sequence;
    event.row = static_cast<std::uint64_t>(sequence);
    event.origin = origin;
    std::vector<events::LogBuilder::Value> values;
    for (const CellValue& cell : raw.cells) {
      values.push_back({static_cast<std::uint32_t>(cell.field), cell.set, cell.value});
    }
    builder.add(event, values);
  }
  events::Log log = std::move(builder).finish();
  events::settle_payloads(log, recipe.agreement.payloads());
  return log;
}

std::shared_ptr<const time::Calendar> make_calendar(time::CalendarSpec spec,
                                                    const std::string& zone, time::Instant from,
                                                    time::Instant to) {
  if (!zone.empty()) spec.zone = zone;
  auto calendar = time::Calendar::build(spec, from, to);
  if (!calendar) throw std::runtime_error(calendar.error().message);
  return std::make_shared<const time::Calendar>(std::move(*calendar));
}

}  // namespace

std::unique_ptr<World> build(const Recipe& recipe) {
  auto world = std::make_unique<World>();
  world->log = make_log(recipe);
  world->people = events::bind_people(world->log, recipe.roster, recipe.agreement.zone_field,
                                      recipe.agreement.party_names());
  world->inputs.log = &world->log;
  world->inputs.people = &world->people;
  world->inputs.as_of = recipe.as_of;
  time::Instant from = recipe.as_of, to = recipe.as_of;
  for (const RawEvent& event : recipe.events) {
    from = std::min(from, event.time);
    to = std::max(to, event.time);
  }
  from -= 60 * time::kDay;
  to += 400 * time::kDay;
  for (const agreement::Calendar& calendar : recipe.agreement.calendars) {
    auto& zones = world->inputs.calendars.emplace_back();
    bool relative = calendar.zone_of != agreement::Calendar::ZoneOf::fixed;
    std::size_t count = relative ? world->people.zones.size() : 1;
    for (std::size_t z = 0; z < count; ++z) {
      zones.push_back(make_calendar(calendar.spec, z == 0 ? "" : world->people.zones[z], from, to));
    }
  }
  return world;
}

std::string describe(const Recipe& recipe) {
  std::string text = agreement::print(recipe.agreement);
  text += fmt::format("\nas of {}\n", time::format_utc(recipe.as_of));
  for (const events::Person& person : recipe.roster.people) {
    text += fmt::format("roster {} team `{}` zone `{}` party `{}`", person.owner, person.team,
                        person.zone, person.party);
    if (person.from > time::kMinInstant) text += " from " + time::format_utc(person.from);
    if (person.until < time::kNever) text += " until " + time::format_utc(person.until);
    text += '\n';
  }
  for (const RawEvent& event : recipe.events) {
    text += fmt::format("{} {} {} owner `{}` team `{}` actor `{}`", event.subject,
                        time::format_utc(event.time), recipe.agreement.event_name(event.code),
                        event.owner, event.team, event.actor);
    for (const CellValue& cell : event.cells) {
      text +=
          fmt::format(" {}={}", recipe.agreement.fields[static_cast<std::size_t>(cell.field)].name,
                      cell.set == 2 ? "unknown" : std::to_string(cell.value));
    }
    text += '\n';
  }
  return text;
}

}  // namespace sla::property
