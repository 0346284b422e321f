#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/events/event_code.h"
#include "runtime/time/instant.h"

namespace sla::verdicts {

/// The statuses of an obligation, in the order of the one list; names are those of reports and
/// files.
enum class Status : std::uint8_t { running, paused, met, breached, met_late, cancelled, excused };
std::string_view name_of(Status status);  ///< "met late" etc.

/// "No instant": a stop that has not happened, a due that the calendar never reaches.
inline constexpr time::Instant kNoInstant = INT64_MAX;
inline constexpr std::int64_t kNoGroup = INT64_MIN;

/// One obligation: a clause, for a subject, in one cycle. Instants and spans in microseconds. POD
/// with a fixed layout, because generated code writes it: do not reorder (static_asserts in
/// outcome.cpp).
struct Row {
  time::Instant start = 0;
  time::Instant due = kNoInstant;
  time::Instant breach = kNoInstant;
  time::Instant stop = kNoInstant;  ///< Discharge or cancellation; kNoInstant while open.
  std::int64_t elapsed_business = 0;
  std::int64_t elapsed_wall = 0;
  std::int64_t group = kNoGroup;  ///< Value of the target's group field at the start, or kNoGroup.
  std::uint64_t start_event = 0;  ///< Index into the log.
  std::uint32_t subject = 0;
  std::uint32_t owner =
      events::kNone;  ///< At the verdict: breach, stop, or as-of, whichever decided.
  std::uint32_t team = events::kNone;
  std::uint32_t cycle = 1;  ///< From 1.
  std::uint16_t clause = 0;
  std::uint16_t tier = 0;
  Status status = Status::running;
  std::uint8_t reserved[3] = {0, 0, 0};

  friend bool operator==(const Row&, const Row&) = default;
};

/// What happened to a clock, for the steps around an obligation (reminders, escalations). Written
/// only for clauses that have steps.
enum class MarkKind : std::uint8_t {
  started,    ///< A new obligation; value: its target on the clock's time base.
  restarted,  ///< The same obligation from now anew (`on reassignment restart`); value: the same.
  reopened,   ///< A closed one goes on (`on reentry resume`).
  paused,
  resumed,
  extended,  ///< Grace; value: the new target.
  stopped,   ///< Discharged, cancelled, excused or handed over.
};
struct Mark {
  std::int64_t value = 0;  ///< INT64_MAX: a target that the calendar never reaches.
  std::uint64_t event = 0;
  std::uint32_t subject = 0;
  std::uint32_t cycle = 1;
  std::uint16_t clause = 0;
  std::uint16_t zone = 0;  ///< Of the clock's calendar (Inputs::calendars[c][zone]); else 0.
  /// Of the clock. Its target's kind says which time base it runs on: the row has only that of the
  /// last run, and a restart may choose another.
  std::uint16_t tier = 0;
  MarkKind kind = MarkKind::started;
  std::uint8_t reserved = 0;

  friend bool operator==(const Mark&, const Mark&) = default;
};

/// One thing counted by a volume or share clause.
struct Hit {
  time::Instant time = 0;
  std::int64_t amount = 1;  ///< 1, or the summed field's value in its own scale.
  std::int64_t group = kNoGroup;
  std::uint64_t event = 0;
  std::uint32_t subject = 0;
  std::uint32_t owner = events::kNone;
  std::uint32_t team = events::kNone;
  std::uint16_t clause = 0;
  std::uint16_t part = 1;  ///< A share: 1 when it belongs to the part, 0 to the rest; else 1.

  friend bool operator==(const Hit&, const Hit&) = default;
};

/// An event that breaks the lifecycle (a data finding); it still takes effect.
enum class ViolationKind : std::uint8_t { move, requirement };
struct Violation {
  std::uint64_t event = 0;
  std::uint16_t from = 0xffff;  ///< State index, 0xffff: none yet.
  std::uint16_t to = 0;
  ViolationKind kind = ViolationKind::move;
  std::uint8_t reserved[3] = {0, 0, 0};

  friend bool operator==(const Violation&, const Violation&) = default;
};

/// Why the evaluation of one subject had to stop at an event: it has no verdicts at all, never
/// wrong ones.
enum class FaultKind : std::uint8_t { missing_field, overflow, division_by_zero };
std::string_view name_of(FaultKind kind);  ///< In words.
struct Fault {
  std::uint64_t event = 0;
  std::uint32_t subject = 0;
  FaultKind kind = FaultKind::missing_field;
  std::uint8_t reserved[3] = {0, 0, 0};

  friend bool operator==(const Fault&, const Fault&) = default;
};

/// What an engine says about a log as of an instant. `settle` brings it into the one order in which
/// engines are compared and files are written.
struct Outcome {
  std::vector<Row> rows;              ///< By clause, subject, cycle.
  std::vector<Hit> hits;              ///< By clause, subject, event.
  std::vector<Mark> marks;            ///< By clause, subject, then as they happened.
  std::vector<Violation> violations;  ///< By event, kind.
  std::vector<Fault> faults;          ///< By event.

  void settle();
};

}  // namespace sla::verdicts
