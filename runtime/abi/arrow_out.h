#pragma once

#include <memory>

#include "runtime/abi/sla.h"
#include "runtime/verdicts/record.h"

namespace sla::abi {

/// Writes records into a stream that stands by itself. Text becomes utf8, integers int64, instants
/// timestamp[us, UTC]; an empty cell of the latter two is null, and an empty text an empty text.
void export_records(const verdicts::Records& records, ArrowArrayStream* out);

}  // namespace sla::abi
