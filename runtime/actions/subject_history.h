#pragma once

#include <cstdint>
#include <vector>

#include "runtime/actions/shape.h"
#include "runtime/verdicts/inputs.h"

namespace sla::actions {

/// Who had a lead when, and in which zone that is: the owner and team after each of its events by
/// the rules of docs/reference/evaluation.md. Events after the as-of instant are not seen. Borrows
/// its inputs.
class SubjectHistory {
 public:
  SubjectHistory(const verdicts::Inputs& inputs, const PolicySteps& policy, std::uint32_t subject);

  /// After the last event at or before t; events::kNone: nobody, or not known.
  std::uint32_t owner_at(Instant t) const;
  std::uint32_t team_at(Instant t) const;
  /// The calendar in the zone of the owner or lead at t.
  const time::Calendar& calendar_at(int calendar, Instant t) const;

 private:
  struct Holder {
    std::uint32_t owner = events::kNone, team = events::kNone;
    std::uint32_t lead_zone = 0;
    bool team_of_roster = false;  ///< `team` is the owner's at the event; later ones move it.
  };
  const Holder& at(Instant t) const;
  void follow(Holder& holder, std::uint64_t event) const;

  const verdicts::Inputs& inputs_;
  const PolicySteps& policy_;
  std::uint64_t first_ = 0;
  std::vector<Holder> after_;  ///< [0]: before the first event; [k + 1]: after event first_ + k.
};

}  // namespace sla::actions
