#pragma once

#include <cstdint>
#include <optional>

#include "compiler/reference/cadence_gap.h"
#include "compiler/reference/stopwatch.h"
#include "runtime/verdicts/outcome.h"

namespace sla::reference {

enum class End : std::uint8_t { open, discharged, cancelled, excused, reset };

/// The calendar that a clock counts on and its zone, fixed at the start.
struct ZonedCalendar {
  const time::Calendar* calendar = nullptr;  ///< Null: the clause has none.
  std::uint16_t zone = 0;                    ///< Into People::zones.
};

/// One obligation as it was lived: when it started, when it was paused, when it ended. Every number
/// of its verdict is worked out from that alone. Made and changed by `DeadlineReplay`.
class Clock {
 public:
  std::uint32_t cycle = 1;
  std::uint16_t tier = 0;
  ZonedCalendar calendar;
  std::uint64_t start_event = 0;
  Stopwatch window;               ///< The target.
  std::optional<CadenceGap> gap;  ///< Of a cadence that has one.
  std::uint32_t remembered = 0;   ///< Discharges that have matched.
  int counted = 0;                ///< Of a cadence: the events that matched.
  std::int64_t group = verdicts::kNoGroup;
  End end = End::open;
  Instant stop = time::kNever;
  std::uint32_t stop_owner = events::kNone, stop_team = events::kNone;

  bool is_open() const { return end == End::open; }
  bool is_paused() const { return window.is_paused(); }
  void pause(Instant t);
  void resume(Instant t);
  bool has_breached(Instant t) const;
  verdicts::Status status(Instant horizon) const;

  /// Of the window or the gap, whichever comes first; see Stopwatch.
  Instant due(Instant horizon) const;
  Instant breach(Instant horizon) const;
};

}  // namespace sla::reference
