#pragma once

#include "runtime/actions/course.h"

namespace sla::actions {

/// Where a step with a place (percent, before due, due, after due) lies on a clock in this state,
/// were it to run from now on without pauses; time::kNever when the calendar ends before. `offsets`
/// counts the step's business offset where the clock itself runs on plain time; it may be null when
/// there is none.
Instant place_of(const StepShape& step, const ClockState& state, const sla_calendar* offsets);

/// The breach of `StepAt::breached` is that of the row; these steps have a place of their own.
constexpr bool has_place(StepAt at) {
  return at == StepAt::percent || at == StepAt::before_due || at == StepAt::due ||
         at == StepAt::after_due;
}

/// What became of a step of a run as of an instant.
struct Happening {
  enum class State : std::uint8_t { happened, ahead, withdrawn } state = State::ahead;
  Instant at = 0;  ///< When it happened, will, or would have.
};

/// Walks the run: a step happens at its place while the clock runs, at the end of a pause or
/// closure when its place was passed then, and not at or after the run's end. At kNever it never
/// does.
Happening follow(const StepShape& step, const Run& run, Instant as_of, const sla_calendar* offsets);

/// The first opening of `calendar` at or after `at` at which the clock runs; `at` itself without a
/// calendar. A clock that is paused as of T is taken to run from T on.
Instant delivery(const Run& run, Instant at, Instant as_of, const time::Calendar* calendar);

/// The same local clock time n working days before t's own, kept within that day's openings.
/// kNever before the table's first day.
Instant working_days_before(const sla_calendar* calendar, Instant t, std::int64_t n);

}  // namespace sla::actions
