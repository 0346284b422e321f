#pragma once

#include <cstddef>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/analyze/graph/lead_model.h"

namespace sla::analyze {

/// One way a lead can get somewhere: what happens to it in order.
using Path = std::vector<Act>;

/// All leads that a model can make, breadth first, so that the first path to anything is a shortest
/// one. Gives up quietly at a bound; what it has not seen it says nothing of.
class Exploration {
 public:
  struct Visit {
    Lead lead;
    Act act;                     ///< Made it out of the lead of `parent`.
    std::size_t parent = kNone;  ///< Index of a visit before it.
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  static constexpr std::size_t kMostVisits = 3000;

  /// Begins with a lead entering each of these states.
  Exploration(const LeadModel& model, const std::vector<int>& first_states);

  const std::vector<Visit>& visits() const { return visits_; }
  bool is_complete() const { return complete_; }
  Path path_to(std::size_t visit) const;

 private:
  void add(Lead lead, const Act& act, std::size_t parent);

  std::vector<Visit> visits_;
  std::unordered_set<std::string> seen_;
  bool complete_ = true;
};

}  // namespace sla::analyze
