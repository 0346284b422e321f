#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "runtime/actions/actions.h"
#include "runtime/programs/shape.h"

namespace sla::programs {

using time::Instant;

/// One place of a leaderboard.
struct Place {
  int rank = 1;  ///< 1, 2, 2, 4: equal points share a rank.
  bool tied = false;
  std::string name;  ///< Of the owner or team.
  std::int64_t points = 0;
  /// Obligations decided in the period, of clauses that give points.
  std::int64_t met = 0, breached = 0;
};

/// Everybody's points in one period, best first: more points, then more met, then fewer breached,
/// then by name. Only the points rank; the rest is the order in which ties are listed.
struct Standing {
  std::int64_t period = 0;
  std::string label;
  Instant begin = 0, end = 0;
  bool ended = false;
  std::vector<Place> places;
};

/// The standings of each period in which somebody got points or an obligation was decided.
std::vector<Standing> standings(const actions::Facts& facts,
                                std::span<const actions::PointsEntry> points, Holder holder,
                                const verdicts::PeriodShape& period);

}  // namespace sla::programs
