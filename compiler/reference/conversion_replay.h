#pragma once

#include <optional>
#include <set>
#include <vector>

#include "compiler/reference/clause_replay.h"
#include "compiler/reference/stopwatch.h"
#include "runtime/verdicts/period.h"

namespace sla::reference {

/// One conversion on one subject: section "Conversions" of the page.
class ConversionReplay final : public ClauseReplay {
 public:
  ConversionReplay(const Context& context, std::uint16_t clause, std::uint32_t subject);

  /// Decides the memberships whose window ended before the event.
  Done before_event(Instant t, const Subject& before) override;
  Done on_event(const Moment& moment, const Subject& subject) override;
  Done finish(const Subject& subject) override;

 private:
  /// The lead in the cohort of one period.
  struct Member {
    std::uint32_t cycle = 1;
    Stopwatch window;
    std::uint64_t start_event = 0;
    std::int64_t group = verdicts::kNoGroup;
    verdicts::Status status = verdicts::Status::running;
    Instant stop = verdicts::kNoInstant;
    Ownership whose;  ///< When an event decided.

    bool is_decided() const { return status != verdicts::Status::running; }
  };

  Done decide_ended(Instant t, const Subject& subject);
  Done decide_reached(const Moment& moment, const Subject& subject);
  Done join(const Moment& moment, const Subject& subject);
  std::int64_t period_at(Instant t) const;
  void report(const Member& member, const Subject& subject);
  void note(StepKind kind, const Member& member, Instant at, std::uint64_t event,
            const Ownership& whose);
  void note_not_joined(const Moment& moment, const Subject& subject, Reason reason);

  Context context_;
  std::uint16_t index_;
  std::uint32_t subject_;
  const agreement::Clause& clause_;
  const agreement::Conversion& conversion_;
  time::Zone zone_;                      ///< Of the periods.
  std::set<std::int64_t> seen_periods_;  ///< That have had their first entry.
  std::vector<Member> members_;          ///< By cycle.
};

}  // namespace sla::reference
