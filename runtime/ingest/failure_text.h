#pragma once

#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/ingest_error.h"
#include "runtime/ingest/input_kind.h"

namespace sla::ingest {

/// What DuckDB says about an input, in our words: the path, the line, what is wrong there, what to
/// do.
IngestError describe_failure(const DuckdbFailure& failure, const Input& input);

}  // namespace sla::ingest
