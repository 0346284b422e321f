// The half of DeadlineReplay that says what happened: rows and marks for everybody, steps and
// segments for a trace.

#include <algorithm>

#include "compiler/reference/deadline_replay.h"

namespace sla::reference {

using verdicts::Status;

Done DeadlineReplay::finish(const Subject& subject) {
  if (clock_) report(subject);
  return {};
}

std::optional<Standing> DeadlineReplay::latest(Instant t) const {
  if (!clock_) return std::nullopt;
  const bool is_open = clock_->is_open();
  return Standing{clock_->status(is_open ? t : clock_->stop), !is_open};
}

void DeadlineReplay::report(const Subject& subject) {
  const Instant horizon = clock_->is_open() ? context_.inputs.as_of : clock_->stop;
  verdicts::Row row;
  row.start = clock_->window.start;
  row.due = clock_->due(horizon);
  row.breach = clock_->breach(horizon);
  row.stop = clock_->is_open() ? verdicts::kNoInstant : clock_->stop;
  row.elapsed_business = clock_->window.elapsed(horizon);
  row.elapsed_wall = horizon - clock_->window.start;
  row.group = clock_->group;
  row.start_event = clock_->start_event;
  row.subject = subject_;
  row.cycle = clock_->cycle;
  row.clause = index_;
  row.tier = clock_->tier;
  row.status = clock_->status(horizon);

  const bool is_breach = row.status == Status::breached || row.status == Status::met_late;
  const Ownership now = {horizon, subject.owner, subject.team};
  const Ownership at_stop = {horizon, clock_->stop_owner, clock_->stop_team};
  const Ownership whose = is_breach ? subject.at(row.breach) : clock_->is_open() ? now : at_stop;
  row.owner = whose.owner;
  row.team = whose.team;
  context_.outcome.rows.push_back(row);

  if (context_.trace == nullptr) return;
  // A relief can come after the breach: then it did happen, and is told.
  const bool has_breached = is_breach || clock_->has_breached(horizon);
  if (has_breached) note_end(StepKind::breached, row.breach, subject.at(row.breach), horizon);
  if (clock_->is_open()) note_end(StepKind::still_open, horizon, now, horizon);
  note_segments(horizon);
}

void DeadlineReplay::mark(verdicts::MarkKind kind, const Moment& moment, std::int64_t value) {
  if (clause_.steps.empty()) return;
  verdicts::Mark mark;
  mark.kind = kind;
  mark.value = value;
  mark.event = moment.event;
  mark.subject = subject_;
  mark.cycle = clock_->cycle;
  mark.clause = index_;
  mark.zone = clock_->window.base.is_plain_time() ? std::uint16_t{0} : clock_->calendar.zone;
  mark.tier = clock_->tier;
  context_.outcome.marks.push_back(mark);
}

Step DeadlineReplay::step_about_clock(StepKind kind, Instant at, Instant horizon) const {
  Step step;
  step.kind = kind;
  step.clause = index_;
  step.time = at;
  step.cycle = clock_->cycle;
  step.tier = clock_->tier;
  step.due = clock_->due(horizon);
  step.breach = clock_->breach(horizon);
  step.used = clock_->window.elapsed(at);
  step.target = clock_->window.quantity;
  step.counted = clock_->counted;
  return step;
}

void DeadlineReplay::note(StepKind kind, const Moment& moment, const Subject& subject,
                          Reason reason) {
  if (context_.trace == nullptr) return;
  const bool about_a_clock = clock_ && (kind != StepKind::not_attached || clock_->is_open());
  const Step known = about_a_clock ? step_about_clock(kind, moment.time, moment.time) : Step{};
  context_.trace->steps.push_back(step_at(kind, reason, index_, moment, subject, known));
}

void DeadlineReplay::note_end(StepKind kind, Instant at, const Ownership& whose, Instant horizon) {
  Step step = step_about_clock(kind, at, horizon);
  const bool by_gap = clock_->gap && at == step.breach &&
                      clock_->gap->current().breach(horizon) == step.breach &&
                      clock_->window.breach(horizon) != step.breach;
  if (kind == StepKind::breached && by_gap) step.reason = Reason::gap_exceeded;
  step.owner = whose.owner;
  step.team = whose.team;
  context_.trace->steps.push_back(step);
}

void DeadlineReplay::note_segments(Instant horizon) {
  const Stopwatch& window = clock_->window;
  const auto add = [&](SegmentKind kind, Instant from, Instant to) {
    if (from >= to) return;
    const std::int64_t used = kind == SegmentKind::open ? to - from : 0;
    context_.trace->segments.push_back({index_, clock_->cycle, kind, from, to, used});
  };
  for (const Pause& pause : window.pauses) {
    add(SegmentKind::paused, pause.from, std::min(pause.to, horizon));
  }
  for (const Pause& stretch : window.stretches(horizon)) {
    Instant from = stretch.from;
    const Instant end = std::min(stretch.to, horizon);
    while (from < end) {
      // The next opening, and how far it goes: after `from`, counting starts at `open` and ends at
      // `close`.
      const Instant open = std::min(window.base.latest(from, 0), end);
      const Instant close = std::min(window.base.closing_after(open), end);
      add(SegmentKind::closed, from, open);
      add(SegmentKind::open, open, close);
      from = std::max(close, open);
    }
  }
}

}  // namespace sla::reference
