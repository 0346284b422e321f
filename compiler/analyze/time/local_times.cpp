// SLA2124: openings at local times that a clock change skips.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "compiler/analyze/time/findings.h"
#include "compiler/analyze/time/time_checks.h"

namespace sla::analyze {
namespace {

using diagnose::Code;
using time::Date;
using time::MinuteWindow;

/// The hours that a date has instead of its weekday's, if any; the last word on a date holds.
const time::CalendarException* exception_on(const time::CalendarSpec& spec, Date date) {
  const auto found = std::ranges::find_if(spec.exceptions.rbegin(), spec.exceptions.rend(),
                                          [&](const auto& each) { return each.date == date; });
  return found == spec.exceptions.rend() ? nullptr : &*found;
}

std::vector<MinuteWindow> windows_on(const time::CalendarSpec& spec, Date date) {
  if (const auto* exception = exception_on(spec, date)) return exception->windows;
  std::vector<MinuteWindow> windows;
  for (const time::WeeklyOpening& opening : spec.weekly) {
    if ((opening.weekdays >> time::weekday(date) & 1) != 0) windows.push_back(opening.window);
  }
  return windows;
}

std::string clock_text(std::int32_t minute) {
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

/// Verified by the runtime's own zone: the wall clock never shows the time on that date.
bool is_skipped(const time::Zone& zone, Date date, std::int32_t minute) {
  time::Resolution resolution = time::Resolution::kUnique;
  zone.to_utc(date * time::kDay + minute * time::kMinute, &resolution);
  return resolution == time::Resolution::kGap;
}

void look_at(const TimeCheck& check, const agreement::Calendar& calendar) {
  // Where the owner's or lead's zone counts, nobody has chosen the hours for this one.
  if (calendar.zone_of != agreement::Calendar::ZoneOf::fixed || calendar.spec.always_open) return;
  const auto zone = time::Zone::find(calendar.spec.zone);
  if (!zone) return;
  for (const time::ZoneTransition& change : zone->transitions()) {
    if (change.at < check.timetable.from() || change.at >= check.timetable.to()) continue;
    const Date date = zone->date_of(change.at);
    for (const MinuteWindow& window : windows_on(calendar.spec, date)) {
      // 24:00, and an end on the next day, are midnight or later: not of this date.
      const bool ends_today = window.to_minute > window.from_minute && window.to_minute < 1440;
      std::optional<std::int32_t> skipped;
      // Midnight is a date's beginning, whenever that is.
      if (window.from_minute > 0 && is_skipped(*zone, date, window.from_minute))
        skipped = window.from_minute;
      else if (ends_today && is_skipped(*zone, date, window.to_minute) &&
               is_skipped(*zone, date, window.to_minute - 1))
        skipped = window.to_minute;
      if (!skipped) continue;
      auto found = make_finding(
          Code::skipped_local_time, calendar.span,
          fmt::format("`{}` opens or closes at {}, which does not exist on {} in {}", calendar.name,
                      clock_text(*skipped), time::format_date(date), calendar.spec.zone),
          fmt::format("{}-{} on {}", clock_text(window.from_minute), clock_text(window.to_minute),
                      time::format_date(date)));
      const auto minute_of = [](time::LocalTime local) {
        return static_cast<std::int32_t>(local % time::kDay / time::kMinute);
      };
      const std::int32_t before = minute_of(zone->to_local(change.at - 1) + 1);
      const std::int32_t after = minute_of(zone->to_local(change.at));
      found.notes.push_back(fmt::format("clocks go from {} to {}; {} counts as {}",
                                        clock_text(before), clock_text(after), clock_text(*skipped),
                                        clock_text(after)));
      found.help =
          fmt::format("say what {} has instead: `open {} ...` or `closed {}`",
                      time::format_date(date), time::format_date(date), time::format_date(date));
      check.findings.push_back(std::move(found));
      return;
    }
  }
}

}  // namespace

void local_times(const TimeCheck& check) {
  for (const agreement::Calendar& calendar : check.record.calendars) look_at(check, calendar);
}

}  // namespace sla::analyze
