#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/verdicts/period.h"

namespace sla::verdicts {

enum class GroupKind : std::uint8_t { none, owner, team, field };

/// What a summary and a row need to know of a clause. The driver fills it from the agreement,
/// because the runtime does not know the compiler.
struct ClauseShape {
  std::string name, title;
  std::string kind;  ///< For people: "deadline", "volume", "time in state".
  std::string party;
  std::string record = "lead";     ///< What a subject is called.
  std::vector<std::string> tiers;  ///< How each tier is shown; "" for the only one.

  /// Judged by its hits, period by period (volumes and shares), not by its rows.
  bool is_volume = false;
  PeriodShape period;
  GroupKind group = GroupKind::none;
  /// Words for a field's value; used with GroupKind::field only.
  std::function<std::string(std::int64_t)> group_name;

  bool at_least = true;  ///< Otherwise: at most. Of volumes, shares and conversions.

  // What is judged by its rows, and shares.
  bool has_target = false;
  std::int64_t micro_percent = 0;  ///< 95% is 95'000'000.
  bool judged_when_due = false;
  /// A prohibition: what its rows are, "move" and "moves"; empty for every other kind.
  std::string act, acts;

  // Volumes and shares.
  bool is_share = false;    ///< `micro_percent` is the bound then, not `amount`.
  std::int64_t amount = 0;  ///< The bound, in the scale of the hits' amounts.
  std::int64_t scale =
      1;  ///< What one shown unit is: 1 for counts, 1'000'000 for money and decimals.
  bool is_sum = false;
  bool every_entry = false;
  bool paced = false;
  int calendar = -1;  ///< For pacing, into Inputs::calendars; -1: plain time.
};

/// The same of an agreement.
struct PolicyShape {
  std::string title;
  std::int64_t version = 1;
  std::string zone = "UTC";  ///< Of the periods. Must be a zone of the tz database.
  bool has_term = false;
  Instant term_begin = time::kMinInstant;  ///< Half-open; the widest range without a term.
  Instant term_end = time::kMaxInstant;
  std::vector<ClauseShape> clauses;
  bool several_records = false;  ///< Clauses are about different records: rows say which.
};

}  // namespace sla::verdicts
