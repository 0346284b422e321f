#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/events/log.h"

namespace sla::events {

/// One line of a roster: who a person is, and who is told about them, from an instant to another.
/// Empty texts: the roster does not say.
struct Person {
  std::string owner, team, manager, zone, calendar;
  /// (role, holder) pairs for the columns that are roles of the agreement.
  std::vector<std::pair<std::string, std::string>> roles;
  std::string party = {};  ///< On whose side they act.
  /// The line holds in [from, until).
  time::Instant from = time::kMinInstant, until = time::kNever;

  bool holds_at(time::Instant t) const { return from <= t && t < until; }
};

struct Roster {
  std::vector<Person> people;
};

/// What the roster says of an owner from an instant on, until the owner's next stint.
struct Stint {
  time::Instant from = time::kMinInstant;
  std::uint32_t team = kNone;
  /// Index into the agreement's parties, or kNone: the roster does not say, or names one that the
  /// agreement does not have.
  std::uint32_t party = kNone;
  std::uint32_t zone = 0;  ///< Index into People::zones; 0 = the fallback.
  std::uint32_t reserved = 0;

  bool says_the_same(const Stint& other) const {
    return team == other.team && party == other.party && zone == other.zone;
  }
};

/// The roster resolved against a log, and the zones that relative calendars need. By dense id, so
/// that helpers of generated code read arrays. Immutable; shared freely.
struct People {
  /// Stints of owner o: [stint_begin[o], stint_begin[o + 1]), ascending. Everybody has one at
  /// least, and the first is from the beginning of time.
  std::vector<std::uint64_t> stint_begin;
  std::vector<Stint> stints;
  std::vector<std::uint32_t> text_zone;  ///< By text id: the zone that the lead's field names.
  /// Zone names; [0] is "" and means the calendar's own fallback zone.
  std::vector<std::string> zones;
  /// Zone names of the roster or of the data that the tz database does not have (they use the
  /// fallback).
  std::vector<std::string> unknown_zones;

  std::span<const Stint> stints_of(std::uint32_t owner) const;
  /// What the roster says of an owner at t; nothing for kNone.
  const Stint& at(std::uint32_t owner, time::Instant t) const;
};

/// Resolves a roster. Adds the roster's teams to the log's team interner (so that teams without
/// leads are reported as `no data`) before any engine reads it. `zone_field`: the lead's zone field
/// or -1. `parties`: names of the agreement's parties in its order; letter case does not matter.
/// Where lines of one owner hold at one instant, a later one wins where it speaks.
People bind_people(Log& log, const Roster& roster, int zone_field,
                   const std::vector<std::string>& parties = {});

/// Gives the zones of several rosters, bound to logs of one history, the same indices.
void share_zones(std::span<People* const> people);

/// The index of a party by name, without regard to letter case; kNone when there is none.
std::uint32_t party_of_name(std::string_view name, const std::vector<std::string>& parties);

}  // namespace sla::events
