#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/events/log.h"
#include "runtime/verdicts/period.h"

namespace sla::verdicts {

/// Which period an instant belongs to, as generated code looks it up: from begin[k] until begin[k +
/// 1], number[k]. Never empty; begin is ascending. A zone's clock may go back over midnight, then a
/// number comes twice.
struct PeriodTable {
  std::vector<std::int64_t> begin, number;
};

/// The table of a shape over the time of a log's events up to `until`, local to a zone (UTC when
/// the tz database does not have it, as for reports).
PeriodTable period_table(const PeriodShape& shape, const std::string& zone, const events::Log& log,
                         Instant until);

}  // namespace sla::verdicts
