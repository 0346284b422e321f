#pragma once

#include "compiler/agreement/agreement.h"
#include "runtime/time/deadline.h"

namespace sla::agreement {

/// A duration as the runtime counts it on a calendar of the agreement (-1: none). The two name the
/// same kinds; `business day as N hours` makes days an amount of time.
inline time::Target length_of(const Agreement& a, int calendar, const Duration& duration) {
  const std::int64_t as_hours =
      calendar < 0 ? 0 : a.calendars[static_cast<std::size_t>(calendar)].business_day_micros;
  switch (duration.kind) {
    case TargetKind::elapsed: return {time::TargetKind::kElapsed, duration.amount};
    case TargetKind::business: return {time::TargetKind::kBusinessMicros, duration.amount};
    case TargetKind::business_days:
      if (as_hours > 0) return {time::TargetKind::kBusinessMicros, duration.amount * as_hours};
      return {time::TargetKind::kBusinessDays, duration.amount};
    case TargetKind::end_of_business_day: break;
  }
  return {time::TargetKind::kEndOfBusinessDay, duration.amount};
}

}  // namespace sla::agreement
