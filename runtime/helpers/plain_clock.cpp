#include "runtime/helpers/plain_clock.h"

#include "runtime/helpers/rows.h"

namespace {

const sla_calendar* calendar_at(const sla_batch* batch, const sla_plain_clause* clause,
                                uint64_t event) noexcept {
  if (clause->calendar < 0) return nullptr;
  uint32_t zone = clause->of_owner != 0 ? batch->zone_now[event] : 0;
  return batch->calendars[clause->calendar][zone];
}

sla_clock started(const sla_batch* batch, const sla_plain_clause* clause, uint64_t event) noexcept {
  sla_clock clock;
  sla_clock_start(&clock, batch, event, calendar_at(batch, clause, event), clause->kind,
                  clause->amount, 0, SLA_NO_GROUP);
  return clock;
}

// Due and breach of a target that is an amount of time, used up at `used`.
void set_due(sla_row* row, const sla_calendar* calendar, int64_t used) noexcept {
  if (calendar == nullptr) {
    row->due = row->breach = used;
    return;
  }
  int64_t earliest, latest;
  if (used <= 0 || used >= calendar->total) {
    earliest = sla_calendar_earliest(calendar, used);
    latest = sla_calendar_latest(calendar, used);
  } else {
    // Both in one look: they differ where the target is used up exactly at a closing.
    const sla_interval* interval = sla_calendar_interval_of(calendar, used);
    latest = interval->open + (used - interval->before);
    earliest = used == interval->before ? interval[-1].close : latest;
  }
  row->due = earliest > row->start ? earliest : row->start;
  row->breach = latest > row->start ? latest : row->start;
}

// The row of a clock whose target is an amount of time, without the clock: it never paused.
void write_amount(const sla_batch* batch, sla_sink* sink, const sla_plain_clause* clause,
                  uint32_t subject, uint64_t start_event, uint32_t cycle, uint64_t last,
                  uint32_t end) noexcept {
  const sla_calendar* calendar =
      clause->kind == SLA_ELAPSED ? nullptr : calendar_at(batch, clause, start_event);
  const bool open = end == SLA_END_OPEN;
  const int64_t at = open ? batch->as_of : batch->time[last];
  sla_row row;
  row.start = batch->time[start_event];
  const int64_t origin = sla_clock_base(calendar, row.start);
  set_due(&row, calendar, origin + clause->amount);
  row.stop = open ? SLA_NEVER : at;
  row.elapsed_business = sla_clock_base(calendar, at) - origin;
  row.elapsed_wall = at - row.start;
  row.group = SLA_NO_GROUP;
  row.start_event = start_event;
  row.subject = subject;
  row.cycle = cycle;
  row.clause = static_cast<uint16_t>(clause->clause);
  row.tier = 0;
  row.status =
      static_cast<uint8_t>(sla_status_of(end, row.elapsed_business > clause->amount, false));
  sla_push_row(batch, sink, &row, last, at);
}

// Running: bit 31, the cycle less one in 15 bits, the start's place among the subject's events in
// 16. Otherwise the cycle; 0 before the first start.
constexpr uint32_t kRuns = 0x80000000;

uint32_t keep(const sla_plain_clock& clock, uint64_t subject_begin) noexcept {
  if (clock.phase == SLA_NOT_STARTED) return 0;
  if (clock.phase == SLA_CLOSED) return clock.cycle;
  return kRuns | (clock.cycle - 1) << 16 | static_cast<uint32_t>(clock.start_event - subject_begin);
}

sla_plain_clock recall(uint32_t kept, uint64_t subject_begin) noexcept {
  if ((kept & kRuns) != 0) {
    return {SLA_RUNNING, (kept >> 16 & 0x7fff) + 1, subject_begin + (kept & 0xffff)};
  }
  return {static_cast<uint32_t>(kept == 0 ? SLA_NOT_STARTED : SLA_CLOSED), kept, 0};
}

int32_t no_room(sla_sink*, sla_buffer*, uint64_t) noexcept { return 1; }

}  // namespace

extern "C" {

uint32_t sla_plain_over(const sla_batch* batch, const sla_plain_clause* clause,
                        uint64_t start_event, int64_t t) noexcept {
  sla_clock clock = started(batch, clause, start_event);
  return sla_clock_over(&clock, t);
}

void sla_plain_write(const sla_batch* batch, sla_sink* sink, const sla_plain_clause* clause,
                     uint32_t subject, uint64_t start_event, uint32_t cycle, uint64_t last,
                     uint32_t end) noexcept {
  const bool is_amount = clause->kind == SLA_ELAPSED || clause->kind == SLA_BUSINESS;
  if (is_amount && clause->amount < SLA_UNREACHABLE) {
    write_amount(batch, sink, clause, subject, start_event, cycle, last, end);
    return;
  }
  sla_clock clock = started(batch, clause, start_event);
  clock.cycle = cycle;
  if (end != SLA_END_OPEN) sla_clock_close(&clock, batch, last, end);
  sla_clock_write(&clock, batch, sink, clause->clause, subject, last);
}

void sla_plain_keep(const sla_plain_clock* clocks, uint32_t* kept, uint64_t count,
                    uint64_t subject_begin) noexcept {
  for (uint64_t c = 0; c < count; ++c) kept[c] = keep(clocks[c], subject_begin);
}

void sla_plain_recall(sla_plain_clock* clocks, const uint32_t* kept, uint64_t count,
                      uint64_t subject_begin) noexcept {
  for (uint64_t c = 0; c < count; ++c) clocks[c] = recall(kept[c], subject_begin);
}

void sla_silence(sla_sink* sink) noexcept {
  const sla_buffer empty = {nullptr, 0, 0};
  sink->rows = sink->hits = sink->marks = sink->violations = sink->faults = empty;
  sink->grow = &no_room;
  sink->failed = 0;
}

}  // extern "C"
