#include "lsp/worked_time.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "runtime/time/zone.h"

namespace sla::lsp {
namespace {

constexpr std::int64_t kFriday = 4;  ///< Days after Monday.
constexpr std::int64_t kHalfPastFour = 16 * time::kHour + 30 * time::kMinute;
/// Longer durations are not worked out: a calendar of decades is not built for a hint.
constexpr std::int64_t kLongestDays = 366;

const agreement::Calendar* calendar_of(const agreement::Agreement& agreement,
                                       const std::string& name) {
  const auto found = std::ranges::find(agreement.calendars, name, &agreement::Calendar::name);
  return found == agreement.calendars.end() ? nullptr : &*found;
}

std::optional<std::int64_t> micros_of(syntax::Unit unit) {
  switch (unit) {
    case syntax::Unit::second: return time::kSecond;
    case syntax::Unit::minute: return time::kMinute;
    case syntax::Unit::hour: return time::kHour;
    case syntax::Unit::day: return time::kDay;
    case syntax::Unit::week: return 7 * time::kDay;
    default: return std::nullopt;
  }
}

/// An amount with at most six decimals, in millionths.
std::optional<std::int64_t> millionths(const std::string& amount) {
  std::int64_t value = 0;
  int decimals = -1;
  for (const char c : amount) {
    if (c == '.') {
      decimals = 0;
    } else {
      if (value > 1'000'000'000 || decimals >= 6) return std::nullopt;
      value = value * 10 + (c - '0');
      if (decimals >= 0) ++decimals;
    }
  }
  for (int i = std::max(decimals, 0); i < 6; ++i) value *= 10;
  return value;
}

std::optional<time::Target> target_of(const syntax::Duration& duration,
                                      const agreement::Calendar* calendar) {
  const auto amount = millionths(duration.amount);
  if (!amount) return std::nullopt;
  const bool whole = *amount % 1'000'000 == 0;
  const std::int64_t count = *amount / 1'000'000;
  if (duration.end_of_day) {
    if (!whole || count > kLongestDays) return std::nullopt;
    return time::Target{time::TargetKind::kEndOfBusinessDay, count};
  }
  if (duration.business && duration.unit == syntax::Unit::day) {
    if (count > kLongestDays) return std::nullopt;
    const std::int64_t day = calendar == nullptr ? 0 : calendar->business_day_micros;
    if (day > 0)
      return time::Target{time::TargetKind::kBusinessMicros, *amount * (day / 1'000'000)};
    if (!whole) return std::nullopt;
    return time::Target{time::TargetKind::kBusinessDays, count};
  }
  const auto unit = micros_of(duration.unit);
  if (!unit || *amount > kLongestDays * time::kDay / (*unit / 1'000'000)) return std::nullopt;
  return time::Target{
      duration.business ? time::TargetKind::kBusinessMicros : time::TargetKind::kElapsed,
      *amount * (*unit / 1'000'000)};
}

time::Instant now() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

time::Instant friday_after(time::Instant instant, const time::Zone& zone) {
  const time::Date date = zone.date_of(instant);
  const std::int64_t weekday = ((date + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday.
  const std::int64_t ahead = (kFriday - weekday + 7) % 7;
  return zone.to_utc((date + ahead) * time::kDay + kHalfPastFour);
}

}  // namespace

std::optional<WorkedOut> worked_out(const agreement::Agreement& agreement, const std::string& name,
                                    const syntax::Duration& duration,
                                    const std::optional<std::string>& start) {
  const bool counts_business = duration.business || duration.end_of_day;
  const agreement::Calendar* calendar = calendar_of(agreement, name);
  if (counts_business && calendar == nullptr) return std::nullopt;
  const auto target = target_of(duration, calendar);
  if (!target) return std::nullopt;
  time::CalendarSpec spec;
  spec.always_open = true;
  spec.zone = agreement.zone;
  if (calendar != nullptr) spec = calendar->spec;
  const auto zone = time::Zone::find(spec.zone);
  if (!zone) return std::nullopt;
  time::Instant earliest = now();
  if (agreement.has_term && earliest >= agreement.term_end) earliest = agreement.term_begin;
  earliest = std::clamp(std::max(earliest, agreement.term_begin), time::kMinInstant + time::kDay,
                        time::kMaxInstant - 800 * time::kDay);
  time::Instant from = friday_after(earliest, *zone);
  if (start) {
    const auto parsed = time::parse_instant(*start, *zone);
    if (parsed)
      from = std::clamp(parsed->instant, time::kMinInstant + 40 * time::kDay,
                        time::kMaxInstant - 800 * time::kDay);
  }
  const auto built =
      time::Calendar::build(spec, from - 35 * time::kDay, from + 2 * kLongestDays * time::kDay);
  if (!built) return std::nullopt;
  if (!start) {
    // A holiday would make a poor example.
    for (int week = 0; week < 8 && !built->is_open(from); ++week) from += 7 * time::kDay;
    from = zone->to_utc(zone->to_local(from) / time::kDay * time::kDay + kHalfPastFour);
    if (!built->is_open(from)) from = built->next_open(friday_after(earliest, *zone));
    if (from == time::kNever || !built->covers(from)) return std::nullopt;
  }
  const time::Deadline deadline = time::deadline(*built, from, *target);
  if (deadline.due == time::kNever) return std::nullopt;
  return WorkedOut{from, deadline, spec.zone};
}

std::string short_time(time::Instant instant, time::Instant from, const std::string& zone_name) {
  const auto zone = time::Zone::find(zone_name);
  if (!zone) return "";
  const std::string full = time::format_local(instant, *zone);  // "Fri 2026-03-06 16:30"
  if (full.size() < 16 || instant - from > 6 * time::kDay) return full;
  return full.substr(0, 4) + full.substr(15);
}

std::string duration_words(const syntax::Duration& duration) {
  constexpr const char* kUnits[] = {"second", "minute", "hour",    "day",
                                    "week",   "month",  "quarter", "year"};
  if (duration.end_of_day) return fmt::format("end of business day {}", duration.amount);
  return fmt::format("{} {}{}{}", duration.amount, duration.business ? "business " : "",
                     kUnits[static_cast<std::size_t>(duration.unit)],
                     duration.amount == "1" ? "" : "s");
}

}  // namespace sla::lsp
