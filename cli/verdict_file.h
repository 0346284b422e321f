#pragma once

#include <expected>
#include <string>

#include "runtime/ingest/ingest_error.h"
#include "runtime/verdicts/rows.h"
#include "runtime/verdicts/summary.h"

namespace sla::cli {

/// Whether the path ends in .csv, .ndjson or .parquet.
bool is_verdict_file(const std::string& path);

/// Writes one row per obligation in the format that the path's ending names. The file appears whole
/// or not at all: it is written beside its place and then moved there.
std::expected<void, ingest::IngestError> write_verdict_file(const std::string& path,
                                                            const verdicts::PolicyShape& shape,
                                                            const verdicts::Outcome& outcome,
                                                            const verdicts::Summary& summary,
                                                            const verdicts::Inputs& inputs);

}  // namespace sla::cli
