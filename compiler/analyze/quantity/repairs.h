#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/analyze/quantity/balance.h"

namespace sla::analyze::quantity {

/// The bound with which a demand can just be kept together with others.
struct Repair {
  std::int64_t exact = 0;
  std::int64_t round = 0;  ///< The nearest round one that can be kept too.
};

/// Nothing when no bound would do, or one that asks for nothing.
std::optional<Repair> repair(Reasoner& reasoner, const Demand& demand,
                             const std::vector<solve::Term>& others);

/// A bound as the clause writes it: "250", "1000000 USD", "33.3%".
std::string bound_words(const agreement::Agreement& record, const Flow& flow, std::int64_t bound);

}  // namespace sla::analyze::quantity
