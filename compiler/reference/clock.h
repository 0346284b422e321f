#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/reference/working_time.h"
#include "runtime/verdicts/outcome.h"

namespace sla::reference {

/// The clock stands still for from <= t < to; `to` is kNever while it lasts.
struct Pause {
  Instant from = 0;
  Instant to = time::kNever;
};

enum class End : std::uint8_t { open, discharged, cancelled, reset };

/// One obligation as it was lived: when it started, when it was paused, when it ended. Every number
/// of its verdict is worked out from that alone. Made and changed by `DeadlineReplay`.
class Clock {
 public:
  /// A target that the calendar never reaches.
  static constexpr std::int64_t kUnreachable = INT64_MAX;

  std::uint32_t cycle = 1;
  std::uint16_t tier = 0;
  TimeBase base;
  Instant start = 0;
  std::uint64_t start_event = 0;
  std::int64_t quantity = 0;       ///< On `base`.
  std::optional<Instant> day_due;  ///< What a day target names, until grace changes the target.
  std::vector<Pause> pauses;       ///< Ascending, disjoint, none empty.
  std::uint32_t remembered = 0;    ///< Discharges that have matched.
  std::int64_t group = verdicts::kNoGroup;
  End end = End::open;
  Instant stop = time::kNever;
  std::uint32_t stop_owner = events::kNone, stop_team = events::kNone;

  bool is_open() const { return end == End::open; }
  bool is_paused() const { return !pauses.empty() && pauses.back().to == time::kNever; }
  void pause(Instant t);
  void resume(Instant t);

  /// Time of the base between the start and t, pauses left out.
  std::int64_t elapsed(Instant t) const;
  bool has_breached(Instant t) const { return elapsed(t) > quantity; }

  /// When the target is used up, if the clock runs on from `horizon` (its stop, or the as-of
  /// instant) without further pauses; kNever when it never is.
  Instant due(Instant horizon) const;
  Instant breach(Instant horizon) const;

  /// Where the clock ran, in order; the last stretch ends at kNever.
  std::vector<Pause> stretches(Instant horizon) const;

 private:
  bool day_due_was_moved(Instant horizon) const;
};

}  // namespace sla::reference
