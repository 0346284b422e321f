#pragma once

#include <cstdint>
#include <vector>

#include "runtime/verdicts/outcome.h"

namespace sla::reference {

using time::Instant;

/// What happened to one clause of one subject, as evidence for its verdict.
enum class StepKind : std::uint8_t {
  attached,      ///< A clock started; tier, due and breach as they stood then.
  not_attached,  ///< The start trigger matched, and `reason` says why nothing started.
  reopened,      ///< On re-entry a closed clock went on.
  paused,
  resumed,
  owner_changed,  ///< While a clock was open.
  restarted,      ///< A reassignment started the same cycle again.
  handed_over,    ///< A reassignment closed a breached cycle; the next one follows.
  grace,          ///< A reassignment gave the new owner more time.
  remembered,     ///< One of several things that all must happen has happened.
  discharged,
  cancelled,
  breached,     ///< At the breach instant; there is no event.
  still_open,   ///< At the as-of instant; there is no event.
  counted,      ///< A hit of a volume clause.
  not_counted,  ///< A volume clause's trigger matched, and `reason` says why it does not count.
  faulted,      ///< The subject cannot be judged; clause is kNoClause.
};

enum class Reason : std::uint8_t {
  none,
  outside_term,
  when_is_false,
  while_is_false,
  where_is_false,
  already_discharged,
  already_open,
  ignored_on_reentry,
};

inline constexpr std::uint16_t kNoClause = 0xffff;
inline constexpr std::uint64_t kNoEvent = UINT64_MAX;

struct Step {
  StepKind kind = StepKind::attached;
  Reason reason = Reason::none;
  std::uint16_t clause = kNoClause;
  std::uint16_t tier = 0;
  std::uint32_t cycle = 0;  ///< 0: no clock is concerned.
  std::uint64_t event = kNoEvent;
  Instant time = 0;
  Instant due = verdicts::kNoInstant;
  Instant breach = verdicts::kNoInstant;
  std::int64_t used = 0;    ///< Time on the clock by then; for `counted` the amount.
  std::int64_t target = 0;  ///< The clock's target in its time base; INT64_MAX: never reached.
  std::uint32_t owner = events::kNone;  ///< After the event; for `breached` whose breach it is.
  std::uint32_t team = events::kNone;
};

/// A stretch of a clock's life: counting, closed by the calendar, or paused.
enum class SegmentKind : std::uint8_t { open, closed, paused };
struct Segment {
  std::uint16_t clause = 0;
  std::uint32_t cycle = 0;
  SegmentKind kind = SegmentKind::open;
  Instant from = 0;
  Instant to = 0;
  std::int64_t used = 0;  ///< Time that counted; 0 unless open.
};

/// Everything that decided one subject. Steps are by time within a clause, the clauses in the
/// policy's order (a fault comes last); segments are by clause, cycle and time. Of a cycle that
/// started again, only the last run has segments.
struct Trace {
  std::uint32_t subject = 0;
  std::vector<Step> steps;
  std::vector<Segment> segments;
  verdicts::Outcome outcome;  ///< The subject's part of `evaluate`.

  /// Brings steps into the order above; the evaluator calls it once at the end.
  void settle();
};

}  // namespace sla::reference
