#include "runtime/time/calendar_openings.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace sla::time {
namespace {

constexpr std::int32_t kMinutesPerDay = 1440;

std::expected<void, CalendarError> check_window(const MinuteWindow& window) {
  const bool from_ok = window.from_minute >= 0 && window.from_minute < kMinutesPerDay;
  if (from_ok && window.to_minute >= 1 && window.to_minute <= kMinutesPerDay) return {};
  return std::unexpected(CalendarError{
      .kind = CalendarError::Kind::kBadWindow,
      .message = fmt::format("an opening from minute {} to minute {} does not lie within a day "
                             "(a day ends at 24:00, minute 1440)",
                             window.from_minute, window.to_minute),
      .nearest = {}});
}

/// Minutes after the midnight at which the opening's date starts; `to` may lie in the next day.
struct Window {
  std::int32_t from, to;
};

std::vector<Window> sorted_windows(const std::vector<MinuteWindow>& windows) {
  std::vector<Window> result;
  for (const MinuteWindow& w : windows) {
    const bool crosses = w.to_minute <= w.from_minute;
    result.push_back({w.from_minute, w.to_minute + (crosses ? kMinutesPerDay : 0)});
  }
  std::ranges::sort(result, {}, &Window::from);
  return result;
}

/// Joins windows of one day that overlap or touch. Returns whether any overlapped.
bool merge(std::vector<Window>& windows) {
  bool overlapped = false;
  std::vector<Window> merged;
  for (const Window& w : windows) {
    if (!merged.empty() && w.from <= merged.back().to) {
      overlapped |= w.from < merged.back().to;
      merged.back().to = std::max(merged.back().to, w.to);
    } else {
      merged.push_back(w);
    }
  }
  windows = std::move(merged);
  return overlapped;
}

/// The windows of any date, merged.
class DayPlan {
 public:
  struct Day {
    std::vector<Window> windows;
    bool exception = false;
    bool overlapped = false;
  };

  explicit DayPlan(const CalendarSpec& spec) {
    for (std::size_t d = 0; d < weekdays_.size(); ++d) {
      std::vector<MinuteWindow> windows;
      if (spec.always_open) windows.push_back({0, kMinutesPerDay});
      for (const WeeklyOpening& opening : spec.weekly) {
        if (!spec.always_open && (opening.weekdays >> d & 1)) windows.push_back(opening.window);
      }
      weekdays_[d].windows = sorted_windows(windows);
      weekdays_[d].overlapped = merge(weekdays_[d].windows);
    }
    for (const CalendarException& exception : spec.exceptions) {
      Day day{.windows = sorted_windows(exception.windows), .exception = true, .overlapped = false};
      day.overlapped = merge(day.windows);
      exceptions_.insert_or_assign(exception.date, std::move(day));
    }
  }

  const Day& on(Date date) const {
    const auto found = exceptions_.find(date);
    return found != exceptions_.end() ? found->second
                                      : weekdays_[static_cast<std::size_t>(weekday(date))];
  }

 private:
  std::array<Day, 7> weekdays_;
  std::map<Date, Day> exceptions_;
};

/// Adds the instants at which the wall clock shows a time in [from, to): each stretch of constant
/// offset on its own, so that skipped times vanish and repeated ones count twice.
void append_pieces(const Zone& zone, LocalTime from, LocalTime to, Date date,
                   std::vector<Opening>& pieces) {
  const auto transitions = zone.transitions();
  // No clock is two days off, so everything of interest happens within that margin.
  for (std::size_t k = zone.transition_at(from - 2 * kDay);
       k < transitions.size() && transitions[k].at < to + 2 * kDay; ++k) {
    const Instant open = std::max(transitions[k].at, from - transitions[k].offset);
    Instant close = to - transitions[k].offset;
    if (k + 1 < transitions.size()) close = std::min(close, transitions[k + 1].at);
    if (open < close) pieces.push_back({.open = open, .close = close, .date = date});
  }
}

}  // namespace

std::expected<void, CalendarError> check_spec(const CalendarSpec& spec) {
  for (const WeeklyOpening& opening : spec.weekly) {
    if (opening.weekdays == 0 || opening.weekdays > kEveryDay) {
      return std::unexpected(CalendarError{.kind = CalendarError::Kind::kBadWeekdays,
                                           .message = "a weekly opening names no weekday",
                                           .nearest = {}});
    }
    if (auto ok = check_window(opening.window); !ok) return ok;
  }
  for (const CalendarException& exception : spec.exceptions) {
    for (const MinuteWindow& window : exception.windows) {
      if (auto ok = check_window(window); !ok) return ok;
    }
  }
  return {};
}

Openings list_openings(const CalendarSpec& spec, const Zone& zone, Instant from, Instant to) {
  const DayPlan plan(spec);
  Openings result;
  // An opening that starts on one local date may end on the next; a repeated day starts earlier
  // still.
  const Date first = zone.date_of(from) - 2;
  const Date last = zone.date_of(to) + 2;
  for (Date date = first; date <= last; ++date) {
    const DayPlan::Day& day = plan.on(date);
    const DayPlan::Day& eve = plan.on(date - 1);
    const bool from_eve = !day.windows.empty() && !eve.windows.empty() &&
                          eve.windows.back().to - kMinutesPerDay > day.windows.front().from;
    if (day.overlapped || from_eve) {
      if (day.exception || (from_eve && eve.exception)) {
        result.overlaps.dates.push_back(date);
      } else {
        result.overlaps.weekdays |= static_cast<std::uint8_t>(1 << weekday(date));
      }
    }
    for (const Window& window : day.windows) {
      append_pieces(zone, date * kDay + window.from * kMinute, date * kDay + window.to * kMinute,
                    date, result.pieces);
    }
  }
  return result;
}

}  // namespace sla::time
