#include "compiler/reference/clock.h"

#include <algorithm>

namespace sla::reference {

using verdicts::Status;

void Clock::pause(Instant t) {
  window.pause(t);
  if (gap) gap->current().pause(t);
}

void Clock::resume(Instant t) {
  window.resume(t);
  if (gap) gap->current().resume(t);
}

bool Clock::has_breached(Instant t) const {
  return window.has_breached(t) || (gap && gap->was_exceeded(t));
}

Instant Clock::due(Instant horizon) const {
  const Instant due = window.due(horizon);
  return gap ? std::min(due, gap->current().due(horizon)) : due;
}

Instant Clock::breach(Instant horizon) const {
  const Instant breach = window.breach(horizon);
  return gap ? std::min(breach, gap->current().breach(horizon)) : breach;
}

Status Clock::status(Instant horizon) const {
  const bool breached = has_breached(horizon);
  switch (end) {
    case End::discharged: return breached ? Status::met_late : Status::met;
    case End::cancelled: return breached ? Status::breached : Status::cancelled;
    case End::excused: return Status::excused;
    case End::reset: return Status::breached;
    case End::open: break;
  }
  if (breached) return Status::breached;
  return is_paused() ? Status::paused : Status::running;
}

}  // namespace sla::reference
