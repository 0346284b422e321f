#pragma once

#include <cstdint>
#include <span>

#include "runtime/time/calendar.h"

namespace sla::time {

enum class TargetKind : std::uint8_t {
  /// An amount of the calendar's time, in microseconds.
  kBusinessMicros,
  /// The same local time that many working days later, within that day's openings.
  kBusinessDays,
  /// The last closing of the day that many working days later; 0 = the start's own.
  kEndOfBusinessDay,
  /// An amount of plain time, in microseconds; the calendar is not used.
  kElapsed,
};

struct Target {
  TargetKind kind = TargetKind::kBusinessMicros;
  std::int64_t amount = 0;  ///< >= 0
};

/// The clock stands still for from <= t < to. An open pause has to = kNever.
struct Pause {
  Instant from = 0;
  Instant to = 0;
};

/// The two instants of an obligation. It is met when it is discharged at or before `breach`.
struct Deadline {
  /// The earliest instant with elapsed = target; what people are shown.
  Instant due = kNever;
  /// The latest instant with elapsed <= target; breach actions fire here.
  Instant breach = kNever;

  friend bool operator==(const Deadline&, const Deadline&) = default;
};

/// When `target` is used up. Pauses must be ascending by `from`; they may overlap (their union
/// counts). What lies before the start counts for nothing. A pause that begins while some of the
/// target is left moves both instants by the clock time in it; one that begins when it is used up,
/// but not after `breach`, moves only `breach`; later ones move nothing. kNever: not before the
/// calendar's end. A negative amount has no meaning and gives kNever twice. Requires
/// calendar.covers(start) unless the target is kElapsed. Thread-safe, does not allocate.
Deadline deadline(const Calendar& calendar, Instant start, Target target,
                  std::span<const Pause> pauses = {});

/// The clock's time between start and stop less the pauses (as above), in microseconds: the
/// calendar's time, or plain time for kElapsed. 0 when stop <= start.
std::int64_t elapsed(const Calendar& calendar, TargetKind kind, Instant start, Instant stop,
                     std::span<const Pause> pauses = {});

/// The microseconds of clock time that a target allows from this start (a business day's worth
/// depends on the start); kNever when the calendar ends before.
std::int64_t allowance(const Calendar& calendar, Instant start, Target target);

}  // namespace sla::time
