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

/// A line whose names have become ids.
struct Line {
  const Person* said = nullptr;
  std::uint32_t team = kNone, party = kNone, zone = 0;
};

/// Cuts the lines of one owner where any of them begins or ends.
void add_stints(std::vector<Stint>& stints, const std::vector<Line>& lines) {
  std::vector<time::Instant> cuts = {time::kMinInstant};
  for (const Line& line : lines) {
    if (line.said->from >= line.said->until) continue;
    cuts.push_back(line.said->from);
    if (line.said->until != time::kNever) cuts.push_back(line.said->until);
  }
  std::ranges::sort(cuts);
  const auto repeated = std::ranges::unique(cuts);
  cuts.erase(repeated.begin(), repeated.end());
  const std::size_t first = stints.size();
  for (const time::Instant from : cuts) {
    Stint stint{.from = from};
    for (const Line& line : lines) {
      if (!line.said->holds_at(from)) continue;
      if (line.team != kNone) stint.team = line.team;
      if (!line.said->zone.empty()) stint.zone = line.zone;
      if (!line.said->party.empty()) stint.party = line.party;
    }
    if (stints.size() == first || !stints.back().says_the_same(stint)) stints.push_back(stint);
  }
}

void bind_owners(People& people, Log& log, const Roster& roster, ZoneIndex& zones,
                 const std::vector<std::string>& parties) {
  std::vector<std::vector<Line>> lines(log.owners.size());
  for (const Person& person : roster.people) {
    Line line{.said = &person};
    if (!person.team.empty()) line.team = log.teams.intern(person.team);
    line.zone = zones.of(person.zone);
    line.party = party_of_name(person.party, parties);
    const std::uint32_t owner = log.owners.find(person.owner);
    if (owner != kNone) lines[owner].push_back(line);
  }
  people.stint_begin.assign(1, 0);
  for (const std::vector<Line>& of_owner : lines) {
    add_stints(people.stints, of_owner);
    people.stint_begin.push_back(people.stints.size());
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

std::span<const Stint> People::stints_of(std::uint32_t owner) const {
  if (owner == kNone || std::size_t{owner} + 1 >= stint_begin.size()) return {};
  return std::span(stints).subspan(stint_begin[owner], stint_begin[owner + 1] - stint_begin[owner]);
}

const Stint& People::at(std::uint32_t owner, time::Instant t) const {
  static const Stint kNothing;
  const std::span<const Stint> own = stints_of(owner);
  if (own.empty()) return kNothing;
  const auto next = std::ranges::upper_bound(own, t, {}, &Stint::from);
  return next == own.begin() ? kNothing : *std::prev(next);
}

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
    for (Stint& stint : each->stints) stint.zone = become[stint.zone];
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
