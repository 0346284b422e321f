#pragma once

#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/events/log.h"
#include "runtime/events/people.h"

namespace sla::driver {

/// Puts what happens to the subjects of the other records into the logs of owners and of teams.
/// `logs`: of `records`, in their order, with the events of all sources, before names are shared.
void add_histories_of_people(const std::vector<const agreement::Agreement*>& records,
                             const std::vector<events::Log*>& logs, const events::Roster& roster);

}  // namespace sla::driver
