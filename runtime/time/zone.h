#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/time/instant.h"

namespace sla::time {

struct ZoneTable;

/// From `at` on, until the next transition, the zone's wall clock shows UTC + offset.
struct ZoneTransition {
  Instant at = 0;           ///< INT64_MIN for the first one.
  std::int64_t offset = 0;  ///< Microseconds, positive east of Greenwich.
};

struct ZoneError {
  enum class Kind : std::uint8_t { kUnknownName, kNoDatabase };
  Kind kind = Kind::kUnknownName;
  std::string name;                  ///< As asked for.
  std::vector<std::string> nearest;  ///< At most three existing names, the likeliest first.

  /// One lower-case sentence, without the suggestions.
  std::string message() const;
};

/// An IANA time zone: a small value that refers to a table which lives as long as the process. Copy
/// freely; all members are const and thread-safe. Tables are read from the operating system's
/// database when a zone is first asked for, and cover kMinInstant..kMaxInstant, also beyond the
/// last transition in its file.
class Zone {
 public:
  /// Names are exact, case included, as IANA writes them: `Europe/Berlin`.
  static std::expected<Zone, ZoneError> find(std::string_view name);

  /// Needs no database.
  static Zone utc();

  std::string_view name() const;
  LocalTime to_local(Instant instant) const;

  /// The first instant at which the zone's wall clock shows `local`, or the transition that skipped
  /// it. `resolution`, when given, says which of the cases it was.
  Instant to_utc(LocalTime local, Resolution* resolution = nullptr) const;

  /// Local date at an instant.
  Date date_of(Instant instant) const;
  /// First instant of a local date (its midnight, or the transition that skipped it).
  Instant start_of(Date date) const;

  /// `EST`, `CEST`, `+0545`.
  std::string_view abbreviation(Instant instant) const;

  /// Ascending, never empty.
  std::span<const ZoneTransition> transitions() const;
  /// Index in transitions() of the one in force.
  std::size_t transition_at(Instant instant) const;

  /// The same table; `US/Eastern` and `America/New_York` differ although their clocks agree.
  friend bool operator==(const Zone&, const Zone&) = default;

 private:
  explicit Zone(const ZoneTable* table) : table_(table) {}

  const ZoneTable* table_;
};

/// Makes a zone that came from elsewhere, such as a built policy, known to `find` under a name that
/// the machine's database has not, and answers that name; the zone's own `name()` stays. The same
/// rules give the same name. They are kept for the life of the process. Thread-safe. The table's
/// transitions are ascending, and the first is INT64_MIN.
std::string adopt_zone(const ZoneTable& table);

/// Version of the time-zone database in use, such as `2025b`, or `unknown`.
std::string tzdb_version();

}  // namespace sla::time
