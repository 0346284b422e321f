#pragma once

#include <cstdint>

namespace sla::events {

/// What an event is, as one dense number so that an evaluator can jump on it. 0..3 are fixed; then
/// one code per state of the lifecycle ("enters s"), then one per declared event, built-in touches
/// first.
using Code = std::uint16_t;

inline constexpr Code kChanged = 0;   ///< Only fields (or the owner) changed.
inline constexpr Code kAssigned = 1;  ///< The lead was given to an owner.
inline constexpr Code kHeld = 2;
inline constexpr Code kResumed = 3;
inline constexpr Code kFirstState = 4;

/// What a row of a source may be besides an event. Never a code of a log: LogBuilder has taken
/// retractions and merges into account when the log is finished.
inline constexpr std::int64_t kRetractionRow = -3;  ///< Takes back the event with the row's id.
inline constexpr std::int64_t kMergeRow = -4;       ///< The row's lead was merged into another.

/// "The row does not say" for owner, team, actor ids.
inline constexpr std::uint32_t kNone = 0xffffffffu;

}  // namespace sla::events
