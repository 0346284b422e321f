#pragma once

#include <memory>

#include "compiler/agreement/agreement.h"
#include "runtime/verdicts/inputs.h"

namespace sla::bench {

/// "A rep makes a call within 4 business hours of being assigned": Mon-Fri 09:00-17:00 Berlin.
agreement::Agreement one_deadline_clause();

/// So many such clauses, which differ in their targets (1 h, 2 h …) and in turn in the one of four
/// events that discharges them.
agreement::Agreement deadline_clauses(int count);

/// A history in memory, grouped by lead. Deterministic.
struct Workload {
  events::Log log;
  events::People people;
  verdicts::Inputs inputs;
};

/// `leads` leads with ten events each on average over a year: eight kinds of event, one in eight an
/// assignment, one in eight a call; arrivals around the clock.
std::unique_ptr<Workload> make_workload(const agreement::Agreement& agreement, std::uint32_t leads);

}  // namespace sla::bench
