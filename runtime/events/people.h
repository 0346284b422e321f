#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/events/log.h"

namespace sla::events {

/// One line of a roster: who a person is and who is told about them. Empty texts: the roster does
/// not say.
struct Person {
  std::string owner, team, manager, zone, calendar;
  /// (role, holder) pairs for the columns that are roles of the agreement.
  std::vector<std::pair<std::string, std::string>> roles;
  std::string party = {};  ///< On whose side they act.
};

struct Roster {
  std::vector<Person> people;
};

/// The roster resolved against a log, and the zones that relative calendars need. By dense id, so
/// that generated code reads arrays. Immutable; shared freely.
struct People {
  std::vector<std::uint32_t> owner_team;  ///< By owner id: team id or kNone.
  /// By owner id: index into the agreement's parties, or kNone: the roster does not say, or names
  /// one that the agreement does not have.
  std::vector<std::uint32_t> owner_party;
  std::vector<std::uint32_t> owner_zone;  ///< By owner id: index into `zones`; 0 = the fallback.
  std::vector<std::uint32_t> text_zone;   ///< By text id: the same, for the lead's zone field.
  /// Zone names; [0] is "" and means the calendar's own fallback zone.
  std::vector<std::string> zones;
  /// Zone names of the roster or of the data that the tz database does not have (they use the
  /// fallback).
  std::vector<std::string> unknown_zones;
};

/// Resolves a roster. Adds the roster's teams to the log's team interner (so that teams without
/// leads are reported as `no data`) before any engine reads it. `zone_field`: the lead's zone field
/// or -1. `parties`: names of the agreement's parties in its order; letter case does not matter.
People bind_people(Log& log, const Roster& roster, int zone_field,
                   const std::vector<std::string>& parties = {});

/// Gives the zones of several rosters, bound to logs of one history, the same indices.
void share_zones(std::span<People* const> people);

/// The index of a party by name, without regard to letter case; kNone when there is none.
std::uint32_t party_of_name(std::string_view name, const std::vector<std::string>& parties);

}  // namespace sla::events
