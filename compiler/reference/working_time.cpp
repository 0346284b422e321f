#include "compiler/reference/working_time.h"

#include <algorithm>
#include <span>

namespace sla::reference {
namespace {

using time::kNever;

/// The openings that have not closed by t, in order.
std::span<const sla_interval> openings_from(const time::Calendar& calendar, Instant t) {
  const std::span<const sla_interval> all(calendar.table()->intervals,
                                          calendar.table()->interval_count);
  const auto first = std::partition_point(all.begin(), all.end(),
                                          [&](const sla_interval& o) { return o.close <= t; });
  return {first, all.end()};
}

Instant add(Instant t, std::int64_t amount) {
  Instant sum = 0;
  return __builtin_add_overflow(t, amount, &sum) ? kNever : sum;
}

/// t itself while open, else the next opening.
Instant moved_into_opening(const time::Calendar& calendar, Instant t) {
  const auto openings = openings_from(calendar, t);
  return openings.empty() ? kNever : std::max(t, openings.front().open);
}

/// The openings of one working day.
std::span<const sla_segment> openings_of(const sla_calendar& table, std::int64_t day) {
  return {table.segments + table.days[day].first_segment,
          table.segments + table.days[day + 1].first_segment};
}

/// The working day to which an open instant belongs: the last one that has opened by then; -1 when
/// the table does not hold it whole.
std::int64_t working_day_of(const sla_calendar& table, Instant t) {
  const std::span<const sla_working_day> days(table.days, table.day_count);
  const auto after = std::partition_point(
      days.begin(), days.end(),
      [&](const sla_working_day& day) { return table.segments[day.first_segment].open <= t; });
  const std::int64_t day = (after - days.begin()) - 1;
  const bool is_last = day + 1 == static_cast<std::int64_t>(table.day_count);
  if (day >= 0 && is_last && t >= openings_of(table, day).back().close) return -1;
  return day;
}

/// The working day `count` after that of an open instant, or -1.
std::int64_t working_day_after(const sla_calendar& table, Instant t, std::int64_t count) {
  if (t == kNever || count < 0) return -1;
  const std::int64_t day = working_day_of(table, t);
  if (day < 0 || count >= static_cast<std::int64_t>(table.day_count) - day) return -1;
  return day + count;
}

}  // namespace

std::int64_t TimeBase::between(Instant from, Instant to) const {
  if (to <= from) return 0;
  if (is_plain_time()) return to - from;
  std::int64_t sum = 0;
  for (const sla_interval& opening : openings_from(*calendar_, from)) {
    if (opening.open >= to) break;
    sum += std::min(opening.close, to) - std::max(opening.open, from);
  }
  return sum;
}

Instant TimeBase::earliest(Instant from, std::int64_t amount) const {
  if (amount <= 0) return from;
  if (is_plain_time()) return add(from, amount);
  for (const sla_interval& opening : openings_from(*calendar_, from)) {
    const Instant open = std::max(opening.open, from);
    if (amount <= opening.close - open) return open + amount;
    amount -= opening.close - open;
  }
  return kNever;
}

Instant TimeBase::latest(Instant from, std::int64_t amount) const {
  if (is_plain_time()) return add(from, amount);
  for (const sla_interval& opening : openings_from(*calendar_, from)) {
    const Instant open = std::max(opening.open, from);
    if (amount < opening.close - open) return open + amount;
    amount -= opening.close - open;
  }
  return kNever;
}

Instant TimeBase::closing_after(Instant t) const {
  if (is_plain_time()) return kNever;
  const auto openings = openings_from(*calendar_, t);
  return openings.empty() ? kNever : openings.front().close;
}

Instant business_days_later(const time::Calendar& calendar, Instant start, std::int64_t days) {
  const sla_calendar& table = *calendar.table();
  start = moved_into_opening(calendar, start);
  if (days == 0) return start;
  const std::int64_t target = working_day_after(table, start, days);
  if (target < 0) return kNever;

  const time::Date dates_apart = table.days[target].date - table.days[target - days].date;
  const time::LocalTime local = calendar.zone().to_local(start) + dates_apart * time::kDay;
  const Instant wanted = calendar.zone().to_utc(local);
  for (const sla_segment& opening : openings_of(table, target)) {
    if (wanted < opening.open) return opening.open;
    if (wanted <= opening.close) return wanted;
  }
  return moved_into_opening(calendar, openings_of(table, target).back().close);
}

Instant end_of_business_day(const time::Calendar& calendar, Instant start, std::int64_t days) {
  const sla_calendar& table = *calendar.table();
  const std::int64_t target = working_day_after(table, moved_into_opening(calendar, start), days);
  return target < 0 ? kNever : openings_of(table, target).back().close;
}

}  // namespace sla::reference
