#pragma once

// One clock of a deadline clause: the arithmetic of docs/reference/evaluation.md, "Time on a
// clock". Generated code decides *when* a clock starts, stops, pauses or resets; these functions
// say what that does to its numbers. All inline into generated code, except the writing of a row.

#include "runtime/helpers/batch.h"

enum sla_phase { SLA_NOT_STARTED = 0, SLA_RUNNING = 1, SLA_PAUSED = 2, SLA_CLOSED = 3 };

/// Order is that of plan::TargetKind.
enum sla_target_kind {
  SLA_ELAPSED = 0,
  SLA_BUSINESS = 1,
  SLA_BUSINESS_DAYS = 2,
  SLA_END_OF_BUSINESS_DAY = 3
};

/// How a clock ended; SLA_END_OPEN: it has not.
enum sla_end { SLA_END_DISCHARGED = 0, SLA_END_CANCELLED = 1, SLA_END_RESET = 2, SLA_END_OPEN = 3 };

/// A target longer than this is one that the calendar never reaches.
#define SLA_UNREACHABLE (SLA_NEVER / 4)
/// day_due of a target that is not counted in days.
#define SLA_NOT_BY_DAY INT64_MIN

/// `phase` comes first: generated code reads it directly. Times are instants; origin, quantity,
/// paused* and pause_since are on the clock's time base (working time of `calendar`, or elapsed
/// time when it is null).
struct sla_clock {
  uint32_t phase;
  uint32_t cycle;
  const sla_calendar* calendar;
  int64_t start, origin, quantity, day_due;
  int64_t paused, paused_before_due, paused_before_breach, pause_since;
  int64_t stop, group;
  uint64_t start_event, stop_event;
  uint16_t tier;
  uint8_t end;
  uint8_t discharged;  ///< Bit d: discharge d has matched.
};

SLA_HELPER int64_t sla_clock_base(const sla_calendar* calendar, int64_t t) noexcept {
  return calendar == nullptr ? t : sla_calendar_before(calendar, t);
}

/// Time-base time used so far at t, pauses left out.
SLA_HELPER int64_t sla_clock_elapsed(const sla_clock* clock, int64_t t) noexcept {
  int64_t now =
      clock->phase == SLA_RUNNING ? sla_clock_base(clock->calendar, t) : clock->pause_since;
  return now - clock->origin - clock->paused;
}

/// Begins counting at event `event`; the caller has set cycle. Pauses and remembered discharges are
/// gone.
SLA_HELPER void sla_clock_start(sla_clock* clock, const sla_batch* batch, uint64_t event,
                                const sla_calendar* calendar, uint32_t kind, int64_t amount,
                                uint16_t tier, int64_t group) noexcept {
  int64_t t = batch->time[event];
  clock->phase = SLA_RUNNING;
  clock->calendar = kind == SLA_ELAPSED ? nullptr : calendar;
  clock->start = t;
  clock->origin = sla_clock_base(clock->calendar, t);
  clock->quantity = amount;
  clock->day_due = SLA_NOT_BY_DAY;
  if (kind == SLA_BUSINESS_DAYS || kind == SLA_END_OF_BUSINESS_DAY) {
    int64_t day = kind == SLA_BUSINESS_DAYS ? sla_calendar_add_days(calendar, t, amount)
                                            : sla_calendar_end_of_day(calendar, t, amount);
    clock->day_due = day;
    clock->quantity =
        day == SLA_NEVER ? SLA_UNREACHABLE : sla_calendar_before(calendar, day) - clock->origin;
  }
  clock->paused = clock->paused_before_due = clock->paused_before_breach = 0;
  clock->pause_since = 0;
  clock->stop = SLA_NEVER;
  clock->group = group;
  clock->start_event = clock->stop_event = event;
  clock->tier = tier;
  clock->end = SLA_END_OPEN;
  clock->discharged = 0;
}

SLA_HELPER void sla_clock_pause(sla_clock* clock, int64_t t) noexcept {
  clock->pause_since = sla_clock_base(clock->calendar, t);
  clock->phase = SLA_PAUSED;
}

/// Ends a pause (or the gap between a stop and a re-entry). What has already happened does not
/// move: the pause counts for due and breach only while they were still ahead when it began.
SLA_HELPER void sla_clock_resume(sla_clock* clock, int64_t t) noexcept {
  int64_t gap = sla_clock_base(clock->calendar, t) - clock->pause_since;
  int64_t elapsed = clock->pause_since - clock->origin - clock->paused;
  if (elapsed < clock->quantity) clock->paused_before_due += gap;
  if (elapsed <= clock->quantity) clock->paused_before_breach += gap;
  clock->paused += gap;
  clock->phase = SLA_RUNNING;
}

/// 1 when more than the target has been used at t.
SLA_HELPER uint32_t sla_clock_over(const sla_clock* clock, int64_t t) noexcept {
  return sla_clock_elapsed(clock, t) > clock->quantity;
}

/// The new owner gets at least `grace` from t on, unless the clock has breached.
SLA_HELPER void sla_clock_grace(sla_clock* clock, int64_t t, int64_t grace) noexcept {
  int64_t elapsed = sla_clock_elapsed(clock, t);
  if (elapsed > clock->quantity) return;
  if (clock->quantity >= elapsed + grace) return;
  clock->quantity = elapsed + grace;
  clock->day_due = SLA_NOT_BY_DAY;
  // Both instants are ahead again, so every pause so far moves them.
  clock->paused_before_due = clock->paused_before_breach = clock->paused;
}

/// Ends the clock at event `event`. From here on it counts as paused, so that a re-entry can resume
/// it.
SLA_HELPER void sla_clock_close(sla_clock* clock, const sla_batch* batch, uint64_t event,
                                uint32_t end) noexcept {
  int64_t t = batch->time[event];
  if (clock->phase == SLA_PAUSED) sla_clock_resume(clock, t);
  clock->pause_since = sla_clock_base(clock->calendar, t);
  clock->stop = t;
  clock->stop_event = event;
  clock->end = static_cast<uint8_t>(end);
  clock->phase = SLA_CLOSED;
}

/// A closed clock goes on at t (`on reentry resume`).
SLA_HELPER void sla_clock_reopen(sla_clock* clock, int64_t t) noexcept {
  sla_clock_resume(clock, t);
  clock->stop = SLA_NEVER;
  clock->end = SLA_END_OPEN;
  clock->discharged = 0;
}

extern "C" {
/// Writes the obligation's row. `last` is the last event seen of the subject. A clock that is still
/// open is judged at batch->as_of. The clock is spent afterwards.
void sla_clock_write(sla_clock* clock, const sla_batch* batch, sla_sink* sink, uint32_t clause,
                     uint32_t subject, uint64_t last) noexcept;

void sla_write_hit(const sla_batch* batch, sla_sink* sink, uint32_t clause, uint32_t subject,
                   uint64_t event, int64_t amount, int64_t group) noexcept;
void sla_write_violation(sla_sink* sink, uint64_t event, uint32_t from, uint32_t to,
                         uint32_t kind) noexcept;
/// Takes back the subject's rows and hits (the buffers' sizes before it) and writes the fault
/// instead.
void sla_write_fault(sla_sink* sink, uint64_t rows, uint64_t hits, uint64_t event, uint32_t subject,
                     uint32_t kind) noexcept;
}
