#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/agreement/agreement.h"

namespace sla::analyze::quantity {

/// What is counted together in a period: events of one kind, of all subjects or of one group.
struct Stream {
  agreement::Trigger trigger;
  agreement::Grouping group;
  bool every_entry = false;
  int sum_of = -1;  ///< Field, or -1: a count.
};

/// What a clause says about numbers in a period, whichever kind of clause says it.
struct Flow {
  enum class Kind : std::uint8_t {
    amount,  ///< So many (or so much) of the stream for which `counted` holds.
    share,   ///< Of those for which `counted` holds, such a part for which `part` holds too.
    rate,    ///< Of those for which `counted` holds, so many come to `reached` in time.
    none,    ///< Nothing of the stream's events for which `counted` holds.
  } kind = Kind::amount;
  int clause = 0;
  bool at_least = true;
  std::int64_t bound = 0;  ///< An amount in the stream's scale, or millionths of a percent.
  Stream stream;
  std::optional<agreement::Expression> counted, part;
  agreement::EventSet reached;
  std::optional<agreement::Duration> window;  ///< With which `reached` counts; nothing: unlike any.
  /// Nothing: it holds for every subject, and so in every period.
  std::optional<agreement::Period> period;
};

/// What the clauses of a record say about numbers. A clause whose numbers do not follow from what
/// it says alone (because its clocks can be paused, cancelled or excused, or subjects left out)
/// says nothing.
std::vector<Flow> flows_of(const agreement::Agreement& record);

/// Whether a subject can be counted once at most: it never comes back to where it is counted, by
/// the moves of the lifecycle. Or every event counts: then numbers of periods add up as well.
bool adds_up(const agreement::Agreement& record, const Stream& stream);

/// Both conditions, and that one does not hold; of which either may be missing.
std::optional<agreement::Expression> both(const std::optional<agreement::Expression>& a,
                                          const std::optional<agreement::Expression>& b);
agreement::Expression opposite(agreement::Expression condition);

bool same(const agreement::Trigger& a, const agreement::Trigger& b);
bool same(const agreement::Grouping& a, const agreement::Grouping& b);
bool same(const std::optional<agreement::Expression>& a,
          const std::optional<agreement::Expression>& b);
/// Every event that the first names is one that the second names.
bool within(const agreement::Trigger& a, const agreement::Trigger& b);
bool within(const agreement::EventSet& a, const agreement::EventSet& b);
/// The states that the events enter; nothing when one of them is no entry.
std::optional<std::uint64_t> entered(const agreement::Agreement& record,
                                     const agreement::EventSet& events);

}  // namespace sla::analyze::quantity
