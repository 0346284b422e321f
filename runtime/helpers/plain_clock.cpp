#include "runtime/helpers/plain_clock.h"

namespace {

sla_clock started(const sla_batch* batch, const sla_plain_clause* clause, uint64_t event) noexcept {
  const sla_calendar* calendar = nullptr;
  if (clause->calendar >= 0) {
    uint32_t zone = clause->of_owner != 0 ? batch->zone_now[event] : 0;
    calendar = batch->calendars[clause->calendar][zone];
  }
  sla_clock clock;
  sla_clock_start(&clock, batch, event, calendar, clause->kind, clause->amount, 0, SLA_NO_GROUP);
  return clock;
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
