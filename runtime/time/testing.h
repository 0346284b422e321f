#pragma once

// Shared by the tests of this folder; never included by anything else.

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/time/calendar.h"
#include "runtime/time/deadline.h"

namespace sla::time::testing {

inline Zone zone(std::string_view name) {
  const auto found = Zone::find(name);
  if (!found) throw std::runtime_error(found.error().message());
  return *found;
}

inline Instant at(std::string_view text, std::string_view zone_name) {
  const auto parsed = parse_instant(text, zone(zone_name));
  if (!parsed) throw std::runtime_error(parsed.error().message + ": " + std::string(text));
  return parsed->instant;
}

inline Date date(std::string_view text) { return static_cast<Date>(at(text, "UTC") / kDay); }

inline MinuteWindow hours(int from, int to) { return {from * 60, to * 60}; }

/// Weekly openings on the given days in a zone, without exceptions.
inline CalendarSpec weekly(std::string zone_name, std::uint8_t weekdays,
                           std::vector<MinuteWindow> windows) {
  CalendarSpec spec;
  spec.zone = std::move(zone_name);
  for (const MinuteWindow& window : windows) spec.weekly.push_back({weekdays, window});
  return spec;
}

inline CalendarSpec always(std::string zone_name) {
  CalendarSpec spec;
  spec.zone = std::move(zone_name);
  spec.always_open = true;
  return spec;
}

inline CalendarSpec closed_on(CalendarSpec spec, std::vector<std::string_view> dates) {
  for (std::string_view text : dates) {
    spec.exceptions.push_back({.date = date(text), .windows = {}, .title = {}});
  }
  return spec;
}

inline Calendar build(const CalendarSpec& spec, std::string_view from, std::string_view to) {
  auto calendar = Calendar::build(spec, at(from, "UTC"), at(to, "UTC"));
  if (!calendar) throw std::runtime_error(calendar.error().message);
  return std::move(*calendar);
}

/// Range in which all golden vectors but the historical ones lie.
inline Calendar build(const CalendarSpec& spec) { return build(spec, "2025-01-01", "2028-01-01"); }

inline Target business(std::int64_t micros) { return {TargetKind::kBusinessMicros, micros}; }
inline Target days(std::int64_t count) { return {TargetKind::kBusinessDays, count}; }
inline Target end_of_day(std::int64_t n) { return {TargetKind::kEndOfBusinessDay, n}; }
inline Target plain(std::int64_t micros) { return {TargetKind::kElapsed, micros}; }

}  // namespace sla::time::testing
