#include "compiler/analyze/graph/exploration.h"

#include <algorithm>

namespace sla::analyze {

Exploration::Exploration(const LeadModel& model, const std::vector<int>& first_states) {
  for (const int state : first_states) {
    Lead lead = model.newborn();
    const Act act = model.entering(lead, state);
    model.happen(lead, act);
    add(std::move(lead), act, kNone);
  }
  for (std::size_t next = 0; next < visits_.size() && complete_; ++next) {
    const Lead from = visits_[next].lead;
    for (const Act& act : model.possible(from)) {
      Lead lead = from;
      model.happen(lead, act);
      add(std::move(lead), act, next);
    }
  }
}

void Exploration::add(Lead lead, const Act& act, std::size_t parent) {
  if (!seen_.insert(lead.key()).second) return;
  if (visits_.size() >= kMostVisits) {
    complete_ = false;
    return;
  }
  visits_.push_back({std::move(lead), act, parent});
}

Path Exploration::path_to(std::size_t visit) const {
  Path path;
  for (std::size_t at = visit; at != kNone; at = visits_[at].parent)
    path.push_back(visits_[at].act);
  std::ranges::reverse(path);
  return path;
}

}  // namespace sla::analyze
