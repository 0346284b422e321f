#pragma once

#include "compiler/agreement/length.h"
#include "compiler/analyze/time/timetable.h"
#include "runtime/actions/course.h"
#include "runtime/time/deadline.h"

namespace sla::analyze {

/// A duration as a clock of the runtime counts it from any arrival, without pauses. A value;
/// borrows the calendars of a timetable.
class Watch {
 public:
  /// `calendar`: of the clause, -1 where it has none.
  Watch(const Timetable& timetable, const agreement::Agreement& record, int calendar,
        const agreement::Duration& duration, const Whereabouts& where)
      : target_(agreement::length_of(record, calendar, duration)),
        calendar_(target_.kind == time::TargetKind::kElapsed ? nullptr
                                                             : timetable.calendar(calendar, where)),
        axis_(calendar_ != nullptr ? calendar_ : &timetable.plain()) {}

  bool counts_plain_time() const { return target_.kind == time::TargetKind::kElapsed; }
  /// False where the clause's calendar could not be built.
  bool is_sound() const { return counts_plain_time() || calendar_ != nullptr; }
  const time::Target& target() const { return target_; }
  const time::Calendar* calendar() const { return calendar_; }

  time::Deadline deadline(Instant start) const { return time::deadline(*axis_, start, target_); }

  /// The clock as the steps of a clause see it when it starts.
  actions::ClockState started(Instant start) const {
    actions::ClockState state;
    state.calendar = calendar_ != nullptr ? calendar_->table() : nullptr;
    state.start = start;
    state.origin = state.base(start);
    const std::int64_t allowed = time::allowance(*axis_, start, target_);
    state.quantity = std::min(allowed, actions::ClockState::kUnreachable);
    state.due_by_day = target_.kind == time::TargetKind::kBusinessDays ||
                       target_.kind == time::TargetKind::kEndOfBusinessDay;
    if (state.due_by_day) state.day_due = deadline(start).due;
    return state;
  }

 private:
  time::Target target_;
  const time::Calendar* calendar_;
  const time::Calendar* axis_;
};

}  // namespace sla::analyze
