#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/reference/working_time.h"

namespace sla::reference {

/// Time stands still for from <= t < to; `to` is kNever while it lasts.
struct Pause {
  Instant from = 0;
  Instant to = time::kNever;
};

/// An amount of time that may pass from a start on, and the pauses in it. All arithmetic of "due",
/// "breach" and "elapsed" is here and is worked out anew from these parts each time.
class Stopwatch {
 public:
  /// A quantity that the calendar never reaches.
  static constexpr std::int64_t kUnreachable = INT64_MAX;

  TimeBase base;
  Instant start = 0;
  std::int64_t quantity = 0;       ///< On `base`.
  std::optional<Instant> day_due;  ///< What a day target names, until grace changes the quantity.
  std::vector<Pause> pauses;       ///< Ascending, disjoint, none empty.

  bool is_paused() const { return !pauses.empty() && pauses.back().to == time::kNever; }
  void pause(Instant t);
  void resume(Instant t);
  /// At least `amount` more from t on; false when that is no more than before.
  bool extend(Instant t, std::int64_t amount);

  /// Time of the base between the start and t, pauses left out.
  std::int64_t elapsed(Instant t) const;
  bool has_breached(Instant t) const { return elapsed(t) > quantity; }

  /// When the quantity is used up, if time runs on from `horizon` (a stop, or the as-of instant)
  /// without further pauses; kNever when it never is.
  Instant due(Instant horizon) const;
  Instant breach(Instant horizon) const;

  /// Where time ran, in order; the last stretch ends at kNever.
  std::vector<Pause> stretches(Instant horizon) const;

 private:
  bool day_due_was_moved(Instant horizon) const;
};

}  // namespace sla::reference
