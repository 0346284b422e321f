#include "runtime/actions/course.h"

#include <algorithm>

namespace sla::actions {
namespace {

using verdicts::Mark;
using verdicts::MarkKind;

/// Collects the runs of one subject mark by mark.
class Retelling {
 public:
  Retelling(const ClauseSteps& clause, const verdicts::Inputs& inputs)
      : clause_(clause), inputs_(inputs) {}

  void take(const Mark& mark) {
    const Instant t = inputs_.log->time[mark.event];
    if (mark.kind == MarkKind::started || mark.kind == MarkKind::restarted) {
      begin(mark, t);
      return;
    }
    if (runs_.empty()) return;  // A mark without a beginning says nothing about any clock.
    ClockState state = cut(t);
    switch (mark.kind) {
      case MarkKind::paused: state.halt(t, ClockState::Phase::paused); break;
      case MarkKind::resumed:
      case MarkKind::reopened: state.go_on(t); break;
      case MarkKind::extended: state.extend(mark.value); break;
      case MarkKind::stopped: state.halt(t, ClockState::Phase::closed); break;
      case MarkKind::started:
      case MarkKind::restarted: break;
    }
    runs_.back().stretches.push_back({t, time::kNever, state});
  }

  std::vector<Run> finish() {
    for (Run& run : runs_) drop_closed_end(run);
    return std::move(runs_);
  }

 private:
  void begin(const Mark& mark, Instant t) {
    Run run;
    run.cycle = mark.cycle;
    run.tier = mark.tier;
    if (mark.kind == MarkKind::restarted && !runs_.empty()) {
      cut(t);
      runs_.back().end = t;
      run.number = runs_.back().number + 1;
    }
    run.stretches.push_back({t, time::kNever, started_clock(mark, t, clause_, inputs_)});
    runs_.push_back(std::move(run));
  }

  /// Ends the stretch that is under way and answers the state it was in.
  ClockState cut(Instant t) {
    Stretch& last = runs_.back().stretches.back();
    last.to = t;
    return last.state;
  }

  /// A run that was closed and not reopened ended when it was closed.
  static void drop_closed_end(Run& run) {
    if (run.stretches.back().state.phase != ClockState::Phase::closed) return;
    run.end = run.stretches.back().from;
    run.stretches.pop_back();
  }

  const ClauseSteps& clause_;
  const verdicts::Inputs& inputs_;
  std::vector<Run> runs_;
};

}  // namespace

std::int64_t ClockState::base(Instant t) const {
  return calendar == nullptr ? t : sla_calendar_before(calendar, t);
}

std::int64_t ClockState::elapsed(Instant t) const {
  return (phase == Phase::running ? base(t) : since) - origin - paused;
}

Instant ClockState::reaches(std::int64_t used) const {
  if (used >= kUnreachable) return time::kNever;
  const std::int64_t amount = origin + paused + used;
  if (calendar == nullptr) return std::max(start, amount);
  return std::max(start, sla_calendar_earliest(calendar, amount));
}

Instant ClockState::due() const {
  if (quantity >= kUnreachable) return time::kNever;
  if (due_by_day && paused_before_due == 0) return day_due;
  const std::int64_t amount = origin + quantity + paused_before_due;
  if (calendar == nullptr) return amount;
  return std::max(start, sla_calendar_earliest(calendar, amount));
}

Instant ClockState::breach() const {
  if (quantity >= kUnreachable) return time::kNever;
  const std::int64_t amount = origin + quantity + paused_before_breach;
  if (calendar == nullptr) return amount;
  return std::max(start, sla_calendar_latest(calendar, amount));
}

void ClockState::halt(Instant t, Phase to) {
  // A paused clock that is closed: the pause ends there, so that it moves what it has to.
  if (phase != Phase::running) go_on(t);
  since = base(t);
  phase = to;
}

void ClockState::go_on(Instant t) {
  if (phase == Phase::running) return;
  const std::int64_t gap = base(t) - since;
  const std::int64_t used = elapsed(t);
  // What has already been reached does not move.
  if (used < quantity) paused_before_due += gap;
  if (used <= quantity) paused_before_breach += gap;
  paused += gap;
  phase = Phase::running;
}

void ClockState::extend(std::int64_t longer) {
  quantity = longer;
  due_by_day = false;
  // Due and breach are ahead again, so every pause so far moves them.
  paused_before_due = paused_before_breach = paused;
}

ClockState started_clock(const Mark& mark, Instant t, const ClauseSteps& clause,
                         const verdicts::Inputs& inputs) {
  const time::Target target =
      mark.tier < clause.tiers.size() ? clause.tiers[mark.tier] : time::Target{};
  ClockState state;
  if (target.kind != time::TargetKind::kElapsed && clause.calendar >= 0) {
    state.calendar =
        inputs.calendars[static_cast<std::size_t>(clause.calendar)][mark.zone]->table();
  }
  state.start = t;
  state.origin = state.base(t);
  state.quantity = mark.value;
  if (state.calendar == nullptr) return state;
  state.due_by_day = true;
  if (target.kind == time::TargetKind::kBusinessDays) {
    state.day_due = sla_calendar_add_days(state.calendar, t, target.amount);
  } else if (target.kind == time::TargetKind::kEndOfBusinessDay) {
    state.day_due = sla_calendar_end_of_day(state.calendar, t, target.amount);
  } else {
    state.due_by_day = false;
  }
  return state;
}

std::vector<Run> runs_of(std::span<const Mark> marks, const ClauseSteps& clause,
                         const verdicts::Inputs& inputs) {
  Retelling retelling(clause, inputs);
  for (const Mark& mark : marks) retelling.take(mark);
  return retelling.finish();
}

}  // namespace sla::actions
