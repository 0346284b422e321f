#pragma once

#include <vector>

#include "compiler/analyze/time/coming.h"

namespace sla::analyze {

/// A clause on the way, and the event that does what it asks for.
struct Stage {
  const agreement::Clause* clause = nullptr;
  const agreement::Discharge* discharge = nullptr;
  States started;       ///< At the event that starts it.
  events::Code done{};  ///< What ends it.
  States ended;
};

/// Stages that follow each other: each is started by the event that ends the one before it.
struct Chain {
  Way way;  ///< How the first of them starts.
  std::vector<Stage> stages;
};

/// The chains of two stages or more from the start of a clause to something that discharges it, not
/// by way of anything else that does. A bounded search: at most `kMostChains`, in the order of the
/// clauses.
inline constexpr std::size_t kMostChains = 200;
std::vector<Chain> chains_of(const agreement::Agreement& record, const agreement::Clause& whole);

/// Whether the clause's clock starts at an event with these states around it.
bool starts_at(const agreement::Clause& clause, events::Code event, States states);

/// Whether the event, with these states around it, is what the clause asks for.
const agreement::Discharge* discharged_by(const agreement::Clause& clause, events::Code event,
                                          States states);

}  // namespace sla::analyze
