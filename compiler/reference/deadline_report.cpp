// The half of DeadlineReplay that says what happened: rows for everybody, steps and segments for a
// trace.

#include <algorithm>

#include "compiler/reference/deadline_replay.h"

namespace sla::reference {

using verdicts::Status;

void DeadlineReplay::finish(const Subject& subject) {
  if (clock_) report(subject);
}

Status DeadlineReplay::status_at(Instant horizon) const {
  const bool breached = clock_->has_breached(horizon);
  switch (clock_->end) {
    case End::discharged: return breached ? Status::met_late : Status::met;
    case End::cancelled: return breached ? Status::breached : Status::cancelled;
    case End::reset: return Status::breached;
    case End::open: break;
  }
  if (breached) return Status::breached;
  return clock_->is_paused() ? Status::paused : Status::running;
}

void DeadlineReplay::report(const Subject& subject) {
  const Instant horizon = clock_->is_open() ? context_.inputs.as_of : clock_->stop;
  verdicts::Row row;
  row.start = clock_->start;
  row.due = clock_->due(horizon);
  row.breach = clock_->breach(horizon);
  row.stop = clock_->is_open() ? verdicts::kNoInstant : clock_->stop;
  row.elapsed_business = clock_->elapsed(horizon);
  row.elapsed_wall = horizon - clock_->start;
  row.group = clock_->group;
  row.start_event = clock_->start_event;
  row.subject = subject_;
  row.cycle = clock_->cycle;
  row.clause = index_;
  row.tier = clock_->tier;
  row.status = status_at(horizon);

  const bool is_breach = row.status == Status::breached || row.status == Status::met_late;
  const Ownership now = {horizon, subject.owner, subject.team};
  const Ownership at_stop = {horizon, clock_->stop_owner, clock_->stop_team};
  const Ownership whose = is_breach ? subject.at(row.breach) : clock_->is_open() ? now : at_stop;
  row.owner = whose.owner;
  row.team = whose.team;
  context_.outcome.rows.push_back(row);

  if (context_.trace == nullptr) return;
  if (is_breach) note_end(StepKind::breached, row.breach, whose, horizon);
  if (clock_->is_open()) note_end(StepKind::still_open, horizon, now, horizon);
  note_segments(horizon);
}

void DeadlineReplay::note(StepKind kind, const Moment& moment, const Subject& subject,
                          Reason reason) {
  if (context_.trace == nullptr) return;
  Step step;
  step.kind = kind;
  step.reason = reason;
  step.clause = index_;
  step.event = moment.event;
  step.time = moment.time;
  step.owner = subject.owner;
  step.team = subject.team;
  const bool about_a_clock = clock_ && (kind != StepKind::not_attached || clock_->is_open());
  if (about_a_clock) {
    step.cycle = clock_->cycle;
    step.tier = clock_->tier;
    step.due = clock_->due(moment.time);
    step.breach = clock_->breach(moment.time);
    step.used = clock_->elapsed(moment.time);
    step.target = clock_->quantity;
  }
  context_.trace->steps.push_back(step);
}

void DeadlineReplay::note_end(StepKind kind, Instant at, const Ownership& whose, Instant horizon) {
  Step step;
  step.kind = kind;
  step.clause = index_;
  step.tier = clock_->tier;
  step.cycle = clock_->cycle;
  step.time = at;
  step.due = clock_->due(horizon);
  step.breach = clock_->breach(horizon);
  step.used = clock_->elapsed(at);
  step.target = clock_->quantity;
  step.owner = whose.owner;
  step.team = whose.team;
  context_.trace->steps.push_back(step);
}

void DeadlineReplay::note_segments(Instant horizon) {
  const auto add = [&](SegmentKind kind, Instant from, Instant to) {
    if (from >= to) return;
    const std::int64_t used = kind == SegmentKind::open ? to - from : 0;
    context_.trace->segments.push_back({index_, clock_->cycle, kind, from, to, used});
  };
  for (const Pause& pause : clock_->pauses) {
    add(SegmentKind::paused, pause.from, std::min(pause.to, horizon));
  }
  for (const Pause& stretch : clock_->stretches(horizon)) {
    Instant from = stretch.from;
    const Instant end = std::min(stretch.to, horizon);
    while (from < end) {
      // The next opening, and how far it goes: after `from`, counting starts at `open` and ends at
      // `close`.
      const Instant open = std::min(clock_->base.latest(from, 0), end);
      const Instant close = std::min(clock_->base.closing_after(open), end);
      add(SegmentKind::closed, from, open);
      add(SegmentKind::open, open, close);
      from = std::max(close, open);
    }
  }
}

}  // namespace sla::reference
