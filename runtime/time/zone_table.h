#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/time/posix_rule.h"
#include "runtime/time/zone.h"

namespace sla::time {

/// What a Zone refers to. Immutable once loaded; `abbreviations` is parallel to `transitions`.
struct ZoneTable {
  std::string name;
  std::vector<ZoneTransition> transitions;
  std::vector<std::string> abbreviations;
  /// The POSIX rule that made the last transitions, as the zone's file writes it; "" when none did.
  std::string rule = {};
};

/// Adds a transition, unless it changes nothing. Offsets are seconds east of Greenwich.
void append_transition(ZoneTable& table, Instant at, std::int64_t offset_seconds,
                       std::string abbreviation);

/// Adds what a rule with daylight-saving time makes of the time from `from_second` (exclusive) to
/// the end of the supported range.
void append_rule(ZoneTable& table, const PosixRule& rule, std::int64_t from_second);

// Where zones come from is decided by what is linked: the operating system's database
// (zone_database.cpp), or in a WebAssembly module those it was built with
// (runtime/wasm/zones.cpp).

/// Reads a zone; null when there is none of that name. An error when there is no database at all.
std::expected<std::unique_ptr<const ZoneTable>, ZoneError::Kind> load_zone_table(
    std::string_view name);

/// Every zone name of the database, sorted; empty when there is no database.
std::vector<std::string> zone_names();

}  // namespace sla::time
