#include "runtime/actions/shape.h"

#include <algorithm>

namespace sla::actions {

std::string_view name_of(EffectKind kind) {
  switch (kind) {
    case EffectKind::remind: return "remind";
    case EffectKind::notify: return "notify";
    case EffectKind::escalate: return "escalate";
    case EffectKind::create_task: return "create task";
    case EffectKind::award: return "award";
    case EffectKind::deduct: return "deduct";
  }
  return "unknown";
}

std::string_view name_of(RecipientShape::Kind kind) {
  switch (kind) {
    case RecipientShape::Kind::owner: return "owner";
    case RecipientShape::Kind::team: return "team";
    case RecipientShape::Kind::role: return "role";
    case RecipientShape::Kind::party: return "party";
  }
  return "unknown";
}

bool ClauseSteps::gives_points() const {
  return std::ranges::any_of(steps, [](const StepShape& step) {
    return std::ranges::any_of(
        step.effects, [](const EffectShape& effect) { return actions::gives_points(effect.kind); });
  });
}

bool PolicySteps::any() const {
  return std::ranges::any_of(clauses,
                             [](const ClauseSteps& clause) { return !clause.steps.empty(); });
}

}  // namespace sla::actions
