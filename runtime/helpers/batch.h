#pragma once

// What generated code reads and writes: plain C structs with a fixed layout. The structs that leave
// the evaluator mirror runtime/verdicts/outcome.h field by field (compiler/jit asserts it).

#include <stdint.h>

#include "runtime/helpers/calendar.h"

/// "No such id": the row does not name an owner or team.
#define SLA_NONE UINT32_C(0xffffffff)
#define SLA_NO_GROUP INT64_MIN

/// One field's values, parallel to the events. Both null when no event speaks of the field. set: 0
/// says nothing, 1 sets `value`, 2 makes the field unknown.
struct sla_field_column {
  const int64_t* value;
  const uint8_t* set;
};

/// Where periods of one shape begin, ascending: from begin[k] on, time belongs to period number[k].
/// begin[0] is before every event.
struct sla_periods {
  const int64_t* begin;
  const int64_t* number;
  uint64_t count;
};

/// What the roster says of an owner from an instant on. An owner's first one begins with time.
struct sla_stint {
  int64_t from;
  uint32_t team, party, zone, reserved;
};

/// Events as columns, grouped by subject and ordered within it, and what they are judged by.
/// Borrowed and only read; any number of threads may evaluate disjoint ranges of subjects of one
/// batch.
struct sla_batch {
  const uint64_t*
      subject_begin;  ///< Events of subject s: [subject_begin[s], subject_begin[s + 1]).
  const int64_t* time;
  const uint16_t* code;
  const uint32_t* owner;      ///< As the event says, or SLA_NONE.
  const uint32_t* owner_now;  ///< The subject's owner after the event.
  const uint32_t* team_now;
  const sla_field_column* fields;
  const sla_calendar* const* const* calendars;  ///< [calendar][zone]
  const uint32_t* zone_now;                     ///< By event: of the owner after it, at its time.
  const uint32_t* text_zone;                    ///< By text id.
  int64_t as_of;
  const uint32_t* actor;        ///< Who did it, an owner id, or SLA_NONE.
  const uint32_t* actor_party;  ///< By event, at its time; SLA_NONE: of no party that is known.
  const sla_periods* periods;   ///< By the plan's index.
  /// By event, not 0: the team is that of the owner, who may change it without an event.
  const uint8_t* team_of_roster;
  const uint64_t* stint_begin;  ///< Stints of owner o: [stint_begin[o], stint_begin[o + 1]).
  const sla_stint* stints;
};

struct sla_row {
  int64_t start, due, breach, stop;
  int64_t elapsed_business, elapsed_wall, group;
  uint64_t start_event;
  uint32_t subject, owner, team, cycle;
  uint16_t clause, tier;
  uint8_t status;
  uint8_t reserved[3];
};

struct sla_hit {
  int64_t time, amount, group;
  uint64_t event;
  uint32_t subject, owner, team;
  uint16_t clause, part;
};

struct sla_mark {
  int64_t value;
  uint64_t event;
  uint32_t subject, cycle;
  uint16_t clause, zone, tier;
  uint8_t kind;
  uint8_t reserved;
};

struct sla_violation {
  uint64_t event;
  uint16_t from, to;
  uint8_t kind;
  uint8_t reserved[3];
};

struct sla_fault {
  uint64_t event;
  uint32_t subject;
  uint8_t kind;
  uint8_t reserved[3];
};

/// A growing array of one kind of result.
struct sla_buffer {
  void* data;
  uint64_t size, capacity;  ///< In items.
};

/// Where results go. `grow` makes room for at least one more item and answers 0, or 1 when memory
/// is out: then the item is dropped and `failed` is set, and the whole outcome is void.
struct sla_sink {
  sla_buffer rows, hits, marks, violations, faults;
  int32_t (*grow)(sla_sink* sink, sla_buffer* buffer, uint64_t item_size);
  int32_t failed;
};
