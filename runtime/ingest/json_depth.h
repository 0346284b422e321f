#pragma once

#include <string>

namespace sla::ingest {

/// Deeper than any export, and far from where DuckDB's recursive reader runs out of stack.
inline constexpr int kMaximumJsonDepth = 100;

/// Whether brackets and braces of a JSON or NDJSON file (plain or gzip) nest deeper than
/// kMaximumJsonDepth. Reads the file once; one that cannot be read is not too deep.
bool is_json_too_deep(const std::string& path);

}  // namespace sla::ingest
