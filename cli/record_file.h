#pragma once

#include <expected>
#include <string>

#include "runtime/ingest/ingest_error.h"
#include "runtime/verdicts/record.h"

namespace sla::cli {

/// Whether the path ends in .csv, .ndjson or .parquet.
bool is_record_file(const std::string& path);

/// Writes records in the format that the path's ending names. The file appears whole or not at all:
/// it is written beside its place and then moved there.
std::expected<void, ingest::IngestError> write_record_file(const std::string& path,
                                                           const verdicts::Records& records);

}  // namespace sla::cli
