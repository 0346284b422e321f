#pragma once

#include <span>
#include <vector>

#include "runtime/actions/shape.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"

namespace sla::actions {

/// A clock as it stands at an instant: the numbers from which places on it are worked out. Amounts
/// are on its time base, working time of `calendar` or plain time without one.
struct ClockState {
  enum class Phase : std::uint8_t { running, paused, closed } phase = Phase::running;
  const sla_calendar* calendar = nullptr;
  Instant start = 0;
  std::int64_t origin = 0;         ///< Time base at the start.
  std::int64_t quantity = 0;       ///< The target; kUnreachable: the calendar never gets there.
  Instant day_due = time::kNever;  ///< Due of a target in days as long as nothing has moved it.
  bool due_by_day = false;
  /// Pauses so far, and those that began before due and breach were reached.
  std::int64_t paused = 0, paused_before_due = 0, paused_before_breach = 0;
  std::int64_t since = 0;  ///< Time base at which it ceased to run; meaningless while it runs.

  static constexpr std::int64_t kUnreachable = INT64_MAX / 4;

  std::int64_t base(Instant t) const;
  std::int64_t elapsed(Instant t) const;
  /// The earliest instant at which `used` is on the clock, were it to run from now on without
  /// pauses; never before the start. kNever when the calendar ends before.
  Instant reaches(std::int64_t used) const;
  Instant due() const;
  Instant breach() const;

  void halt(Instant t, Phase phase);  ///< Pauses or closes it.
  void go_on(Instant t);              ///< After a pause or a closure; nothing when it runs.
  void extend(std::int64_t quantity);
};

/// From `from` until the next thing that happened to the clock, its state is `state`.
struct Stretch {
  Instant from = 0;
  Instant to = time::kNever;
  ClockState state;  ///< As it was at `from`.
};

/// One count of an obligation's target, from a start or restart to the end. Adjoining stretches;
/// an ended run's last one ends at `end`, that of an open run never.
struct Run {
  std::uint32_t cycle = 1;
  std::uint32_t number = 1;  ///< +1 after each restart.
  std::uint16_t tier = 0;
  std::vector<Stretch> stretches;
  Instant end = time::kNever;  ///< Stopped or restarted.
};

/// The clock that a mark `started` or `restarted` at t speaks of, as it begins to run.
ClockState started_clock(const verdicts::Mark& mark, Instant t, const ClauseSteps& clause,
                         const verdicts::Inputs& inputs);

/// Retells the marks of one clause and subject. `marks` in their order; those of a settled outcome
/// are.
std::vector<Run> runs_of(std::span<const verdicts::Mark> marks, const ClauseSteps& clause,
                         const verdicts::Inputs& inputs);

}  // namespace sla::actions
