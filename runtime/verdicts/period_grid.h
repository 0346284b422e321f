#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/verdicts/summary.h"

namespace sla::verdicts {

/// The periods and groups of one clause, and which cell of them an instant and a group fall into.
class PeriodGrid {
 public:
  PeriodGrid(const PolicyShape& policy, const ClauseShape& clause, const Inputs& inputs);

  std::int64_t period_at(Instant t) const;
  /// Owner id, team id or field value, as the clause groups; kNoGroup when there is none.
  std::int64_t group_key(std::uint32_t owner, std::uint32_t team, std::int64_t field_value) const;

  void list_period(std::int64_t period);
  void list_group(std::int64_t key);
  /// From the term's begin or the log's first event to the term's end or as-of. Without a term the
  /// range is that of the log; nothing when it is empty.
  void list_term(std::optional<Instant> first_event);

  /// A summary per listed period and group, in order, with everything but the numbers filled in.
  std::vector<PeriodSummary> cells() const;

 private:
  struct GroupName {
    std::int64_t key;
    std::string name;
  };
  std::vector<GroupName> sorted_groups() const;
  std::string name_of_group(std::int64_t key) const;
  Instant begin_of(std::int64_t period) const;

  const PolicyShape& policy_;
  const ClauseShape& clause_;
  const Inputs& inputs_;
  time::Zone zone_;
  std::optional<std::int64_t> first_, last_;
  std::set<std::int64_t> groups_;
};

}  // namespace sla::verdicts
