#pragma once

#include <expected>
#include <string>

#include "runtime/ingest/ingest_error.h"

namespace sla::ingest {

enum class InputKind { csv, json, parquet, query };

/// One thing that can be read: a file that has been looked at, or a query.
struct Input {
  InputKind kind = InputKind::csv;
  std::string origin;  ///< As the person gave it: a path or a query.
  std::string text;    ///< The path, or the query's text.
  bool gzip = false;
};

/// Decides what an argument is. A query begins with select, with or from (and names no existing
/// file) or is the text of a `.sql` file. A file is told by its ending (.csv, .tsv, .txt, .json,
/// .ndjson, .jsonl, .parquet, each but Parquet also with .gz) and checked before DuckDB sees it:
/// missing, a directory, not readable, empty, a gzip stream that ends early, another format than
/// its name says.
std::expected<Input, IngestError> classify_input(const std::string& path_or_query);

}  // namespace sla::ingest
