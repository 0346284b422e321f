#pragma once

#include <string>
#include <vector>

#include "compiler/analyze/time/time_checks.h"
#include "compiler/analyze/time/watch.h"
#include "runtime/actions/places.h"

namespace sla::analyze {

/// A notice with a place on the clock: what a step says to somebody, and when they hear of it.
struct Rung {
  const agreement::Step* step = nullptr;
  const agreement::Effect* effect = nullptr;
  actions::StepShape shape;              ///< The place of the step, as the runtime takes it.
  const time::Calendar* held = nullptr;  ///< It waits for an opening of this; null: it does not.

  Instant place(const actions::ClockState& clock, const sla_calendar* offsets) const {
    return actions::place_of(shape, clock, offsets);
  }
  Instant delivered(Instant place) const {
    return held == nullptr || place == time::kNever ? place : held->next_open(place);
  }
};

/// The notices of a clause with a clock that have a place on it, in the order written.
std::vector<Rung> rungs_of(const TimeCheck& check, const agreement::Clause& clause,
                           const Whereabouts& where);

/// "reminds owner by email", "escalates to manager": what a test says was done.
std::string claim_of(const agreement::Agreement& record, const agreement::Effect& effect);

/// A tier of a clause with a clock, seen from somewhere: what the sweeps go over.
struct Ladder {
  const agreement::Clause& clause;
  std::size_t tier = 0;
  Whereabouts where;
  Watch watch;
  const sla_calendar* offsets =
      nullptr;  ///< For business offsets where the clock is on plain time.
  std::vector<Rung> rungs;

  /// The arrivals at which its places, deadlines and deliveries can change their order.
  std::vector<Instant> swept(const TimeCheck& check) const;
};

}  // namespace sla::analyze
