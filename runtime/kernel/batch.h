#pragma once

#include <expected>
#include <string>
#include <vector>

#include "runtime/helpers/batch.h"
#include "runtime/kernel/kernel.h"
#include "runtime/parallel/pool.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"
#include "runtime/verdicts/period.h"
#include "runtime/verdicts/period_table.h"

namespace sla::kernel {

/// Inputs laid out as generated code reads them. Borrows the inputs, owns what had to be derived:
/// the owner, team and zone after each event, and where the plan's periods begin. Immutable; shared
/// freely by threads that evaluate disjoint ranges.
class Batch {
 public:
  /// `periods`, local to `zone`: those of the plan; a plan without conversions needs none. `pool`:
  /// who works on what is derived (null: the caller's thread); not kept.
  explicit Batch(const verdicts::Inputs& inputs,
                 const std::vector<verdicts::PeriodShape>& periods = {},
                 const std::string& zone = "UTC", parallel::Pool* pool = nullptr);
  const sla_batch* view() const { return &view_; }
  std::uint64_t subjects() const { return subjects_; }

 private:
  void follow(parallel::Pool& pool);
  void follow_owners(std::uint64_t first_subject, std::uint64_t last_subject);
  void follow_roster(std::uint64_t first_event, std::uint64_t last_event);

  const verdicts::Inputs& inputs_;
  std::vector<std::uint32_t> owner_now_, team_now_, zone_now_, actor_party_;
  std::vector<std::uint8_t> team_of_roster_;
  std::vector<sla_field_column> fields_;
  std::vector<std::vector<const sla_calendar*>> zones_;
  std::vector<const sla_calendar* const*> calendars_;
  std::vector<verdicts::PeriodTable> period_tables_;
  std::vector<sla_periods> periods_;
  sla_batch view_{};
  std::uint64_t subjects_ = 0;
};

/// Where generated code writes. One per thread; keeps its memory over `clear`.
class Sink : public sla_sink {
 public:
  Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  ~Sink();
  void clear();
  /// What was written, settled; or that memory ran out, and then nothing of it counts.
  std::expected<verdicts::Outcome, std::string> take() const;
};

/// Evaluates all subjects of a batch on the pool's threads, each range of subjects with a sink of
/// its own. The outcome is settled and does not depend on the pool. The error: memory ran out.
std::expected<verdicts::Outcome, std::string> evaluate(EvaluateFunction code, const Batch& batch,
                                                       parallel::Pool& pool);

}  // namespace sla::kernel
