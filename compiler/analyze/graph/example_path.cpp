#include "compiler/analyze/graph/example_path.h"

#include <algorithm>

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::ClauseKind;

class WishList {
 public:
  WishList(const Agreement& agreement, const LeadModel& model)
      : agreement_(agreement), model_(model) {}

  void after(const Lead& before, const Act& act, const Lead& lead, const Effects& effects) {
    known_ = {lead.state, before.state, false, nullptr};
    unset_.clear();
    for (std::size_t r = 0; r < model_.recordable().size(); ++r) {
      if ((lead.recorded >> r & 1) == 0) unset_.push_back(model_.recordable()[r]);
    }
    if (lead.state >= 0 && act.code == agreement_.entering(lead.state)) {
      Known asked = known_;
      asked.state = before.state;
      wish(agreement_.lifecycle.states[static_cast<std::size_t>(lead.state)].requirement, asked);
    }
    for (std::size_t c = 0; c < agreement_.clauses.size(); ++c) {
      const Clause& clause = agreement_.clauses[c];
      if (clause.kind == ClauseKind::prohibition) permit(clause, act);
      if (!effects.started[c]) continue;
      wish(clause.when, known_);
      wish(clause.deadline.while_, known_);
    }
  }

  const std::vector<Wish>& wishes() const { return wishes_; }

 private:
  void wish(const std::optional<agreement::Expression>& condition, const Known& known,
            bool wanted = true) {
    if (condition) wishes_.push_back({&*condition, known, wanted, unset_});
  }

  void permit(const Clause& clause, const Act& act) {
    const bool concerns = std::ranges::any_of(
        clause.prohibition.forbidden, [&](const agreement::Discharge& forbidden) {
          return std::ranges::binary_search(forbidden.events, act.code);
        });
    if (concerns) wish(clause.prohibition.without, known_);
  }

  const Agreement& agreement_;
  const LeadModel& model_;
  Known known_;
  std::vector<int> unset_;
  std::vector<Wish> wishes_;
};

}  // namespace

Example example_for(const Agreement& agreement, const Path& path) {
  const LeadModel blind(agreement);
  WishList list(agreement, blind);
  Lead lead = blind.newborn();
  for (const Act& act : path) {
    const Lead before = lead;
    const Effects effects = blind.happen(lead, act);
    list.after(before, act, lead, effects);
  }
  Example example;
  example.values = example_values(agreement, list.wishes());
  // What is to be recorded later needs a value then.
  const Values ordinary = example_values(agreement, {});
  for (const int field : blind.recordable()) {
    auto& value = example.values[static_cast<std::size_t>(field)];
    if (!value) value = ordinary[static_cast<std::size_t>(field)];
  }
  const LeadModel exact(agreement, &example.values);
  example.lead = exact.newborn();
  for (const Act& act : path) {
    exact.happen(example.lead, act);
    example.after.push_back(example.lead);
  }
  return example;
}

}  // namespace sla::analyze
