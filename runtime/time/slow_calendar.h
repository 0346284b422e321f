#pragma once

// A second, deliberately naive implementation of business time, for tests only: one entry per
// minute of UTC, local time from the C library, every question answered by walking. It shares no
// code with the calendar.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/time/calendar_spec.h"
#include "runtime/time/deadline.h"

namespace sla::time::testing {

/// Makes the C library's local time that of a zone, for as long as it lives. Not thread-safe, like
/// setenv.
class LocaltimeGuard {
 public:
  explicit LocaltimeGuard(const std::string& zone) {
    if (const char* old = std::getenv("TZ")) old_ = old;
    setenv("TZ", (":" + zone).c_str(), 1);
    tzset();
  }
  ~LocaltimeGuard() {
    if (old_) {
      setenv("TZ", old_->c_str(), 1);
    } else {
      unsetenv("TZ");
    }
    tzset();
  }
  LocaltimeGuard(const LocaltimeGuard&) = delete;
  LocaltimeGuard& operator=(const LocaltimeGuard&) = delete;

 private:
  std::optional<std::string> old_;
};

/// Wall clock of each UTC minute in [begin, end), as minutes since 1970-01-01T00:00 local.
struct SlowClock {
  Instant begin;
  std::vector<std::int64_t> local;

  SlowClock(const std::string& zone, Instant from, Instant to) : begin(from) {
    const LocaltimeGuard guard(zone);
    for (Instant t = from; t < to; t += kMinute) {
      const std::time_t seconds = static_cast<std::time_t>(t / kSecond);
      std::tm tm{};
      localtime_r(&seconds, &tm);
      // Reading the wall clock as if it were UTC gives a number for it.
      tm.tm_isdst = 0;
      local.push_back(static_cast<std::int64_t>(timegm(&tm)) / 60);
    }
  }
};

class SlowCalendar {
 public:
  SlowCalendar(const CalendarSpec& spec, const SlowClock& clock) : clock_(clock) {
    std::map<Date, std::size_t> first;
    for (std::size_t m = 0; m < clock.local.size(); ++m) {
      const std::int64_t minute = (clock.local[m] % 1440 + 1440) % 1440;
      const Date today = static_cast<Date>((clock.local[m] - minute) / 1440);
      bool open = false;
      for (const Date start : {today - 1, today}) {
        for (const MinuteWindow& w : windows(spec, start)) {
          const std::int64_t end = w.to_minute > w.from_minute ? w.to_minute : w.to_minute + 1440;
          const std::int64_t now = minute + (today - start) * 1440;
          if (now < w.from_minute || now >= end) continue;
          open = true;
          first.try_emplace(start, m);
        }
      }
      open_.push_back(open);
      // The working day of an open minute: the latest date that has opened by then.
      day_.push_back(open ? first.rbegin()->first : INT32_MIN);
      if (open) dates_.insert(first.rbegin()->first);
    }
  }

  std::int64_t minutes() const { return static_cast<std::int64_t>(open_.size()); }

  /// Clock time in [from, to), not counting paused minutes.
  std::int64_t worked(Instant from, Instant to, const std::vector<bool>& paused) const {
    std::int64_t sum = 0;
    for (Instant t = from; t < to;) {
      const Instant next = std::min(to, end_of_minute(t));
      if (runs(index(t), paused)) sum += next - t;
      t = next;
    }
    return sum;
  }

  /// The first instant with `amount` used since `start`; kNever after the last minute.
  Instant earliest(Instant start, std::int64_t amount, const std::vector<bool>& paused) const {
    if (amount <= 0) return start;
    for (Instant t = start; index(t) < minutes(); t = end_of_minute(t)) {
      if (!runs(index(t), paused)) continue;
      const std::int64_t length = end_of_minute(t) - t;
      if (length >= amount) return t + amount;
      amount -= length;
    }
    return kNever;
  }

  /// The last instant with no more than `amount` used since `start`.
  Instant latest(Instant start, std::int64_t amount, const std::vector<bool>& paused) const {
    for (Instant t = start; index(t) < minutes(); t = end_of_minute(t)) {
      if (!runs(index(t), paused)) continue;
      const std::int64_t length = end_of_minute(t) - t;
      if (length > amount) return t + amount;
      amount -= length;
    }
    return kNever;
  }

  Instant add_days(Instant t, std::int64_t n) const {
    t = next_open(t);
    const std::optional<Date> target = working_day(t, n);
    if (!target) return kNever;
    const std::int64_t rest = (t - clock_.begin) % kMinute;
    const std::int64_t wanted =
        clock_.local[static_cast<std::size_t>(index(t))] + (*target - day_at(index(t))) * 1440;
    std::int64_t m = 0;
    while (m < minutes() && clock_.local[static_cast<std::size_t>(m)] < wanted) ++m;
    if (m == minutes()) return kNever;
    const bool exists = clock_.local[static_cast<std::size_t>(m)] == wanted;
    const Instant result = instant(m) + (exists ? rest : 0);

    if (is_open(m) && day_at(m) == *target) return result;
    const bool at_closing =
        result == instant(m) && m > 0 && is_open(m - 1) && day_at(m - 1) == *target;
    if (at_closing) return result;
    for (std::int64_t later = m; later < minutes(); ++later) {
      if (is_open(later) && day_at(later) == *target) return instant(later);
    }
    return next_open(closing(*target));
  }

  Instant end_of_day(Instant t, std::int64_t n) const {
    t = next_open(t);
    const std::optional<Date> target = working_day(t, n);
    return target ? closing(*target) : kNever;
  }

  /// As deadline.h, restated: breach by walking the unpaused minutes, due by adding what the pauses
  /// before it took.
  Deadline deadline(Instant start, Target target, const std::vector<bool>& paused) const {
    const std::vector<bool> none(paused.size(), false);
    Instant named = start;
    std::int64_t quantity = target.amount;
    if (target.kind == TargetKind::kBusinessDays || target.kind == TargetKind::kEndOfBusinessDay) {
      named = target.kind == TargetKind::kBusinessDays ? add_days(start, target.amount)
                                                       : end_of_day(start, target.amount);
      if (named == kNever) return {};
      quantity = worked(start, named, none);
    } else {
      named = earliest(start, quantity, none);
    }
    Deadline result{.due = named, .breach = latest(start, quantity, paused)};
    if (const std::int64_t lost = lost_before_due(start, quantity, paused); lost > 0) {
      result.due = earliest(start, quantity + lost, none);
    }
    return result;
  }

 private:
  static std::vector<MinuteWindow> windows(const CalendarSpec& spec, Date date) {
    for (auto e = spec.exceptions.rbegin(); e != spec.exceptions.rend(); ++e) {
      if (e->date == date) return e->windows;
    }
    if (spec.always_open) return {{0, 1440}};
    std::vector<MinuteWindow> result;
    std::tm tm{};
    const std::time_t noon = static_cast<std::time_t>(date) * 86400 + 43200;
    gmtime_r(&noon, &tm);
    for (const WeeklyOpening& opening : spec.weekly) {
      if (opening.weekdays & (1 << (tm.tm_wday + 6) % 7)) result.push_back(opening.window);
    }
    return result;
  }

  std::int64_t index(Instant t) const { return (t - clock_.begin) / kMinute; }
  Instant instant(std::int64_t m) const { return clock_.begin + m * kMinute; }
  Instant end_of_minute(Instant t) const { return instant(index(t) + 1); }
  bool is_open(std::int64_t m) const { return open_[static_cast<std::size_t>(m)]; }
  Date day_at(std::int64_t m) const { return day_[static_cast<std::size_t>(m)]; }
  bool runs(std::int64_t m, const std::vector<bool>& paused) const {
    return is_open(m) && !paused[static_cast<std::size_t>(m)];
  }

  Instant next_open(Instant t) const {
    if (t == kNever) return kNever;
    std::int64_t m = index(t);
    if (m < minutes() && is_open(m)) return t;
    while (m < minutes() && !is_open(m)) ++m;
    return m < minutes() ? instant(m) : kNever;
  }

  std::optional<Date> working_day(Instant t, std::int64_t n) const {
    if (t == kNever) return std::nullopt;
    auto day = dates_.find(day_at(index(t)));
    for (; n > 0 && day != dates_.end(); --n) ++day;
    if (day == dates_.end()) return std::nullopt;
    return *day;
  }

  Instant closing(Date date) const {
    std::int64_t m = minutes() - 1;
    while (!(is_open(m) && day_at(m) == date)) --m;
    return instant(m + 1);
  }

  /// Business time, all of it, of the paused stretches that begin while some of the target is left.
  std::int64_t lost_before_due(Instant start, std::int64_t quantity,
                               const std::vector<bool>& paused) const {
    std::int64_t lost = 0;
    bool counts = false;
    for (std::int64_t m = index(start); m < minutes(); ++m) {
      if (!paused[static_cast<std::size_t>(m)]) continue;
      const Instant from = std::max(instant(m), start);
      const bool begins = m == index(start) || !paused[static_cast<std::size_t>(m - 1)];
      if (begins) counts = worked(start, from, paused) < quantity;
      if (counts && is_open(m)) lost += end_of_minute(from) - from;
    }
    return lost;
  }

  const SlowClock& clock_;
  std::vector<bool> open_;
  std::vector<Date> day_;  // Of open minutes.
  std::set<Date> dates_;
};

}  // namespace sla::time::testing
