#pragma once

#include <cstdint>
#include <vector>

#include "compiler/analyze/graph/exploration.h"

namespace sla::analyze {

/// One way in which a clock can begin: what happens, and in which state the lead then is.
struct Start {
  Path path;       ///< From a lead without a history; the last act is the start.
  int state = -1;  ///< After it; -1: in no state.
  /// Every such event has already done what is asked, by whomever it is made.
  bool is_done = false;
  /// `when` and `while`, as far as the state decides them.
  Truth guard = Truth::maybe;
};

/// All ways in which a clock can begin as far as states and permitted moves tell them apart. A
/// trigger that does not look at the state has one for every state and one for none.
std::vector<Start> starts_of(const agreement::Agreement& agreement,
                             const agreement::Clause& clause);

/// Where a clock can be open, and whether it can be stopped, from one start on.
struct Span {
  std::uint64_t open = 0;    ///< States in which it may be open.
  std::uint32_t doable = 0;  ///< Discharges that can happen while it is open.
};

Span span_of(const agreement::Agreement& agreement, const agreement::Clause& clause, int start);

/// Whether the discharges that can happen stop the clock.
bool can_stop(const agreement::Clause& clause, const Span& span);

/// Whether the condition looks at the lead's state.
bool asks_for_state(const std::optional<agreement::Expression>& condition);

}  // namespace sla::analyze
