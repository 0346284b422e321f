#pragma once

#include <string>

namespace sla::ingest {

enum class GzipState { complete, not_gzip, truncated, damaged, unreadable };

/// Decompresses a file to nowhere and says whether it is whole: DuckDB takes a stream that ends
/// early for a short file, and a verdict over half a log would be wrong in silence. Several members
/// are one file.
GzipState check_gzip(const std::string& path);

}  // namespace sla::ingest
