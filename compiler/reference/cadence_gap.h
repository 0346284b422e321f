#pragma once

#include "compiler/reference/stopwatch.h"

namespace sla::reference {

/// The gap of a cadence that is running now: from the start, or from the last event that counted,
/// to the next one. Once one was exceeded it stays the one that is spoken of.
class CadenceGap {
 public:
  explicit CadenceGap(Stopwatch first) : current_(std::move(first)) {}

  /// The current gap ended at t; `next` begins.
  void next(Instant t, Stopwatch next) {
    if (current_.has_breached(t)) exceeded_ = true;
    if (!exceeded_) current_ = std::move(next);
  }
  bool was_exceeded(Instant t) const { return exceeded_ || current_.has_breached(t); }

  Stopwatch& current() { return current_; }
  const Stopwatch& current() const { return current_; }

 private:
  Stopwatch current_;
  bool exceeded_ = false;
};

}  // namespace sla::reference
