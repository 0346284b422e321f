#pragma once

#include <optional>

#include "compiler/agreement/agreement.h"

namespace sla::driver {

/// When the parties look at an agreement again (`review every quarter`), as local dates of its
/// zone.
struct Reviews {
  std::optional<time::Date> last;  ///< The latest that is not after as-of; none before the first.
  std::optional<time::Date> next;  ///< None once the term is over.
};

/// The reviews around `as_of`: the first day of each period after the one in which the term begins,
/// and the day after the term, when a new agreement is needed. Without a term they have no
/// beginning and no end. Nothing when the agreement names no review.
Reviews reviews_of(const agreement::Agreement& agreement, agreement::Instant as_of);

}  // namespace sla::driver
