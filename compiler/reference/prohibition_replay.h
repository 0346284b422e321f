#pragma once

#include "compiler/reference/clause_replay.h"
#include "compiler/reference/doings.h"

namespace sla::reference {

/// One prohibition on one subject: section "Prohibitions" of the page.
class ProhibitionReplay final : public ClauseReplay {
 public:
  ProhibitionReplay(const Context& context, std::uint16_t clause, std::uint32_t subject);

  Done on_event(const Moment& moment, const Subject& subject) override;
  std::optional<Standing> latest(Instant t) const override;

 private:
  /// Nothing: a breach. Else the restriction that permits the event.
  Answer<Reason> permission(const Moment& moment, const Subject& subject) const;
  void report(const Moment& moment, const Subject& subject, bool is_breach);
  void note(StepKind kind, const Moment& moment, const Subject& subject, Reason reason);

  Context context_;
  std::uint16_t index_;
  std::uint32_t subject_;
  const agreement::Clause& clause_;
  const agreement::Prohibition& prohibition_;
  Doings doings_;
  std::uint32_t count_ = 0;  ///< Rows so far.
  verdicts::Status last_ = verdicts::Status::met;
};

}  // namespace sla::reference
