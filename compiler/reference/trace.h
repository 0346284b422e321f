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
  touched,        ///< An event of a cadence that is not the last one; `counted` so far.
  discharged,
  cancelled,     ///< `reason`: while_is_false or until.
  excused,       ///< A relief applies.
  breached,      ///< At the breach instant; there is no event.
  still_open,    ///< At the as-of instant; there is no event.
  counted,       ///< A hit of a volume clause, or of a share's part.
  counted_rest,  ///< A hit of a share that belongs to the whole but not to the part.
  not_counted,   ///< A volume clause's trigger matched, and `reason` says why it does not count.
  forbidden,     ///< A prohibition was broken.
  permitted,     ///< What a prohibition speaks of was done, and `reason` says why it may.
  not_judged,    ///< The same, and `reason` says why the clause does not apply.
  joined,        ///< The lead is in a cohort of a conversion; due and breach end its window.
  not_joined,    ///< It entered, and `reason` says why it is in no cohort by that.
  reached,       ///< It was converted in time.
  missed,        ///< Its window ended; there is no event.
  not_counting,  ///< Its membership was decided, but it does not count.
  faulted,       ///< The subject cannot be judged; clause is kNoClause.
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
  until,                 ///< An event that ends a cadence.
  gap_exceeded,          ///< Breached by a gap, not by the window.
  restriction_is_false,  ///< The `while` of a prohibition does not hold.
  requirement_holds,     ///< Its `without` does.
  calendar_is_open,      ///< The instant is not outside of its calendar.
  already_member,        ///< A later entry in the period of a cohort.
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
  int counted = 0;          ///< Of a cadence: events so far.
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
