#include "runtime/policy/calendars.h"

#include <algorithm>

#include <fmt/format.h>

namespace sla::policy {
namespace {

bool suffices(const time::Calendar& built, time::Instant last, const Calendar& declared) {
  if (built.between(last, built.end()) <= declared.longest_micros) return false;
  return declared.longest_days == 0 ||
         sla_calendar_add_days(built.table(), last, declared.longest_days) != SLA_NEVER;
}

// Grows until the longest target fits after `last`: a calendar may open one day a year.
std::expected<std::shared_ptr<const time::Calendar>, std::string> build_one(
    const Calendar& declared, const std::string& zone, time::Instant first, time::Instant last) {
  time::CalendarSpec spec = declared.spec;
  if (!zone.empty()) spec.zone = zone;
  const time::Instant from = std::max(first - 40 * time::kDay, time::kMinInstant);
  for (time::Instant room = 400 * time::kDay;; room *= 4) {
    const time::Instant to = room > time::kMaxInstant - last ? time::kMaxInstant : last + room;
    auto calendar = time::Calendar::build(spec, from, to);
    if (!calendar) return std::unexpected(calendar.error().message);
    if (suffices(*calendar, last, declared)) {
      return std::make_shared<const time::Calendar>(std::move(*calendar));
    }
    if (to == time::kMaxInstant) break;
  }
  return std::unexpected(
      fmt::format("calendar `{}` does not open long enough before {} for its longest target",
                  declared.name, time::kMaxYear + 1));
}

}  // namespace

std::expected<CalendarTable, std::string> build_calendars(const std::vector<Calendar>& calendars,
                                                          const events::People& people,
                                                          time::Instant first, time::Instant last) {
  CalendarTable table;
  for (const Calendar& declared : calendars) {
    auto& zones = table.emplace_back();
    const bool relative = declared.zone_of != actions::ZoneOf::fixed;
    for (std::size_t z = 0; z < (relative ? people.zones.size() : 1); ++z) {
      auto calendar = build_one(declared, z == 0 ? "" : people.zones[z], first, last);
      if (!calendar) return std::unexpected(calendar.error());
      zones.push_back(std::move(*calendar));
    }
  }
  return table;
}

}  // namespace sla::policy
