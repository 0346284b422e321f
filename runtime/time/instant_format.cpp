#include <fmt/format.h>

#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::time {
namespace {

struct Clock {
  Date date;
  std::int64_t hour, minute, second, micros;
};

Clock clock_of(LocalTime local) {
  std::int64_t date = local / kDay;
  std::int64_t rest = local % kDay;
  if (rest < 0) {
    --date;
    rest += kDay;
  }
  return {.date = static_cast<Date>(date),
          .hour = rest / kHour,
          .minute = rest / kMinute % 60,
          .second = rest / kSecond % 60,
          .micros = rest % kSecond};
}

/// "", ".123" or ".123456".
std::string fraction(std::int64_t micros) {
  if (micros == 0) return {};
  return micros % 1000 == 0 ? fmt::format(".{:03}", micros / 1000) : fmt::format(".{:06}", micros);
}

}  // namespace

std::string format_date(Date date) {
  const CivilDate civil = civil_from_days(date);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

std::string format_utc(Instant instant) {
  if (instant == kNever) return "never";
  const Clock clock = clock_of(instant);
  return fmt::format("{}T{:02}:{:02}:{:02}{}Z", format_date(clock.date), clock.hour, clock.minute,
                     clock.second, fraction(clock.micros));
}

std::string format_local(Instant instant, const Zone& zone) {
  if (instant == kNever) return "never";
  constexpr const char* kWeekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const Clock clock = clock_of(zone.to_local(instant));
  std::string text = fmt::format("{} {} {:02}:{:02}", kWeekdays[weekday(clock.date)],
                                 format_date(clock.date), clock.hour, clock.minute);
  if (clock.second != 0 || clock.micros != 0) {
    text += fmt::format(":{:02}{}", clock.second, fraction(clock.micros));
  }
  return text;
}

std::string format_local_with_zone(Instant instant, const Zone& zone) {
  if (instant == kNever) return "never";
  return fmt::format("{} {}", format_local(instant, zone), zone.abbreviation(instant));
}

std::string format_span(std::int64_t micros) {
  // Unsigned, so that the most negative amount has a magnitude too.
  const bool negative = micros < 0;
  const std::uint64_t amount =
      negative ? 0 - static_cast<std::uint64_t>(micros) : static_cast<std::uint64_t>(micros);
  const std::uint64_t hours = amount / kHour;
  const std::uint64_t minutes = amount / kMinute % 60;
  const std::uint64_t seconds = amount / kSecond % 60;
  std::string seconds_text = fmt::format("{}", seconds);
  if (const std::uint64_t rest = amount % kSecond; rest != 0) {
    seconds_text += fmt::format(".{:06}", rest);
    seconds_text.erase(seconds_text.find_last_not_of('0') + 1);
  }

  std::string text = negative ? "-" : "";
  const bool has_seconds = seconds_text != "0";
  if (hours != 0) text += fmt::format("{} h", hours);
  if (minutes != 0 || (hours != 0 && has_seconds)) {
    text += hours != 0 ? fmt::format(" {:02} min", minutes) : fmt::format("{} min", minutes);
  }
  if (has_seconds || amount == 0) {
    text += fmt::format("{}{} s", hours != 0 || minutes != 0 ? " " : "", seconds_text);
  }
  return text;
}

}  // namespace sla::time
