#pragma once

#include <optional>

#include "compiler/analyze/graph/exploration.h"

namespace sla::analyze {

/// A way to a clock and a circle that comes back to the same clock, begun anew.
struct RoundTrip {
  Path way;                ///< The last act of it starts the clock.
  Path circle;             ///< Its last act starts the clock again.
  std::size_t ending = 0;  ///< Index in the circle: the act that ends the clock undone.
};

/// A circle in which the clock of the clause is cancelled and begins anew as a new cycle, and in
/// which every clock that is open at its beginning ends or begins anew, so that it can be gone
/// round for ever. Nothing when there is none, or when the search is too large to be sure.
std::optional<RoundTrip> round_trip(const agreement::Agreement& agreement, std::size_t clause);

}  // namespace sla::analyze
