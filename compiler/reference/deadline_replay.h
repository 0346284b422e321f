#pragma once

#include <cstdint>
#include <optional>

#include "compiler/reference/clock.h"
#include "compiler/reference/context.h"
#include "compiler/reference/subject.h"

namespace sla::reference {

/// One deadline clause on one subject: section "Clocks of a deadline clause" of the page, step by
/// step.
class DeadlineReplay {
 public:
  DeadlineReplay(const Context& context, std::uint16_t clause, std::uint32_t subject);

  /// `subject` is as it is after the event.
  Done on_event(const Moment& moment, const Subject& subject);
  /// No more events: reports the clock as of the as-of instant.
  void finish(const Subject& subject);

 private:
  Done go_on(const Moment& moment, const Subject& subject);
  Done reassign(const Moment& moment, const Subject& subject);
  Done pause_or_resume(const Moment& moment, const Subject& subject);
  Done start(const Moment& moment, const Subject& subject);
  Done begin(const Moment& moment, const Subject& subject, std::uint32_t cycle);
  void reopen(const Moment& moment, const Subject& subject);
  void close(const Moment& moment, const Subject& subject, End end);
  void report(const Subject& subject);

  Answer<Reason> reason_not_to_start(const Moment& moment, const Subject& subject) const;
  Answer<std::uint16_t> choose_tier(const Subject& subject) const;
  bool is_discharged_by(std::uint32_t matched) const;
  std::int64_t group_of(const Subject& subject) const;
  const time::Calendar* calendar_for(const Subject& subject) const;
  std::int64_t quantity_of(const agreement::Duration& target, const Subject& subject,
                           const TimeBase& base, Instant from,
                           std::optional<Instant>& named_day) const;
  verdicts::Status status_at(Instant horizon) const;

  void note(StepKind kind, const Moment& moment, const Subject& subject,
            Reason reason = Reason::none);
  void note_end(StepKind kind, Instant at, const Ownership& whose, Instant horizon);
  void note_segments(Instant horizon);

  Context context_;
  std::uint16_t index_;
  std::uint32_t subject_;
  const agreement::Clause& clause_;
  const agreement::Deadline& deadline_;
  std::optional<Clock> clock_;  ///< The present or the last one.
};

}  // namespace sla::reference
