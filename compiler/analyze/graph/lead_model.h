#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/analyze/graph/truth.h"

namespace sla::analyze {

/// Something that happens to a lead.
struct Act {
  events::Code code = events::kChanged;
  std::vector<int> fields = {};              ///< These become known with it.
  int times = 1;                             ///< So often in a row: the touches of a cadence.
  agreement::By by = agreement::By::anyone;  ///< `anyone`: nobody is named.
  int by_party = -1;

  friend bool operator==(const Act&, const Act&) = default;
};

/// Where the clock of a clause stands for one lead, as far as no deadline has passed.
enum class Place : std::uint8_t { idle, open, met, cancelled, excused };

/// A lead as the model sees it: no time, only what happened.
struct Lead {
  int state = -1;
  bool owned = false;
  bool watched = false;             ///< Some clock has started.
  std::uint64_t recorded = 0;       ///< Of `LeadModel::recordable`, by index: is known.
  std::vector<Place> places;        ///< By clause; idle for those without a clock.
  std::vector<std::uint16_t> done;  ///< By clause: discharges remembered, or touches counted.

  bool has_open_clock() const;
  std::string key() const;  ///< Equal exactly for equal leads.
};

/// What an act did to the clocks, by clause.
struct Effects {
  std::vector<bool> started;
  std::vector<bool> ended;  ///< Stopped, excused or cancelled, or begun anew by a reassignment.
};

/// The clocks of deadline clauses without time (docs/reference/evaluation.md, "Clocks of a deadline
/// clause", in the same order), for a lead that is never on hold. Without values it knows no field
/// and leans to open clocks: what may start does, what may end does not; so a clock that is closed
/// in it is closed for every lead to which the same happens. Borrows the agreement and the values.
class LeadModel {
 public:
  explicit LeadModel(const agreement::Agreement& agreement, const Values* values = nullptr);

  Lead newborn() const;
  Effects happen(Lead& lead, const Act& act) const;
  /// What can happen to a lead and concerns a clock, permitted moves only.
  std::vector<Act> possible(const Lead& lead) const;
  Act entering(const Lead& lead, int state) const;

  /// The fields that a clause asks to be recorded, at most 64; unknown to begin with.
  const std::vector<int>& recordable() const { return recordable_; }
  /// What is known of a lead after an event.
  Known known(const Lead& lead, int state_before, Values& room) const;

 private:
  std::uint32_t matched(const agreement::Deadline& deadline, const Lead& lead,
                        const Act& act) const;
  bool holds(const agreement::Discharge& discharge, const Lead& lead, const Act& act) const;
  void go_on(Lead& lead, std::size_t clause, const Act& act, std::uint32_t matched,
             const Known& known, bool reassigned, Effects& effects) const;
  void start(Lead& lead, std::size_t clause, const Act& act, std::uint32_t matched,
             const Known& known, Effects& effects) const;
  void happen_once(Lead& lead, const Act& act, Effects& effects) const;
  void add_event(std::vector<Act>& acts, const Lead& lead, events::Code code) const;
  std::uint64_t recorded_by(const std::vector<int>& fields) const;

  const agreement::Agreement& agreement_;
  const Values* values_;
  std::vector<int> recordable_;
  std::vector<events::Code> codes_;  ///< Assigned and declared events that a clock asks for.
};

/// Whether an event with this code, in this state after it and that before it, is what the trigger
/// names.
bool triggers(const agreement::Trigger& trigger, events::Code code, int before, int after);

/// Whether the lifecycle permits a move to another state.
bool may_move(const agreement::Lifecycle& lifecycle, int from, int to);

/// The states that moves lead to from a state, in one step or several.
std::uint64_t reached_from(const agreement::Lifecycle& lifecycle, int from);

/// States in which a lead may begin: those that no other leads to, or else the first.
std::vector<int> entries(const agreement::Lifecycle& lifecycle);

/// The record of the agreement and all further ones, except owners and teams: of those, what
/// happens to leads is part of the history, and their states are not the lifecycle of anything.
std::vector<const agreement::Agreement*> records_of(const agreement::Agreement& whole);

}  // namespace sla::analyze
