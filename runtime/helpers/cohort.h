#pragma once

// The memberships of one subject in the cohorts of one conversion clause
// (docs/reference/evaluation.md, "Conversions"). A membership is written as a row when it begins
// and changed in place until it is decided; no row of a subject is read by anybody before the
// subject is over.

#include "runtime/helpers/clock.h"

/// `first_open`: index in the sink of the first row that may be undecided; `next_end`: no undecided
/// membership's window ends before it. Periods are remembered by number: clocks that go back over
/// midnight make an earlier one come again, never more than one back.
struct sla_cohort {
  uint64_t first_open;
  int64_t next_end;
  int64_t latest_period, period_before;
  uint32_t members, open;
};

/// What the helpers below need to know of the clause: the window and its calendar.
struct sla_conversion {
  uint32_t clause, kind;
  int64_t amount;
  int32_t calendar;  ///< -1: none.
};

SLA_HELPER void sla_cohort_clear(sla_cohort* cohort) noexcept {
  cohort->first_open = 0;
  cohort->next_end = SLA_NEVER;
  cohort->latest_period = cohort->period_before = INT64_MIN;
  cohort->members = cohort->open = 0;
}

/// 1 when some window ended before t.
SLA_HELPER uint32_t sla_cohort_is_due(const sla_cohort* cohort, int64_t t) noexcept {
  return cohort->next_end < t;
}

extern "C" {
/// 1 when an entry at t is the subject's first of its period, which is remembered.
uint32_t sla_cohort_enters(sla_cohort* cohort, const sla_periods* periods, int64_t t) noexcept;

/// A membership begins at event `event`. `zone`: of the calendar.
void sla_cohort_join(sla_cohort* cohort, const sla_batch* batch, sla_sink* sink,
                     const sla_conversion* conversion, uint32_t subject, uint64_t event,
                     uint32_t zone, int64_t group) noexcept;

/// The row of the first undecided membership whose window ended before t, or UINT64_MAX. Keeps
/// `next_end`.
uint64_t sla_cohort_next_ended(sla_cohort* cohort, const sla_sink* sink, uint32_t clause,
                               int64_t t) noexcept;
/// The last instant of the window of a row.
int64_t sla_cohort_end_of(const sla_sink* sink, uint64_t row) noexcept;

/// Decides a membership by the end of its window. `last`: the last event before or at that end, or
/// a later one.
void sla_cohort_miss(sla_cohort* cohort, const sla_batch* batch, sla_sink* sink,
                     const sla_conversion* conversion, uint64_t row, uint64_t last,
                     uint32_t is_excused) noexcept;

/// Event `event` decides every membership that its window has not decided before.
void sla_cohort_reach(sla_cohort* cohort, const sla_batch* batch, sla_sink* sink,
                      const sla_conversion* conversion, uint64_t event,
                      uint32_t is_excused) noexcept;

/// The subject is over: what is undecided is judged as of the batch's instant.
void sla_cohort_finish(sla_cohort* cohort, const sla_batch* batch, sla_sink* sink,
                       const sla_conversion* conversion, uint64_t last) noexcept;
}
