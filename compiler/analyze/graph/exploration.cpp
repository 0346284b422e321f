#include "compiler/analyze/graph/exploration.h"

#include <algorithm>

namespace sla::analyze {

Exploration::Exploration(const LeadModel& model, const std::vector<int>& first_states) {
  for (const int state : first_states) {
    Lead lead = model.newborn();
    const Act act = model.entering(lead, state);
    model.happen(lead, act);
    add(std::move(lead), act, kNone, true);
  }
  for (std::size_t next = 0; next < visits_.size() && complete_; ++next) {
    const Lead from = visits_[next].lead;
    for (const Act& act : model.possible(from)) {
      Lead lead = from;
      model.happen(lead, act);
      const bool entered = lead.state != from.state;
      add(std::move(lead), act, next, entered);
    }
  }
}

void Exploration::add(Lead lead, const Act& act, std::size_t parent, bool entered) {
  if (has_better(lead, entered)) return;
  if (visits_.size() >= kMostVisits) {
    complete_ = false;
    return;
  }
  in_state_[lead.state].push_back(visits_.size());
  visits_.push_back({std::move(lead), act, parent, entered});
}

/// Whether a lead that can do the same has no more clocks open. Of clocks that both have open, as
/// much must have been done.
bool Exploration::has_better(const Lead& lead, bool entered) const {
  const auto known = in_state_.find(lead.state);
  if (known == in_state_.end()) return false;
  return std::ranges::any_of(known->second, [&](std::size_t visit) {
    const Lead& other = visits_[visit].lead;
    if (other.owned != lead.owned || other.recorded != lead.recorded) return false;
    if ((lead.watched && !other.watched) || (entered && !visits_[visit].entered)) return false;
    for (std::size_t c = 0; c < lead.places.size(); ++c) {
      if (other.places[c] != Place::open) continue;
      if (lead.places[c] != Place::open || other.done[c] != lead.done[c]) return false;
    }
    return true;
  });
}

Path Exploration::path_to(std::size_t visit) const {
  Path path;
  for (std::size_t at = visit; at != kNone; at = visits_[at].parent)
    path.push_back(visits_[at].act);
  std::ranges::reverse(path);
  return path;
}

}  // namespace sla::analyze
