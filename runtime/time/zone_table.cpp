#include "runtime/time/zone_table.h"

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

#include "runtime/time/posix_rule.h"

namespace sla::time {
namespace {

/// Last line of a compiled zone file, which is text.
std::optional<PosixRule> read_footer(const std::string& name) {
  std::ifstream file(zone_directory() + "/" + name, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : 0;
  const std::streamoff tail = std::min<std::streamoff>(size, 256);
  std::string text(static_cast<std::size_t>(tail), '\0');
  file.seekg(size - tail);
  if (!file.read(text.data(), tail) || text.empty() || text.back() != '\n') return std::nullopt;
  text.pop_back();
  const std::size_t line = text.rfind('\n');
  return line == std::string::npos ? std::nullopt : parse_posix_rule(text.substr(line + 1));
}

void append(ZoneTable& table, Instant at, std::int64_t offset_seconds, std::string abbreviation) {
  const std::int64_t offset = offset_seconds * kSecond;
  if (!table.transitions.empty() && table.transitions.back().offset == offset &&
      table.abbreviations.back() == abbreviation) {
    return;
  }
  table.transitions.push_back({.at = at, .offset = offset});
  table.abbreviations.push_back(std::move(abbreviation));
}

/// Continues a table whose last transition in the file is `from_second`. Files stop in 2037 (or
/// earlier); without this, every later summer would be an hour off.
void append_rule(ZoneTable& table, const PosixRule& rule, std::int64_t from_second) {
  const std::int64_t from_day = std::max<std::int64_t>(from_second / 86400, kMinInstant / kDay);
  for (std::int32_t year = civil_from_days(static_cast<Date>(from_day)).year; year <= kMaxYear + 1;
       ++year) {
    const std::int64_t start = rule.daylight_start(year);
    const std::int64_t end = rule.daylight_end(year);
    const auto daylight = [&] {
      if (start > from_second) {
        append(table, start * kSecond, rule.daylight_offset, rule.daylight_name);
      }
    };
    const auto standard = [&] {
      if (end > from_second) append(table, end * kSecond, rule.standard_offset, rule.standard_name);
    };
    if (start < end) {
      daylight();
      standard();
    } else {
      standard();
      daylight();
    }
  }
}

}  // namespace

std::string zone_directory() {
  constexpr std::array kPlaces = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                  "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
  std::error_code ignored;
  for (const char* place : kPlaces) {
    if (std::filesystem::is_directory(place, ignored)) return place;
  }
  return {};
}

std::unique_ptr<const ZoneTable> load_zone_table(std::string_view name) {
  const auto& zones = date::get_tzdb().zones;
  const auto zone = std::find_if(zones.begin(), zones.end(),
                                 [&](const auto& candidate) { return candidate.name() == name; });
  if (zone == zones.end()) return nullptr;

  auto table = std::make_unique<ZoneTable>();
  table->name = std::string(name);
  const date::sys_seconds limit{std::chrono::seconds(kMaxInstant / kSecond)};
  date::sys_seconds t{std::chrono::seconds(kMinInstant / kSecond)};
  for (bool first = true;; first = false) {
    const date::sys_info info = zone->get_info(t);
    const std::int64_t begin = info.begin.time_since_epoch().count();
    append(*table, first ? std::numeric_limits<Instant>::min() : begin * kSecond,
           info.offset.count(), info.abbrev);
    t = info.end;
    if (t <= limit) continue;
    // Nothing follows in the file; only then does its footer speak.
    if (const auto rule = read_footer(table->name); rule && !rule->daylight_name.empty()) {
      append_rule(*table, *rule, begin);
    }
    return table;
  }
}

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace sla::time
