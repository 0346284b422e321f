#pragma once

#include "compiler/agreement/agreement.h"
#include "runtime/verdicts/period.h"

namespace sla::agreement {

/// The period as the runtime cuts time by it.
inline verdicts::PeriodShape shape_of(const Period& period) {
  static_assert(static_cast<int>(PeriodUnit::year) == static_cast<int>(verdicts::PeriodUnit::year));
  return {static_cast<verdicts::PeriodUnit>(period.unit), period.first_month};
}

}  // namespace sla::agreement
