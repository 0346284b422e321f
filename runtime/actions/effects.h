#pragma once

#include <functional>

#include "runtime/actions/actions.h"
#include "runtime/actions/recipients.h"

namespace sla::actions {

/// A step of which it is known what became of it.
struct StepCase {
  Key key;  ///< Without its effect.
  const StepShape& step;
  NoticeState state = NoticeState::scheduled;  ///< Of the step; delivery may still lie ahead.
  Instant at = 0;
  Instant counts_at = 0;
  Instant ended = time::kNever;  ///< A delivery at or after it is withdrawn.
  bool counts = true;            ///< Whether points are given.
  Whose whose;
  /// When an effect that waits for `calendar` (-1: none) is delivered.
  std::function<Instant(int calendar)> deliver_at;
};

/// Turns steps into notices and points.
class Effects {
 public:
  explicit Effects(const Facts& facts) : facts_(facts), recipients_(facts.roster) {}

  void add(const StepCase& step);
  /// Everything so far, in order; the object is spent.
  Actions finish();

 private:
  void notify(const StepCase& step, const EffectShape& effect, const Key& key);
  void give(const StepCase& step, const EffectShape& effect, const Key& key);

  const Facts& facts_;
  Recipients recipients_;
  Actions actions_;
};

/// The steps of single obligations of one clause.
void add_obligations(const Facts& facts, std::size_t clause, Effects& effects);
/// "when target met" and "when target missed" of one clause.
void add_periods(const Facts& facts, std::size_t clause, Effects& effects);

}  // namespace sla::actions
