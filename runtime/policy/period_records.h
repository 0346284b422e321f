#pragma once

#include "runtime/verdicts/record.h"
#include "runtime/verdicts/shape.h"
#include "runtime/verdicts/summary.h"

namespace sla::policy {

/// A row for each clause, period and group, in the policy's order. Amounts of volumes are in the
/// clause's scale, `scale` says what one unit is; `target` is in millionths of a percent, or the
/// bound of a volume in its scale. The answer borrows both.
verdicts::Records period_records(const verdicts::PolicyShape& shape,
                                 const verdicts::Summary& summary);

}  // namespace sla::policy
