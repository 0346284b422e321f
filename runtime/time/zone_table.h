#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/time/zone.h"

namespace sla::time {

/// What a Zone refers to. Immutable once loaded; `abbreviations` is parallel to `transitions`.
struct ZoneTable {
  std::string name;
  std::vector<ZoneTransition> transitions;
  std::vector<std::string> abbreviations;
};

/// Reads a zone from the operating system's database; null when there is no zone of that name.
/// Throws std::runtime_error when there is no database at all.
std::unique_ptr<const ZoneTable> load_zone_table(std::string_view name);

/// Every zone name of the database, sorted. Throws as load_zone_table.
std::vector<std::string> zone_names();

/// The directory that holds the compiled zones, or "" when none is found.
std::string zone_directory();

}  // namespace sla::time
