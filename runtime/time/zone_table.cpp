#include "runtime/time/zone_table.h"

#include <algorithm>
#include <utility>

namespace sla::time {

void append_transition(ZoneTable& table, Instant at, std::int64_t offset_seconds,
                       std::string abbreviation) {
  const std::int64_t offset = offset_seconds * kSecond;
  if (!table.transitions.empty() && table.transitions.back().offset == offset &&
      table.abbreviations.back() == abbreviation) {
    return;
  }
  table.transitions.push_back({.at = at, .offset = offset});
  table.abbreviations.push_back(std::move(abbreviation));
}

void append_rule(ZoneTable& table, const PosixRule& rule, std::int64_t from_second) {
  const std::int64_t from_day = std::max<std::int64_t>(from_second / 86400, kMinInstant / kDay);
  for (std::int32_t year = civil_from_days(static_cast<Date>(from_day)).year; year <= kMaxYear + 1;
       ++year) {
    const std::int64_t start = rule.daylight_start(year);
    const std::int64_t end = rule.daylight_end(year);
    const auto daylight = [&] {
      if (start > from_second) {
        append_transition(table, start * kSecond, rule.daylight_offset, rule.daylight_name);
      }
    };
    const auto standard = [&] {
      if (end > from_second) {
        append_transition(table, end * kSecond, rule.standard_offset, rule.standard_name);
      }
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

}  // namespace sla::time
