#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/time/deadline.h"
#include "runtime/verdicts/shape.h"

namespace sla::actions {

using time::Instant;

enum class EffectKind : std::uint8_t { remind, notify, escalate, create_task, award, deduct };
std::string_view name_of(EffectKind kind);  ///< "create task" etc.
constexpr bool gives_points(EffectKind kind) {
  return kind == EffectKind::award || kind == EffectKind::deduct;
}

/// Who is told, or gets the points. `group` is that of a periodical clause: the owner or team whose
/// period was judged, or the obliged party where it has no groups of people.
struct RecipientShape {
  enum class Kind : std::uint8_t { owner, team, role, party } kind = Kind::owner;
  std::string name;  ///< Of the role or party.
};
std::string_view name_of(RecipientShape::Kind kind);

struct EffectShape {
  EffectKind kind = EffectKind::remind;
  std::vector<RecipientShape> to;  ///< Never empty.
  std::string channel;             ///< "email"; empty: not said.
  int calendar = -1;               ///< Delivered at its next opening; -1: at once.
  std::string message;             ///< What is said, or the task's name.
  std::int64_t points = 0;         ///< For award and deduct; positive.
};

/// When a step's effects happen; docs/reference/evaluation.md, "Steps".
enum class StepAt : std::uint8_t {
  percent,
  before_due,
  due,
  after_due,
  met,
  breached,
  target_met,
  target_missed,
};

struct StepShape {
  StepAt at = StepAt::due;
  std::int64_t micro_percent = 0;  ///< 75% is 75'000'000.
  time::Target offset;             ///< Before or after due; amounts >= 0.
  std::optional<time::Target> within;
  std::vector<EffectShape> effects;
  std::string words;  ///< "at 75%", for people.
};

/// The steps of a clause and what its clock is made of. The driver fills it from the agreement.
/// Invariant: a clause whose targets or offsets ask for a calendar has one.
struct ClauseSteps {
  std::vector<StepShape> steps;     ///< In the order written.
  std::vector<time::Target> tiers;  ///< Of a clause with a clock, by tier.
  int calendar = -1;                ///< Of targets and offsets, into Inputs::calendars.
  /// Its verdicts are those of periods (volume, share, conversion), not of single obligations.
  bool periodical = false;

  bool gives_points() const;
};

/// Whose zone a calendar is in.
enum class ZoneOf : std::uint8_t { fixed, owner, lead };

struct PolicySteps {
  std::vector<ClauseSteps> clauses;  ///< Parallel to PolicyShape::clauses.
  std::vector<ZoneOf> calendars;     ///< Parallel to Inputs::calendars.
  int zone_field = -1;               ///< The field with the lead's zone, or -1.

  bool any() const;  ///< Whether any clause has steps.
};

}  // namespace sla::actions
