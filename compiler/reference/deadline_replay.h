#pragma once

#include <cstdint>
#include <optional>

#include "compiler/reference/clause_replay.h"
#include "compiler/reference/clock.h"
#include "compiler/reference/doings.h"

namespace sla::reference {

/// One deadline, cadence or time in state on one subject: section "Clocks of a deadline clause" of
/// the page, step by step.
class DeadlineReplay final : public ClauseReplay {
 public:
  DeadlineReplay(const Context& context, std::uint16_t clause, std::uint32_t subject);

  Done on_event(const Moment& moment, const Subject& subject) override;
  Done finish(const Subject& subject) override;
  std::optional<Standing> latest(Instant t) const override;

 private:
  Done go_on(const Moment& moment, const Subject& subject);
  void take_doings(const Moment& moment, const Subject& subject);
  Done stop(const Moment& moment, const Subject& subject);
  Answer<bool> ends_early(const Moment& moment, const Subject& subject);
  Done reassign(const Moment& moment, const Subject& subject);
  void give_grace(const Moment& moment, const Subject& subject);
  Done pause_or_resume(const Moment& moment, const Subject& subject);
  Done start(const Moment& moment, const Subject& subject);
  Done begin(const Moment& moment, const Subject& subject, std::uint32_t cycle);
  void reopen(const Moment& moment, const Subject& subject);
  void close(const Moment& moment, const Subject& subject, End end);
  void report(const Subject& subject);

  Answer<bool> is_excused(const Moment& moment, const Subject& subject) const;
  Answer<Reason> reason_not_to_start(const Moment& moment, const Subject& subject) const;
  Answer<std::uint16_t> choose_tier(const Moment& moment, const Subject& subject) const;
  bool is_cadence() const { return clause_.kind == agreement::ClauseKind::cadence; }
  bool is_done(std::uint32_t remembered, int counted) const;
  Stopwatch gap_from(Instant t) const;

  void mark(verdicts::MarkKind kind, const Moment& moment, std::int64_t value = 0);
  void note(StepKind kind, const Moment& moment, const Subject& subject,
            Reason reason = Reason::none);
  void note_end(StepKind kind, Instant at, const Ownership& whose, Instant horizon);
  void note_segments(Instant horizon);
  Step step_about_clock(StepKind kind, Instant at, Instant horizon) const;

  Context context_;
  std::uint16_t index_;
  std::uint32_t subject_;
  const agreement::Clause& clause_;
  const agreement::Deadline& deadline_;
  Doings doings_;
  std::uint32_t matched_ = 0;   ///< The discharges that the present event matches.
  std::optional<Clock> clock_;  ///< The present or the last one.
};

}  // namespace sla::reference
