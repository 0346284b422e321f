#include "runtime/time/deadline.h"

#include <algorithm>

namespace sla::time {
namespace {

std::int64_t add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? kNever : sum;
}

/// The axis on which a clock counts: business time of a calendar, or plain time.
struct Axis {
  const sla_calendar* table;  // Null: plain time.

  std::int64_t before(Instant t) const { return table ? sla_calendar_before(table, t) : t; }
  Instant earliest(std::int64_t amount) const {
    return table ? sla_calendar_earliest(table, amount) : amount;
  }
  Instant latest(std::int64_t amount) const {
    return table ? sla_calendar_latest(table, amount) : amount;
  }
};

Axis axis_of(const Calendar& calendar, TargetKind kind) {
  return {kind == TargetKind::kElapsed ? nullptr : calendar.table()};
}

/// Calls take(from, to) for each stretch after the start that is paused for any reason, until it
/// returns false. Pauses that overlap or touch are one stretch, however many reasons there were.
template <typename Take>
void for_each_pause(Instant start, std::span<const Pause> pauses, Take take) {
  Pause stretch{.from = start, .to = start};
  for (const Pause& pause : pauses) {
    const Instant from = std::max(pause.from, start);
    if (pause.to <= from) continue;
    if (from <= stretch.to) {
      stretch.from = std::min(stretch.from, from);
      stretch.to = std::max(stretch.to, pause.to);
      continue;
    }
    if (stretch.from < stretch.to && !take(stretch.from, stretch.to)) return;
    stretch = {.from = from, .to = pause.to};
  }
  if (stretch.from < stretch.to) take(stretch.from, stretch.to);
}

/// The instant that a day target names when nothing is paused.
Instant named_day(const sla_calendar* table, Instant start, Target target) {
  return target.kind == TargetKind::kBusinessDays
             ? sla_calendar_add_days(table, start, target.amount)
             : sla_calendar_end_of_day(table, start, target.amount);
}

bool is_day_target(TargetKind kind) {
  return kind == TargetKind::kBusinessDays || kind == TargetKind::kEndOfBusinessDay;
}

}  // namespace

Deadline deadline(const Calendar& calendar, Instant start, Target target,
                  std::span<const Pause> pauses) {
  const Axis axis = axis_of(calendar, target.kind);
  std::int64_t limit = 0;  // On the axis: how far the clock may come.
  Deadline result;
  if (target.amount < 0) return result;
  if (is_day_target(target.kind)) {
    result.due = named_day(axis.table, start, target);
    if (result.due == kNever) return result;
    limit = axis.before(result.due);
  } else {
    limit = add(axis.before(start), target.amount);
    // Nothing to use up is used up at once, also while closed.
    result.due = std::max(start, axis.earliest(limit));
  }
  result.breach = std::max(start, axis.latest(limit));

  // A pause that begins while some of the target is left moves both instants. At `breach` nothing
  // is left, but it waits there for the clock to go on, so a pause that begins by then moves it
  // still.
  std::int64_t due_limit = limit;
  for_each_pause(start, pauses, [&](Instant from, Instant to) {
    if (from > result.breach) return false;
    const bool moves_due = axis.before(from) < due_limit;
    const std::int64_t paused = to == kNever ? kNever : axis.before(to) - axis.before(from);
    if (paused == 0) return true;
    limit = add(limit, paused);
    result.breach = axis.latest(limit);
    if (moves_due) {
      due_limit = add(due_limit, paused);
      result.due = axis.earliest(due_limit);
    }
    return true;
  });
  return result;
}

std::int64_t elapsed(const Calendar& calendar, TargetKind kind, Instant start, Instant stop,
                     std::span<const Pause> pauses) {
  if (stop <= start) return 0;
  const Axis axis = axis_of(calendar, kind);
  std::int64_t total = axis.before(stop) - axis.before(start);
  for_each_pause(start, pauses, [&](Instant from, Instant to) {
    if (from >= stop) return false;
    total -= axis.before(std::min(to, stop)) - axis.before(from);
    return true;
  });
  return total;
}

std::int64_t allowance(const Calendar& calendar, Instant start, Target target) {
  if (!is_day_target(target.kind)) return target.amount;
  const Instant named = named_day(calendar.table(), start, target);
  return named == kNever ? kNever : calendar.between(start, named);
}

}  // namespace sla::time
