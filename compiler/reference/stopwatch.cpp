#include "compiler/reference/stopwatch.h"

#include <algorithm>

namespace sla::reference {

using time::kNever;

void Stopwatch::pause(Instant t) {
  if (is_paused()) return;
  // Directly after another pause (on re-entry: after the gap since the stop) it is the same one.
  if (!pauses.empty() && pauses.back().to == t) {
    pauses.back().to = kNever;
  } else {
    pauses.push_back({t, kNever});
  }
}

void Stopwatch::resume(Instant t) {
  if (!is_paused()) return;
  pauses.back().to = t;
  if (pauses.back().from == t) pauses.pop_back();
}

bool Stopwatch::extend(Instant t, std::int64_t amount) {
  const std::int64_t longer = amount == kUnreachable ? amount : elapsed(t) + amount;
  if (longer <= quantity) return false;
  quantity = longer;
  day_due.reset();
  return true;
}

std::int64_t Stopwatch::elapsed(Instant t) const {
  std::int64_t sum = base.between(start, t);
  for (const Pause& pause : pauses) sum -= base.between(pause.from, std::min(pause.to, t));
  return sum;
}

std::vector<Pause> Stopwatch::stretches(Instant horizon) const {
  std::vector<Pause> running;
  Instant from = start;
  for (const Pause& pause : pauses) {
    running.push_back({from, pause.from});
    from = std::min(pause.to, std::max(horizon, pause.from));
  }
  running.push_back({from, kNever});
  return running;
}

bool Stopwatch::day_due_was_moved(Instant horizon) const {
  std::int64_t used = 0;
  Instant from = start;
  for (const Pause& pause : pauses) {
    used += base.between(from, pause.from);
    if (used >= quantity) return false;
    from = std::min(pause.to, horizon);
    if (base.between(pause.from, from) > 0) return true;
  }
  return false;
}

Instant Stopwatch::due(Instant horizon) const {
  if (quantity == kUnreachable) return kNever;
  if (day_due && !day_due_was_moved(horizon)) return *day_due;
  std::int64_t left = quantity;
  for (const Pause& stretch : stretches(horizon)) {
    if (stretch.to == kNever) return base.earliest(stretch.from, left);
    const std::int64_t counted = base.between(stretch.from, stretch.to);
    if (left <= counted) return base.earliest(stretch.from, left);
    left -= counted;
  }
  return kNever;
}

Instant Stopwatch::breach(Instant horizon) const {
  if (quantity == kUnreachable) return kNever;
  std::int64_t left = quantity;
  for (const Pause& stretch : stretches(horizon)) {
    if (stretch.to == kNever) return base.latest(stretch.from, left);
    const std::int64_t counted = base.between(stretch.from, stretch.to);
    if (left < counted) return base.latest(stretch.from, left);
    left -= counted;
  }
  return kNever;
}

}  // namespace sla::reference
