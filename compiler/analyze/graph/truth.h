#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/agreement/agreement.h"

namespace sla::analyze {

/// What can be said of a condition when not everything is known.
enum class Truth : std::uint8_t { no, maybe, yes };

/// Values of fields by index, as types store them; nothing: the field has no value.
using Values = std::vector<std::optional<std::int64_t>>;

/// As much as is known of a lead when a condition is asked. What other clauses came to is never
/// known.
struct Known {
  int state = -1;         ///< After the event that asks; -1: in none yet.
  int state_before = -1;  ///< Before it.
  std::optional<bool> on_hold;
  const Values* values = nullptr;  ///< Borrowed; null: nothing is known of fields.
};

/// Whether the condition holds: `yes` and `no` only if it does (does not) for every lead of which
/// this is known.
Truth truth_of(const agreement::Expression& condition, const Known& known);

/// The same of a condition that may be left out, which then holds.
Truth truth_of(const std::optional<agreement::Expression>& condition, const Known& known);

/// Whether a bit set of states has the state; -1 is in none.
bool has_state(std::uint64_t states, int state);

}  // namespace sla::analyze
