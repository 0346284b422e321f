// Zones from the operating system's database.

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <utility>

// The distribution builds the library over the operating system's database; the headers must agree.
#ifndef USE_OS_TZDB
#define USE_OS_TZDB 1
#endif
#include <date/tz.h>

#include "runtime/time/zone_table.h"

namespace sla::time {
namespace {

/// The directory that holds the compiled zones, or "" when none is found.
std::string zone_directory() {
  constexpr std::array kPlaces = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                  "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
  std::error_code ignored;
  for (const char* place : kPlaces) {
    if (std::filesystem::is_directory(place, ignored)) return place;
  }
  return {};
}

/// Last line of a compiled zone file, which is text.
std::string read_footer(const std::string& name) {
  std::ifstream file(zone_directory() + "/" + name, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : 0;
  const std::streamoff tail = std::min<std::streamoff>(size, 256);
  std::string text(static_cast<std::size_t>(tail), '\0');
  file.seekg(size - tail);
  if (!file.read(text.data(), tail) || text.empty() || text.back() != '\n') return {};
  text.pop_back();
  const std::size_t line = text.rfind('\n');
  return line == std::string::npos ? std::string() : text.substr(line + 1);
}

/// The library throws when there is no database.
const date::tzdb* database() {
  try {
    return &date::get_tzdb();
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::unique_ptr<const ZoneTable> table_of(const date::time_zone& zone) {
  auto table = std::make_unique<ZoneTable>();
  table->name = zone.name();
  const date::sys_seconds limit{std::chrono::seconds(kMaxInstant / kSecond)};
  date::sys_seconds t{std::chrono::seconds(kMinInstant / kSecond)};
  for (bool first = true;; first = false) {
    const date::sys_info info = zone.get_info(t);
    const std::int64_t begin = info.begin.time_since_epoch().count();
    append_transition(*table, first ? std::numeric_limits<Instant>::min() : begin * kSecond,
                      info.offset.count(), info.abbrev);
    t = info.end;
    if (t <= limit) continue;
    // Nothing follows in the file; only then does its footer speak. Files stop in 2037 (or
    // earlier); without this, every later summer would be an hour off.
    std::string footer = read_footer(table->name);
    if (const auto rule = parse_posix_rule(footer); rule && !rule->daylight_name.empty()) {
      append_rule(*table, *rule, begin);
      table->rule = std::move(footer);
    }
    return table;
  }
}

}  // namespace

std::expected<std::unique_ptr<const ZoneTable>, ZoneError::Kind> load_zone_table(
    std::string_view name) {
  const date::tzdb* all = database();
  if (all == nullptr) return std::unexpected(ZoneError::Kind::kNoDatabase);
  const auto zone = std::ranges::find(all->zones, name, &date::time_zone::name);
  if (zone == all->zones.end()) return nullptr;
  try {
    return table_of(*zone);
  } catch (const std::exception&) {  // The zone's own file cannot be read.
    return std::unexpected(ZoneError::Kind::kNoDatabase);
  }
}

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  if (const date::tzdb* all = database()) {
    for (const auto& zone : all->zones) names.push_back(zone.name());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string tzdb_version() {
  // The source text that is installed beside the compiled zones names its release on the first
  // line.
  std::ifstream file(zone_directory() + "/tzdata.zi");
  constexpr std::string_view kPrefix = "# version ";
  if (std::string line; std::getline(file, line) && line.starts_with(kPrefix)) {
    return line.substr(kPrefix.size());
  }
  return "unknown";
}

}  // namespace sla::time
