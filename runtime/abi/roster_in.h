#pragma once

#include "runtime/abi/objects.h"
#include "runtime/events/people.h"
#include "runtime/ingest/data_findings.h"

namespace sla::abi {

/// Reads a stream as a roster and releases it. Throws Refusal.
events::Roster read_roster(const policy::Policy& policy, ArrowArrayStream* stream,
                           ingest::DataFindings& findings);

/// The zone of times without an offset.
time::Zone zone_of(const policy::Policy& policy);

}  // namespace sla::abi
