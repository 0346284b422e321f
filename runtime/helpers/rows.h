#pragma once

// What the writers of rows share.

#include "runtime/helpers/clock.h"

/// Room for one more item of `buffer`, or null when memory is out (and the outcome void).
static inline void* sla_push(sla_sink* sink, sla_buffer* buffer, uint64_t item_size) noexcept {
  if (buffer->size == buffer->capacity && sink->grow(sink, buffer, item_size) != 0) {
    sink->failed = 1;
    return nullptr;
  }
  return static_cast<unsigned char*>(buffer->data) + buffer->size++ * item_size;
}

/// The team at t, of a subject whose last event at or before t is `event`.
static inline uint32_t sla_team_at(const sla_batch* batch, uint64_t event, int64_t t) noexcept {
  uint32_t owner = batch->owner_now[event];
  if (batch->team_of_roster[event] == 0 || owner == SLA_NONE) return batch->team_now[event];
  uint64_t first = batch->stint_begin[owner], last = batch->stint_begin[owner + 1] - 1;
  while (first < last) {
    uint64_t middle = first + (last - first + 1) / 2;
    if (batch->stints[middle].from <= t) first = middle;
    else last = middle - 1;
  }
  return batch->stints[first].team;
}

/// The last event in [first, last] at or before t; the caller knows that `first` is.
static inline uint64_t sla_event_at(const sla_batch* batch, uint64_t first, uint64_t last,
                                    int64_t t) noexcept {
  while (first < last) {
    uint64_t middle = first + (last - first + 1) / 2;
    if (batch->time[middle] <= t) first = middle;
    else last = middle - 1;
  }
  return first;
}

/// Appends a row that has everything but owner and team: those of when it was decided, which is the
/// breach where there was one and `at`, at event `last`, otherwise.
static inline void sla_push_row(const sla_batch* batch, sla_sink* sink, sla_row* row, uint64_t last,
                                int64_t at) noexcept {
  auto* pushed = static_cast<sla_row*>(sla_push(sink, &sink->rows, sizeof(sla_row)));
  if (pushed == nullptr) return;
  if (row->status == SLA_STATUS_BREACHED || row->status == SLA_STATUS_MET_LATE) {
    at = row->breach;
    last = sla_event_at(batch, row->start_event, last, at);
  }
  row->owner = batch->owner_now[last];
  row->team = sla_team_at(batch, last, at);
  row->reserved[0] = row->reserved[1] = row->reserved[2] = 0;
  *pushed = *row;
}
