// What differs between two calendars: zone, weekly openings, and the days of their own.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/agreement/words.h"
#include "compiler/compare/facts.h"

namespace sla::compare {
namespace {

using agreement::Calendar;

constexpr std::size_t kDays = 6;  // More are only counted.
constexpr const char* kWeekdays[] = {"Mondays", "Tuesdays",  "Wednesdays", "Thursdays",
                                     "Fridays", "Saturdays", "Sundays"};

std::string words_of(const time::MinuteWindow& window) {
  return fmt::format("{:02}:{:02}-{:02}:{:02}", window.from_minute / 60, window.from_minute % 60,
                     window.to_minute / 60, window.to_minute % 60);
}

std::string words_of(std::vector<time::MinuteWindow> windows) {
  if (windows.empty()) return "closed";
  std::ranges::sort(windows, {}, &time::MinuteWindow::from_minute);
  std::vector<std::string> texts;
  for (const time::MinuteWindow& window : windows) texts.push_back(words_of(window));
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string hours_on(const time::CalendarSpec& spec, int weekday) {
  if (spec.always_open) return "00:00-24:00";
  std::vector<time::MinuteWindow> windows;
  for (const time::WeeklyOpening& opening : spec.weekly) {
    if (((opening.weekdays >> weekday) & 1) != 0) windows.push_back(opening.window);
  }
  return words_of(std::move(windows));
}

std::string zone_of(const Calendar& calendar) {
  switch (calendar.zone_of) {
    case Calendar::ZoneOf::fixed: return calendar.spec.zone;
    case Calendar::ZoneOf::owner: return "the owner's, else " + calendar.spec.zone;
    case Calendar::ZoneOf::lead: return "the lead's, else " + calendar.spec.zone;
  }
  return {};
}

struct Day {
  std::string words;  ///< "closed", "09:00-12:00".
  std::string title;
};

std::map<time::Date, Day> days_of(const Calendar& calendar) {
  std::map<time::Date, Day> days;
  for (const time::CalendarException& each : calendar.spec.exceptions) {
    days[each.date] = {words_of(each.windows), each.title};
  }
  return days;
}

std::string weekly_on(const Calendar& calendar, time::Date date) {
  // 1970-01-01 was a Thursday.
  const auto weekday = static_cast<int>(((date + 3) % 7 + 7) % 7);
  return "as every week: " + hours_on(calendar.spec, weekday);
}

void compare_days(const Calendar& was, const Calendar& is, std::vector<Detail>& details) {
  const auto before = days_of(was), now = days_of(is);
  std::vector<time::Date> differing;
  for (const auto& [date, day] : now) {
    const auto old = before.find(date);
    if (old == before.end() || old->second.words != day.words) differing.push_back(date);
  }
  for (const auto& [date, day] : before) {
    if (!now.contains(date)) differing.push_back(date);
  }
  std::ranges::sort(differing);
  for (std::size_t i = 0; i < differing.size() && i < kDays; ++i) {
    const time::Date date = differing[i];
    const auto old = before.find(date), fresh = now.find(date);
    const std::string& title = fresh != now.end() ? fresh->second.title : old->second.title;
    details.push_back({"holiday",
                       fmt::format("calendar {} on {}{}", is.name, time::format_date(date),
                                   title.empty() ? "" : " (" + title + ")"),
                       old == before.end() ? weekly_on(was, date) : old->second.words,
                       fresh == now.end() ? weekly_on(is, date) : fresh->second.words});
  }
  if (differing.size() > kDays) {
    details.push_back({"holiday", fmt::format("calendar {} on other days", is.name), "",
                       fmt::format("{} more differ", differing.size() - kDays)});
  }
}

}  // namespace

std::vector<Detail> differences(const Calendar& was, const Calendar& is) {
  std::vector<Detail> details;
  const auto add = [&](const char* key, std::string what, std::string before, std::string now) {
    if (before == now) return;
    details.push_back({key, std::move(what), std::move(before), std::move(now)});
  };
  add("zone", fmt::format("time zone of calendar {}", is.name), zone_of(was), zone_of(is));
  for (int day = 0; day < 7; ++day) {
    add("hours", fmt::format("calendar {} on {}", is.name, kWeekdays[day]), hours_on(was.spec, day),
        hours_on(is.spec, day));
  }
  const auto day_words = [](const Calendar& calendar) {
    return calendar.business_day_micros == 0
               ? std::string("not said")
               : agreement::words(agreement::Duration{agreement::TargetKind::elapsed,
                                                      calendar.business_day_micros});
  };
  add("business_day", fmt::format("a business day of calendar {}", is.name), day_words(was),
      day_words(is));
  compare_days(was, is, details);
  if (details.empty()) {
    details.push_back({"holiday", fmt::format("years whose holidays calendar {} knows", is.name),
                       "others", "others"});
    if (!was.holidays.empty()) details.back().was = was.holidays.front().words;
    if (!is.holidays.empty()) details.back().is = is.holidays.front().words;
  }
  return details;
}

}  // namespace sla::compare
