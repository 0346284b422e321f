#pragma once

#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/events/log.h"

namespace sla::driver {

/// Shows the fields of parents in the logs of the records that read them. `logs`: one for each of
/// `records`, in their order.
void show_parents(const std::vector<const agreement::Agreement*>& records,
                  const std::vector<events::Log*>& logs);

}  // namespace sla::driver
