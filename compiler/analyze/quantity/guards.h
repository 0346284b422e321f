#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/analyze/quantity/reasoner.h"

namespace sla::analyze::quantity {

/// What a condition does where it stands.
enum class Role : std::uint8_t {
  chooses,    ///< `when`, `while`, `where`, `requires`, a definition: what the rule is about.
  excepts,    ///< `excused when`, `not counting`: what the rule leaves out.
  pauses,     ///< `paused while`: when the clock stands still.
  permits,    ///< `without`: what makes a forbidden thing right.
  tells_part  ///< `where` of a share: what belongs to the part.
};

/// A condition and where it stands. Borrowed from the agreement.
struct Guard {
  const agreement::Expression* condition = nullptr;
  Role role = Role::chooses;
  std::string called;  ///< "the `when` of `speed_to_lead`", "`hot`".
  std::string owner;   ///< "`speed_to_lead`": what it guards.
};

/// The conditions of a record that ask for something: of its definitions, states and clauses, tiers
/// left out.
std::vector<Guard> guards_of(const agreement::Agreement& record);

/// Definitions and parts of conditions of which a finding was made already, so that nothing that is
/// wrong only because of them is told of again.
class Told {
 public:
  void add(const agreement::Expression& condition) { told_.push_back(&condition); }
  bool concerns(const agreement::Expression& condition) const;

 private:
  std::vector<const agreement::Expression*> told_;
};

/// Conditions that always or never hold by themselves.
void judge_alone(Reasoner& reasoner, Told& told, std::vector<diagnose::Finding>& findings);

/// Conditions of one clause that are asked at the same event and leave nothing, exceptions that
/// take everything that the rule is about, tiers that nobody reaches.
void judge_together(Reasoner& reasoner, const Told& told, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze::quantity
