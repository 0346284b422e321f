#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/agreement/agreement.h"

namespace sla::analyze::quantity {

/// How many periods of one kind lie in a longer one, or in the whole term: whole ones at least, and
/// begun ones at most.
struct Fit {
  std::int64_t whole = 1, begun = 1;
};

/// A stretch of time in which numbers are compared: one of the agreement's periods, or, with
/// `whole_term`, all of its term (a year, where there is no term).
using Block = agreement::Period;

/// The blocks in which the numbers of these periods are to be compared: each period by itself, and
/// the whole term where there are several. Shortest first.
std::vector<Block> blocks_of(const agreement::Agreement& record,
                             const std::vector<agreement::Period>& periods);

/// How a period fits into a block; nothing when it is longer, or cuts across its ends so that
/// nothing can be said.
std::optional<Fit> fit(const agreement::Agreement& record, const agreement::Period& period,
                       const Block& block);

/// "month", "fiscal quarter", "the whole term".
const char* name_of(const agreement::Period& period);

}  // namespace sla::analyze::quantity
