#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "compiler/analyze/graph/lead_model.h"

namespace sla::analyze {

/// One way a lead can get somewhere: what happens to it in order.
using Path = std::vector<Act>;

/// The leads that a model can make, breadth first, so that the first path to anything is a shortest
/// one. Of two leads in the same state only the one with fewer open clocks is followed: whatever
/// can be said against the agreement can be said of that one. Gives up quietly at a bound; what it
/// has not seen it says nothing of.
class Exploration {
 public:
  struct Visit {
    Lead lead;
    Act act;                     ///< Made it out of the lead of `parent`.
    std::size_t parent = kNone;  ///< Index of a visit before it.
    bool entered = false;        ///< The act entered the state that the lead is in.
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  static constexpr std::size_t kMostVisits = 1000;

  /// Begins with a lead entering each of these states.
  Exploration(const LeadModel& model, const std::vector<int>& first_states);

  const std::vector<Visit>& visits() const { return visits_; }
  bool is_complete() const { return complete_; }
  Path path_to(std::size_t visit) const;

 private:
  void add(Lead lead, const Act& act, std::size_t parent, bool entered);
  bool has_better(const Lead& lead, bool entered) const;

  std::vector<Visit> visits_;
  std::map<int, std::vector<std::size_t>> in_state_;  ///< Visits by the state of their lead.
  bool complete_ = true;
};

}  // namespace sla::analyze
