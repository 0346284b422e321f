#pragma once

#include "runtime/actions/notice.h"
#include "runtime/verdicts/record.h"

namespace sla::actions {

/// The columns of files of notices and of points, docs/reference/data.md. The answers borrow their
/// arguments.
verdicts::Records notice_records(const Actions& actions, const verdicts::PolicyShape& policy);
verdicts::Records points_records(const Actions& actions, const verdicts::PolicyShape& policy);

}  // namespace sla::actions
