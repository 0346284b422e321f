#include "runtime/helpers/cohort.h"

#include "runtime/helpers/rows.h"

namespace {

sla_row* rows_of(const sla_sink* sink) noexcept { return static_cast<sla_row*>(sink->rows.data); }

bool is_open(const sla_row& row, uint32_t clause) noexcept {
  return row.clause == clause && row.status == SLA_STATUS_RUNNING;
}

const sla_calendar* calendar_of(const sla_batch* batch, const sla_conversion* conversion,
                                uint32_t zone) noexcept {
  if (conversion->calendar < 0) return nullptr;
  return batch->calendars[conversion->calendar][zone];
}

// While it is undecided a row keeps the zone of its calendar in `owner`; here that ends.
// `at` ends what was used, `decided` says whose it is; `decider` is the last event at or before it.
void judge(const sla_batch* batch, const sla_conversion* conversion, sla_row* row, int64_t at,
           uint64_t decider, int64_t decided) noexcept {
  const sla_calendar* calendar =
      conversion->kind == SLA_ELAPSED ? nullptr : calendar_of(batch, conversion, row->owner);
  row->elapsed_business = sla_clock_base(calendar, at) - sla_clock_base(calendar, row->start);
  row->elapsed_wall = at - row->start;
  row->owner = batch->owner_now[decider];
  row->team = sla_team_at(batch, decider, decided);
}

void miss(const sla_batch* batch, const sla_conversion* conversion, sla_row* row, uint64_t last,
          bool is_excused) noexcept {
  row->status = is_excused ? SLA_STATUS_EXCUSED : SLA_STATUS_BREACHED;
  judge(batch, conversion, row, batch->as_of,
        sla_event_at(batch, row->start_event, last, row->breach), row->breach);
}

}  // namespace

extern "C" {

uint32_t sla_cohort_enters(sla_cohort* cohort, const sla_periods* periods, int64_t t) noexcept {
  uint64_t low = 0, high = periods->count;
  while (high - low > 1) {
    uint64_t middle = low + (high - low) / 2;
    if (periods->begin[middle] <= t) low = middle;
    else high = middle;
  }
  int64_t period = periods->number[low];
  if (period == cohort->latest_period || period == cohort->period_before) return 0;
  if (period < cohort->latest_period) {
    cohort->period_before = period;
  } else {
    cohort->period_before = cohort->latest_period;
    cohort->latest_period = period;
  }
  return 1;
}

void sla_cohort_join(sla_cohort* cohort, const sla_batch* batch, sla_sink* sink,
                     const sla_conversion* conversion, uint32_t subject, uint64_t event,
                     uint32_t zone, int64_t group) noexcept {
  sla_clock window;
  sla_clock_start(&window, batch, event, calendar_of(batch, conversion, zone), conversion->kind,
                  conversion->amount, 0, group);
  auto* row = static_cast<sla_row*>(sla_push(sink, &sink->rows, sizeof(sla_row)));
  if (row == nullptr) return;
  if (cohort->open++ == 0) {
    cohort->first_open = sink->rows.size - 1;
    cohort->next_end = SLA_NEVER;
  }
  row->start = window.start;
  row->due = sla_clock_due(&window);
  row->breach = sla_clock_breach(&window);
  row->stop = SLA_NEVER;
  row->elapsed_business = row->elapsed_wall = 0;
  row->group = group;
  row->start_event = event;
  row->subject = subject;
  row->owner = zone;
  row->team = SLA_NONE;
  row->cycle = ++cohort->members;
  row->clause = static_cast<uint16_t>(conversion->clause);
  row->tier = 0;
  row->status = SLA_STATUS_RUNNING;
  row->reserved[0] = row->reserved[1] = row->reserved[2] = 0;
  if (row->breach < cohort->next_end) cohort->next_end = row->breach;
}

uint64_t sla_cohort_next_ended(sla_cohort* cohort, const sla_sink* sink, uint32_t clause,
                               int64_t t) noexcept {
  const sla_row* rows = rows_of(sink);
  int64_t next_end = SLA_NEVER;
  for (uint64_t r = cohort->first_open; cohort->open > 0 && r < sink->rows.size; ++r) {
    if (!is_open(rows[r], clause)) continue;
    if (rows[r].breach < t) return r;
    if (rows[r].breach < next_end) next_end = rows[r].breach;
  }
  cohort->next_end = next_end;
  return UINT64_MAX;
}

int64_t sla_cohort_end_of(const sla_sink* sink, uint64_t row) noexcept {
  return rows_of(sink)[row].breach;
}

void sla_cohort_miss(sla_cohort* cohort, const sla_batch* batch, sla_sink* sink,
                     const sla_conversion* conversion, uint64_t row, uint64_t last,
                     uint32_t is_excused) noexcept {
  miss(batch, conversion, rows_of(sink) + row, last, is_excused != 0);
  --cohort->open;
}

void sla_cohort_reach(sla_cohort* cohort, const sla_batch* batch, sla_sink* sink,
                      const sla_conversion* conversion, uint64_t event,
                      uint32_t is_excused) noexcept {
  int64_t t = batch->time[event];
  sla_row* rows = rows_of(sink);
  for (uint64_t r = cohort->first_open; cohort->open > 0 && r < sink->rows.size; ++r) {
    sla_row* row = rows + r;
    if (!is_open(*row, conversion->clause)) continue;
    --cohort->open;
    if (row->breach < t) {
      miss(batch, conversion, row, event, false);
      continue;
    }
    row->status = is_excused != 0 ? SLA_STATUS_EXCUSED : SLA_STATUS_MET;
    row->stop = t;
    judge(batch, conversion, row, t, event, t);
  }
  cohort->next_end = SLA_NEVER;
}

void sla_cohort_finish(sla_cohort* cohort, const sla_batch* batch, sla_sink* sink,
                       const sla_conversion* conversion, uint64_t last) noexcept {
  sla_row* rows = rows_of(sink);
  for (uint64_t r = cohort->first_open; cohort->open > 0 && r < sink->rows.size; ++r) {
    sla_row* row = rows + r;
    if (!is_open(*row, conversion->clause)) continue;
    --cohort->open;
    if (row->breach < batch->as_of) miss(batch, conversion, row, last, false);
    else judge(batch, conversion, row, batch->as_of, last, batch->as_of);
  }
}

}  // extern "C"
