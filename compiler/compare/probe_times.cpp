// When to try: an ordinary working day, the end of a week, and wherever two calendars differ.
#include <algorithm>
#include <map>
#include <set>

#include "compiler/compare/canon.h"
#include "compiler/compare/probe.h"
#include "runtime/time/zone.h"

namespace sla::compare {
namespace {

using agreement::Calendar;
using agreement::Clause;
using agreement::ClauseKind;

constexpr std::size_t kMostTimes = 40;
constexpr std::size_t kMostDays = 6;

const Calendar* calendar_of(const Sides::Side& side) {
  const Clause* clause = side.said();
  if (clause == nullptr) return nullptr;
  const int index = has_clock(clause->kind)                   ? clause->deadline.calendar
                    : clause->kind == ClauseKind::prohibition ? clause->prohibition.outside
                    : clause->kind == ClauseKind::conversion  ? clause->conversion.calendar
                                                              : -1;
  return index < 0 ? nullptr : &side.agreement->calendars[static_cast<std::size_t>(index)];
}

std::map<time::Date, std::vector<time::MinuteWindow>> days_of(const Calendar* calendar) {
  std::map<time::Date, std::vector<time::MinuteWindow>> days;
  if (calendar == nullptr) return days;
  for (const time::CalendarException& each : calendar->spec.exceptions) {
    days[each.date] = each.windows;
  }
  return days;
}

std::set<std::int32_t> bounds_of(const Calendar* calendar, int weekday) {
  std::set<std::int32_t> bounds;
  if (calendar == nullptr) return bounds;
  for (const time::WeeklyOpening& opening : calendar->spec.weekly) {
    if (((opening.weekdays >> weekday) & 1) == 0) continue;
    bounds.insert(opening.window.from_minute);
    bounds.insert(opening.window.to_minute);
  }
  return bounds;
}

time::Zone zone_of(const Agreement& agreement) {
  const auto zone = time::Zone::find(agreement.zone);
  return zone ? *zone : time::Zone::utc();
}

/// The first Monday on or after a date; 1970-01-01 was a Thursday.
time::Date monday_from(time::Date date) {
  while (((date + 3) % 7 + 7) % 7 != 0) ++date;
  return date;
}

}  // namespace

void Probes::find_times() {
  const Agreement& a = *sides_.any().agreement;
  const time::Zone zone = zone_of(a);
  Instant begin = time::days_from_civil(2026, 3, 2) * time::kDay;
  Instant from = time::kMinInstant;
  for (const Sides::Side* side : {&sides_.was, &sides_.is}) {
    if (side->agreement != nullptr && side->agreement->has_term) {
      from = std::max(from, side->agreement->term_begin);
    }
  }
  if (from != time::kMinInstant) begin = from;
  const time::Date monday = monday_from(zone.date_of(begin));
  const auto at = [&](time::Date date, std::int32_t minute) {
    const Instant instant = zone.to_utc(date * time::kDay + minute * time::kMinute);
    if (times_.size() < kMostTimes && std::ranges::find(times_, instant) == times_.end()) {
      times_.push_back(instant);
    }
  };
  at(monday, 10 * 60);
  at(monday + 4, 16 * 60 + 30);
  add_hours(monday);
  add_days();
  at(monday + 5, 12 * 60);
  at(monday, 7 * 60);
  at(monday + 2, 22 * 60);
  at(monday + 7, 10 * 60);
  at(monday + 28, 10 * 60);
}

void Probes::add_hours(Instant monday) {
  const Calendar* was = calendar_of(sides_.was);
  const Calendar* is = calendar_of(sides_.is);
  if (was == nullptr && is == nullptr) return;
  const time::Zone zone = zone_of(*sides_.any().agreement);
  const bool only_one = was == nullptr || is == nullptr;
  for (int day = 0; day < 7; ++day) {
    std::set<std::int32_t> before = bounds_of(was, day), now = bounds_of(is, day);
    if (before == now || (only_one && day != 0)) continue;
    before.insert(now.begin(), now.end());
    for (const std::int32_t bound : before) {
      for (const std::int32_t minute : {bound - 30, bound + 30}) {
        const Instant instant = zone.to_utc((monday + day) * time::kDay + minute * time::kMinute);
        if (times_.size() < kMostTimes) times_.push_back(instant);
      }
    }
  }
}

void Probes::add_days() {
  const auto before = days_of(calendar_of(sides_.was)), now = days_of(calendar_of(sides_.is));
  const time::Zone zone = zone_of(*sides_.any().agreement);
  Instant from = times_.front(), until = time::kNever;
  for (const Sides::Side* side : both()) {
    if (side->agreement->has_term) until = std::min(until, side->agreement->term_end);
  }
  std::set<time::Date> differing;
  for (const auto& [one, other] : {std::pair{&before, &now}, std::pair{&now, &before}}) {
    for (const auto& [date, windows] : *one) {
      const auto there = other->find(date);
      if (there != other->end() && there->second == windows) continue;
      const Instant noon = zone.start_of(date) + 12 * time::kHour;
      if (noon >= from && noon < until) differing.insert(date);
    }
  }
  std::size_t days = 0;
  for (const time::Date date : differing) {
    if (++days > kMostDays) return;
    // The day itself and the afternoons before it, from where a clock runs into it.
    for (const auto& [offset, hour] : {std::pair{0, 10}, std::pair{-1, 16}, std::pair{-3, 16}}) {
      const Instant instant = zone.start_of(date + offset) + hour * time::kHour;
      if (times_.size() < kMostTimes) times_.push_back(instant);
    }
  }
}

}  // namespace sla::compare
