#include "runtime/events/people.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/time/zone.h"

namespace sla::events {
namespace {

/// Gives each zone name its index once; names that the tz database does not have share the
/// fallback.
class ZoneIndex {
 public:
  explicit ZoneIndex(People& people) : people_(people) { people_.zones = {""}; }

  std::uint32_t of(std::string_view name) {
    if (name.empty()) return 0;
    const auto [place, is_new] = indices_.try_emplace(std::string(name), 0);
    if (!is_new) return place->second;
    if (time::Zone::find(name)) {
      place->second = static_cast<std::uint32_t>(people_.zones.size());
      people_.zones.emplace_back(name);
    } else {
      people_.unknown_zones.emplace_back(name);
    }
    return place->second;
  }

 private:
  People& people_;
  std::unordered_map<std::string, std::uint32_t> indices_;
};

bool is_same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

void bind_owners(People& people, Log& log, const Roster& roster, ZoneIndex& zones,
                 const std::vector<std::string>& parties) {
  people.owner_team.assign(log.owners.size(), kNone);
  people.owner_party.assign(log.owners.size(), kNone);
  people.owner_zone.assign(log.owners.size(), 0);
  for (const Person& person : roster.people) {
    const std::uint32_t team = person.team.empty() ? kNone : log.teams.intern(person.team);
    const std::uint32_t zone = zones.of(person.zone);
    const std::uint32_t owner = log.owners.find(person.owner);
    if (owner == kNone) continue;
    if (team != kNone) people.owner_team[owner] = team;
    if (!person.zone.empty()) people.owner_zone[owner] = zone;
    if (!person.party.empty()) people.owner_party[owner] = party_of_name(person.party, parties);
  }
}

/// Only texts that some event gives to the zone field are zones; the log's other texts are not
/// looked up.
void bind_texts(People& people, const Log& log, int zone_field, ZoneIndex& zones) {
  people.text_zone.assign(log.texts.size(), 0);
  if (zone_field < 0 || static_cast<std::size_t>(zone_field) >= log.fields.size()) return;
  const FieldColumn& column = log.fields[static_cast<std::size_t>(zone_field)];
  std::vector<bool> seen(log.texts.size(), false);
  for (std::size_t i = 0; i < column.set.size(); ++i) {
    if (column.set[i] != 1) continue;
    const auto text = static_cast<std::uint32_t>(column.value[i]);
    if (seen[text]) continue;
    seen[text] = true;
    people.text_zone[text] = zones.of(log.texts.text(text));
  }
}

}  // namespace

std::uint32_t party_of_name(std::string_view name, const std::vector<std::string>& parties) {
  const auto found = std::ranges::find_if(
      parties, [&](const std::string& party) { return is_same_word(party, name); });
  return found == parties.end() ? kNone : static_cast<std::uint32_t>(found - parties.begin());
}

void share_zones(std::span<People* const> people) {
  std::vector<std::string> all;
  for (const People* each : people) {
    for (const std::string& zone : each->zones) {
      if (std::ranges::find(all, zone) == all.end()) all.push_back(zone);
    }
  }
  for (People* each : people) {
    std::vector<std::uint32_t> become;
    for (const std::string& zone : each->zones) {
      become.push_back(static_cast<std::uint32_t>(std::ranges::find(all, zone) - all.begin()));
    }
    for (std::uint32_t& zone : each->owner_zone) zone = become[zone];
    for (std::uint32_t& zone : each->text_zone) zone = become[zone];
    each->zones = all;
  }
}

People bind_people(Log& log, const Roster& roster, int zone_field,
                   const std::vector<std::string>& parties) {
  People people;
  ZoneIndex zones(people);
  bind_owners(people, log, roster, zones, parties);
  bind_texts(people, log, zone_field, zones);
  return people;
}

}  // namespace sla::events
