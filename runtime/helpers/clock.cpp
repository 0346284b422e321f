#include "runtime/helpers/clock.h"

namespace {

// Values of verdicts::Status, in its order.
enum : uint8_t { kRunning, kPaused, kMet, kBreached, kMetLate, kCancelled };

// Room for one more item, or null when memory is out.
void* push(sla_sink* sink, sla_buffer* buffer, uint64_t item_size) noexcept {
  if (buffer->size == buffer->capacity && sink->grow(sink, buffer, item_size) != 0) {
    sink->failed = 1;
    return nullptr;
  }
  return static_cast<unsigned char*>(buffer->data) + buffer->size++ * item_size;
}

int64_t later(int64_t a, int64_t b) noexcept { return a > b ? a : b; }

int64_t due(const sla_clock* clock) noexcept {
  if (clock->quantity >= SLA_UNREACHABLE) return SLA_NEVER;
  if (clock->day_due != SLA_NOT_BY_DAY && clock->paused_before_due == 0) return clock->day_due;
  int64_t used = clock->origin + clock->quantity + clock->paused_before_due;
  if (clock->calendar == nullptr) return used;
  return later(clock->start, sla_calendar_earliest(clock->calendar, used));
}

int64_t breach(const sla_clock* clock) noexcept {
  if (clock->quantity >= SLA_UNREACHABLE) return SLA_NEVER;
  int64_t used = clock->origin + clock->quantity + clock->paused_before_breach;
  if (clock->calendar == nullptr) return used;
  return later(clock->start, sla_calendar_latest(clock->calendar, used));
}

uint8_t status(uint32_t end, bool over, bool was_paused) noexcept {
  switch (end) {
    case SLA_END_DISCHARGED: return over ? kMetLate : kMet;
    case SLA_END_CANCELLED: return over ? kBreached : kCancelled;
    case SLA_END_RESET: return kBreached;
    default: return over ? kBreached : was_paused ? kPaused : kRunning;
  }
}

// The last event in [first, last] at or before t; the caller knows that `first` is.
uint64_t event_at(const sla_batch* batch, uint64_t first, uint64_t last, int64_t t) noexcept {
  while (first < last) {
    uint64_t middle = first + (last - first + 1) / 2;
    if (batch->time[middle] <= t) first = middle;
    else last = middle - 1;
  }
  return first;
}

}  // namespace

extern "C" {

void sla_clock_write(sla_clock* clock, const sla_batch* batch, sla_sink* sink, uint32_t clause,
                     uint32_t subject, uint64_t last) noexcept {
  auto* row = static_cast<sla_row*>(push(sink, &sink->rows, sizeof(sla_row)));
  if (row == nullptr) return;
  bool open = clock->end == SLA_END_OPEN;
  int64_t at = open ? batch->as_of : clock->stop;
  bool was_paused = clock->phase == SLA_PAUSED;
  if (was_paused) sla_clock_resume(clock, at);
  int64_t elapsed = sla_clock_elapsed(clock, at);
  row->start = clock->start;
  row->due = due(clock);
  row->breach = breach(clock);
  row->stop = open ? SLA_NEVER : clock->stop;
  row->elapsed_business = elapsed;
  row->elapsed_wall = at - clock->start;
  row->group = clock->group;
  row->start_event = clock->start_event;
  row->subject = subject;
  row->cycle = clock->cycle;
  row->clause = static_cast<uint16_t>(clause);
  row->tier = clock->tier;
  row->status = status(clock->end, elapsed > clock->quantity, was_paused);
  row->reserved[0] = row->reserved[1] = row->reserved[2] = 0;
  uint64_t decider = open ? last : clock->stop_event;
  if (row->status == kBreached || row->status == kMetLate) {
    decider = event_at(batch, clock->start_event, decider, row->breach);
  }
  row->owner = batch->owner_now[decider];
  row->team = batch->team_now[decider];
}

void sla_write_hit(const sla_batch* batch, sla_sink* sink, uint32_t clause, uint32_t subject,
                   uint64_t event, int64_t amount, int64_t group) noexcept {
  auto* hit = static_cast<sla_hit*>(push(sink, &sink->hits, sizeof(sla_hit)));
  if (hit == nullptr) return;
  hit->time = batch->time[event];
  hit->amount = amount;
  hit->group = group;
  hit->event = event;
  hit->subject = subject;
  hit->owner = batch->owner_now[event];
  hit->team = batch->team_now[event];
  hit->clause = static_cast<uint16_t>(clause);
  hit->part = 1;
}

void sla_write_violation(sla_sink* sink, uint64_t event, uint32_t from, uint32_t to,
                         uint32_t kind) noexcept {
  auto* violation =
      static_cast<sla_violation*>(push(sink, &sink->violations, sizeof(sla_violation)));
  if (violation == nullptr) return;
  violation->event = event;
  violation->from = static_cast<uint16_t>(from);
  violation->to = static_cast<uint16_t>(to);
  violation->kind = static_cast<uint8_t>(kind);
  violation->reserved[0] = violation->reserved[1] = violation->reserved[2] = 0;
}

void sla_write_fault(sla_sink* sink, uint64_t rows, uint64_t hits, uint64_t event, uint32_t subject,
                     uint32_t kind) noexcept {
  sink->rows.size = rows;
  sink->hits.size = hits;
  auto* fault = static_cast<sla_fault*>(push(sink, &sink->faults, sizeof(sla_fault)));
  if (fault == nullptr) return;
  fault->event = event;
  fault->subject = subject;
  fault->kind = static_cast<uint8_t>(kind);
  fault->reserved[0] = fault->reserved[1] = fault->reserved[2] = 0;
}

}  // extern "C"
