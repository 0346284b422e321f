#pragma once

#include <vector>

#include "compiler/analyze/analyze.h"

namespace sla::analyze {

/// SLA2122: a clause that starts with, counts or asks for what no source of the policy ever gives.
/// Nothing of a record without a source: its log has the names of the policy. Verified by the
/// mappings themselves: a reader gives nothing else (runtime/ingest/event_reader.cpp).
void never_produced(const Subject& subject, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
