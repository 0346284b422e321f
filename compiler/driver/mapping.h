#pragma once

#include "compiler/agreement/agreement.h"
#include "runtime/ingest/mapping.h"

namespace sla::driver {

/// A source block as the plain description that ingest reads.
ingest::Mapping mapping_of(const agreement::Agreement& agreement, const agreement::Source& source);

/// The words that a log may use when the policy has no source block.
ingest::Vocabulary vocabulary_of(const agreement::Agreement& agreement);

}  // namespace sla::driver
