#pragma once

// A clock that is known entirely by the event at which it started: one target, no pauses, no
// restarts, nobody asks about it. Everything else is worked out again from the batch when its row
// is written (docs/decisions/0060-compact-state.md).

#include "runtime/helpers/clock.h"

/// While a subject is gone through. `cycle` and `start_event` mean nothing before the first start,
/// and `start_event` nothing unless it runs. The first two members are those of sla_clock.
struct sla_plain_clock {
  uint32_t phase;
  uint32_t cycle;
  uint64_t start_event;
};

/// What the helpers below need to know of the clause.
struct sla_plain_clause {
  uint32_t clause, kind;
  int64_t amount;
  int32_t calendar;   ///< -1: none.
  uint32_t of_owner;  ///< Not 0: the calendar is that of the owner's zone.
};

/// A clock is kept in 32 bits as long as its subject has no more events than this. Every cycle
/// takes two events, one that starts and one that ends it, so cycles fit wherever positions do.
#define SLA_PLAIN_EVENTS UINT64_C(65536)

extern "C" {
/// 1 when the clock that started at an event has breached at t.
uint32_t sla_plain_over(const sla_batch* batch, const sla_plain_clause* clause,
                        uint64_t start_event, int64_t t) noexcept;

/// Writes the row of the clock that started at an event. `end` is an sla_end; `last` is the event
/// that ended it, or the last one seen of the subject.
void sla_plain_write(const sla_batch* batch, sla_sink* sink, const sla_plain_clause* clause,
                     uint32_t subject, uint64_t start_event, uint32_t cycle, uint64_t last,
                     uint32_t end) noexcept;

/// The clocks of a subject as 32 bits each, and back. Only for subjects of no more than
/// SLA_PLAIN_EVENTS events; `subject_begin` is the first of them.
void sla_plain_keep(const sla_plain_clock* clocks, uint32_t* kept, uint64_t count,
                    uint64_t subject_begin) noexcept;
void sla_plain_recall(sla_plain_clock* clocks, const uint32_t* kept, uint64_t count,
                      uint64_t subject_begin) noexcept;

/// A sink that takes nothing.
void sla_silence(sla_sink* sink) noexcept;
}
