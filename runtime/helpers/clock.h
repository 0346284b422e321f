#pragma once

// One clock of a deadline, cadence or time in state: the arithmetic of
// docs/reference/evaluation.md, "Time on a clock". Generated code decides *when* a clock starts,
// stops, pauses or resets; these functions say what that does to its numbers. All inline into
// generated code, except the writing of a row.

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
enum sla_end {
  SLA_END_DISCHARGED = 0,
  SLA_END_CANCELLED = 1,
  SLA_END_RESET = 2,
  SLA_END_OPEN = 3,
  SLA_END_EXCUSED = 4
};

/// Values of verdicts::Status, in its order.
enum sla_status {
  SLA_STATUS_RUNNING = 0,
  SLA_STATUS_PAUSED = 1,
  SLA_STATUS_MET = 2,
  SLA_STATUS_BREACHED = 3,
  SLA_STATUS_MET_LATE = 4,
  SLA_STATUS_CANCELLED = 5,
  SLA_STATUS_EXCUSED = 6
};
/// Beside the bits of statuses: a breach that has no stop yet.
#define SLA_OPEN_BREACH_BIT 7

/// Values of verdicts::MarkKind, in its order.
enum sla_mark_kind {
  SLA_MARK_STARTED = 0,
  SLA_MARK_RESTARTED = 1,
  SLA_MARK_REOPENED = 2,
  SLA_MARK_PAUSED = 3,
  SLA_MARK_RESUMED = 4,
  SLA_MARK_EXTENDED = 5,
  SLA_MARK_STOPPED = 6
};

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
  uint32_t zone;       ///< Of `calendar`; only kept for clauses with marks.
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

/// The new owner gets at least `grace` from t on, unless the clock has breached. 1 when that is a
/// longer target than before.
SLA_HELPER uint32_t sla_clock_grace(sla_clock* clock, int64_t t, int64_t grace) noexcept {
  int64_t elapsed = sla_clock_elapsed(clock, t);
  if (elapsed > clock->quantity) return 0;
  if (clock->quantity >= elapsed + grace) return 0;
  clock->quantity = elapsed + grace;
  clock->day_due = SLA_NOT_BY_DAY;
  // Both instants are ahead again, so every pause so far moves them.
  clock->paused_before_due = clock->paused_before_breach = clock->paused;
  return 1;
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

SLA_HELPER uint32_t sla_status_of(uint32_t end, bool over, bool was_paused) noexcept {
  switch (end) {
    case SLA_END_DISCHARGED: return over ? SLA_STATUS_MET_LATE : SLA_STATUS_MET;
    case SLA_END_CANCELLED: return over ? SLA_STATUS_BREACHED : SLA_STATUS_CANCELLED;
    case SLA_END_RESET: return SLA_STATUS_BREACHED;
    case SLA_END_EXCUSED: return SLA_STATUS_EXCUSED;
    default:
      return over ? SLA_STATUS_BREACHED : was_paused ? SLA_STATUS_PAUSED : SLA_STATUS_RUNNING;
  }
}

/// The status of a clock that has started as a bit set with one bit of sla_status, and
/// SLA_OPEN_BREACH_BIT. `over`: whether the clock has breached at t (or at its stop).
SLA_HELPER uint32_t sla_status_bits(const sla_clock* clock, bool over) noexcept {
  uint32_t status = sla_status_of(clock->end, over, clock->phase == SLA_PAUSED);
  uint32_t bits = 1u << status;
  if (status == SLA_STATUS_BREACHED && clock->end == SLA_END_OPEN)
    bits |= 1u << SLA_OPEN_BREACH_BIT;
  return bits;
}
/// What another clause asks: the status bits at t; 0 when there never was an obligation.
SLA_HELPER uint32_t sla_clock_status(const sla_clock* clock, int64_t t) noexcept {
  // Before the first start nothing but the phase of a clock is set.
  if (clock->phase == SLA_NOT_STARTED) return 0;
  return sla_status_bits(clock, sla_clock_over(clock, t) != 0);
}

// ---- a cadence with a gap: a second clock beside that of the window, restarted by every event
// that counts, until it is exceeded: then it stays as it is, and with it due and breach

SLA_HELPER uint32_t sla_cadence_over(const sla_clock* window, const sla_clock* gap,
                                     int64_t t) noexcept {
  return sla_clock_over(window, t) | sla_clock_over(gap, t);
}

SLA_HELPER uint32_t sla_cadence_status(const sla_clock* window, const sla_clock* gap,
                                       int64_t t) noexcept {
  if (window->phase == SLA_NOT_STARTED) return 0;
  return sla_status_bits(window, sla_cadence_over(window, gap, t) != 0);
}

/// The next gap begins at event `event`, unless the present one is exceeded.
SLA_HELPER void sla_cadence_next(const sla_clock* window, sla_clock* gap, const sla_batch* batch,
                                 uint64_t event, uint32_t kind, int64_t amount) noexcept {
  if (sla_clock_over(gap, batch->time[event])) return;
  sla_clock_start(gap, batch, event, gap->calendar, kind, amount, 0, SLA_NO_GROUP);
  if (window->phase == SLA_PAUSED) sla_clock_pause(gap, batch->time[event]);
}

/// A closed cadence goes on: `window` was reopened. An exceeded gap stays.
SLA_HELPER void sla_cadence_reopen(const sla_clock* window, sla_clock* gap, const sla_batch* batch,
                                   uint64_t event, uint32_t kind, int64_t amount) noexcept {
  sla_cadence_next(window, gap, batch, event, kind, amount);
  if (gap->phase == SLA_CLOSED) sla_clock_reopen(gap, batch->time[event]);
}

/// Both get at least `grace`, unless the cadence has breached. 1 when the window is longer then.
SLA_HELPER uint32_t sla_cadence_grace(sla_clock* window, sla_clock* gap, int64_t t,
                                      int64_t grace) noexcept {
  if (sla_cadence_over(window, gap, t)) return 0;
  sla_clock_grace(gap, t, grace);
  return sla_clock_grace(window, t, grace);
}

extern "C" {
/// When the target is used up; SLA_NEVER when it never is. The clock is not paused.
int64_t sla_clock_due(const sla_clock* clock) noexcept;
int64_t sla_clock_breach(const sla_clock* clock) noexcept;

/// Writes the obligation's row. `last` is the last event seen of the subject. A clock that is still
/// open is judged at batch->as_of. The clock is spent afterwards.
void sla_clock_write(sla_clock* clock, const sla_batch* batch, sla_sink* sink, uint32_t clause,
                     uint32_t subject, uint64_t last) noexcept;

/// The same of a cadence with a gap.
void sla_cadence_write(sla_clock* window, sla_clock* gap, const sla_batch* batch, sla_sink* sink,
                       uint32_t clause, uint32_t subject, uint64_t last) noexcept;

/// The row of one event that a prohibition is about. `cycle`: how many came before.
void sla_write_judged(const sla_batch* batch, sla_sink* sink, uint32_t clause, uint32_t subject,
                      uint64_t event, uint32_t cycle, uint32_t is_breach, int64_t group) noexcept;

/// What happened to a clock at an event, for the steps around it.
void sla_write_mark(const sla_clock* clock, sla_sink* sink, uint32_t clause, uint32_t subject,
                    uint64_t event, uint32_t kind) noexcept;

/// `part`: 1, or for a share whether the hit belongs to the part.
void sla_write_hit(const sla_batch* batch, sla_sink* sink, uint32_t clause, uint32_t subject,
                   uint64_t event, int64_t amount, int64_t group, uint32_t part) noexcept;
void sla_write_violation(sla_sink* sink, uint64_t event, uint32_t from, uint32_t to,
                         uint32_t kind) noexcept;
/// Takes back the subject's rows, hits and marks (the buffers' sizes before it) and writes the
/// fault instead.
void sla_write_fault(sla_sink* sink, uint64_t rows, uint64_t hits, uint64_t marks, uint64_t event,
                     uint32_t subject, uint32_t kind) noexcept;
}
