#pragma once

#include "runtime/events/log.h"
#include "runtime/ingest/data_findings.h"

namespace sla::ingest {

/// Says which rows repeat others. `log` has their origins.
void note_repeats(const events::RepeatedRows& repeats, const events::Log& log,
                  DataFindings& findings);

}  // namespace sla::ingest
