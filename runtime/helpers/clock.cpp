#include "runtime/helpers/clock.h"

#include "runtime/helpers/rows.h"

namespace {

int64_t later(int64_t a, int64_t b) noexcept { return a > b ? a : b; }
int64_t earlier(int64_t a, int64_t b) noexcept { return a < b ? a : b; }

// A paused clock is brought up to `at`.
void settle(sla_clock* clock, int64_t at) noexcept {
  if (clock->phase == SLA_PAUSED) sla_clock_resume(clock, at);
}

struct Judged {
  int64_t due, breach;
  bool over, was_paused;
};

void write(const sla_clock* clock, const sla_batch* batch, sla_sink* sink, uint32_t clause,
           uint32_t subject, uint64_t last, int64_t at, const Judged& judged) noexcept {
  bool open = clock->end == SLA_END_OPEN;
  sla_row row;
  row.start = clock->start;
  row.due = judged.due;
  row.breach = judged.breach;
  row.stop = open ? SLA_NEVER : clock->stop;
  row.elapsed_business = sla_clock_elapsed(clock, at);
  row.elapsed_wall = at - clock->start;
  row.group = clock->group;
  row.start_event = clock->start_event;
  row.subject = subject;
  row.cycle = clock->cycle;
  row.clause = static_cast<uint16_t>(clause);
  row.tier = clock->tier;
  row.status = static_cast<uint8_t>(sla_status_of(clock->end, judged.over, judged.was_paused));
  sla_push_row(batch, sink, &row, open ? last : clock->stop_event, at);
}

}  // namespace

extern "C" {

int64_t sla_clock_due(const sla_clock* clock) noexcept {
  if (clock->quantity >= SLA_UNREACHABLE) return SLA_NEVER;
  if (clock->day_due != SLA_NOT_BY_DAY && clock->paused_before_due == 0) return clock->day_due;
  int64_t used = clock->origin + clock->quantity + clock->paused_before_due;
  if (clock->calendar == nullptr) return used;
  return later(clock->start, sla_calendar_earliest(clock->calendar, used));
}

int64_t sla_clock_breach(const sla_clock* clock) noexcept {
  if (clock->quantity >= SLA_UNREACHABLE) return SLA_NEVER;
  int64_t used = clock->origin + clock->quantity + clock->paused_before_breach;
  if (clock->calendar == nullptr) return used;
  return later(clock->start, sla_calendar_latest(clock->calendar, used));
}

void sla_clock_write(sla_clock* clock, const sla_batch* batch, sla_sink* sink, uint32_t clause,
                     uint32_t subject, uint64_t last) noexcept {
  int64_t at = clock->end == SLA_END_OPEN ? batch->as_of : clock->stop;
  bool was_paused = clock->phase == SLA_PAUSED;
  settle(clock, at);
  write(
      clock, batch, sink, clause, subject, last, at,
      {sla_clock_due(clock), sla_clock_breach(clock), sla_clock_over(clock, at) != 0, was_paused});
}

void sla_cadence_write(sla_clock* window, sla_clock* gap, const sla_batch* batch, sla_sink* sink,
                       uint32_t clause, uint32_t subject, uint64_t last) noexcept {
  int64_t at = window->end == SLA_END_OPEN ? batch->as_of : window->stop;
  bool was_paused = window->phase == SLA_PAUSED;
  settle(window, at);
  settle(gap, at);
  write(window, batch, sink, clause, subject, last, at,
        {earlier(sla_clock_due(window), sla_clock_due(gap)),
         earlier(sla_clock_breach(window), sla_clock_breach(gap)),
         sla_cadence_over(window, gap, at) != 0, was_paused});
}

void sla_write_judged(const sla_batch* batch, sla_sink* sink, uint32_t clause, uint32_t subject,
                      uint64_t event, uint32_t cycle, uint32_t is_breach, int64_t group) noexcept {
  auto* row = static_cast<sla_row*>(sla_push(sink, &sink->rows, sizeof(sla_row)));
  if (row == nullptr) return;
  int64_t t = batch->time[event];
  row->start = row->stop = t;
  row->due = row->breach = is_breach != 0 ? t : SLA_NEVER;
  row->elapsed_business = row->elapsed_wall = 0;
  row->group = group;
  row->start_event = event;
  row->subject = subject;
  row->owner = batch->owner_now[event];
  row->team = batch->team_now[event];
  row->cycle = cycle + 1;
  row->clause = static_cast<uint16_t>(clause);
  row->tier = 0;
  row->status = is_breach != 0 ? SLA_STATUS_BREACHED : SLA_STATUS_MET;
  row->reserved[0] = row->reserved[1] = row->reserved[2] = 0;
}

void sla_write_mark(const sla_clock* clock, sla_sink* sink, uint32_t clause, uint32_t subject,
                    uint64_t event, uint32_t kind) noexcept {
  auto* mark = static_cast<sla_mark*>(sla_push(sink, &sink->marks, sizeof(sla_mark)));
  if (mark == nullptr) return;
  bool says_target =
      kind == SLA_MARK_STARTED || kind == SLA_MARK_RESTARTED || kind == SLA_MARK_EXTENDED;
  bool reachable = clock->quantity < SLA_UNREACHABLE;
  mark->value = !says_target ? 0 : reachable ? clock->quantity : SLA_NEVER;
  mark->event = event;
  mark->subject = subject;
  mark->cycle = clock->cycle;
  mark->clause = static_cast<uint16_t>(clause);
  mark->zone = clock->calendar == nullptr ? 0 : static_cast<uint16_t>(clock->zone);
  mark->tier = clock->tier;
  mark->kind = static_cast<uint8_t>(kind);
  mark->reserved = 0;
}

void sla_write_hit(const sla_batch* batch, sla_sink* sink, uint32_t clause, uint32_t subject,
                   uint64_t event, int64_t amount, int64_t group, uint32_t part) noexcept {
  auto* hit = static_cast<sla_hit*>(sla_push(sink, &sink->hits, sizeof(sla_hit)));
  if (hit == nullptr) return;
  hit->time = batch->time[event];
  hit->amount = amount;
  hit->group = group;
  hit->event = event;
  hit->subject = subject;
  hit->owner = batch->owner_now[event];
  hit->team = batch->team_now[event];
  hit->clause = static_cast<uint16_t>(clause);
  hit->part = static_cast<uint16_t>(part);
}

void sla_write_violation(sla_sink* sink, uint64_t event, uint32_t from, uint32_t to,
                         uint32_t kind) noexcept {
  auto* violation =
      static_cast<sla_violation*>(sla_push(sink, &sink->violations, sizeof(sla_violation)));
  if (violation == nullptr) return;
  violation->event = event;
  violation->from = static_cast<uint16_t>(from);
  violation->to = static_cast<uint16_t>(to);
  violation->kind = static_cast<uint8_t>(kind);
  violation->reserved[0] = violation->reserved[1] = violation->reserved[2] = 0;
}

void sla_write_fault(sla_sink* sink, uint64_t rows, uint64_t hits, uint64_t marks, uint64_t event,
                     uint32_t subject, uint32_t kind) noexcept {
  sink->rows.size = rows;
  sink->hits.size = hits;
  sink->marks.size = marks;
  auto* fault = static_cast<sla_fault*>(sla_push(sink, &sink->faults, sizeof(sla_fault)));
  if (fault == nullptr) return;
  fault->event = event;
  fault->subject = subject;
  fault->kind = static_cast<uint8_t>(kind);
  fault->reserved[0] = fault->reserved[1] = fault->reserved[2] = 0;
}

}  // extern "C"
