#pragma once

#include "compiler/reference/clause_replay.h"

namespace sla::reference {

/// One volume or share clause on one subject: which of its events count. The page's sections
/// "Volume clauses" and "Shares"; once per period is left to the summary, which knows the periods.
class VolumeReplay final : public ClauseReplay {
 public:
  VolumeReplay(const Context& context, std::uint16_t clause, std::uint32_t subject)
      : context_(context), index_(clause), subject_(subject) {}

  Done on_event(const Moment& moment, const Subject& subject) override;

 private:
  Answer<Reason> reason_not_to_count(const Moment& moment, const Subject& subject) const;
  void note(StepKind kind, const Moment& moment, const Subject& subject, std::int64_t amount,
            Reason reason);

  Context context_;
  std::uint16_t index_;
  std::uint32_t subject_;
};

}  // namespace sla::reference
