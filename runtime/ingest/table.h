#pragma once

#include <expected>
#include <string>
#include <vector>

#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/ingest_error.h"
#include "runtime/ingest/input_kind.h"

namespace sla::ingest {

/// An input with its columns, ready to be read. Column names are only ever compared, never made
/// part of a statement: in SQL the columns are c0, c1, ....
struct Table {
  Input input;
  std::vector<std::string> columns;  ///< In the file's order and spelling; may repeat.
  std::string relation;              ///< What stands after FROM.

  /// The index of a column: the one of exactly this name, or the only one that has it without
  /// regard to case. An error names the nearest column, or says that several match.
  std::expected<std::size_t, IngestError> find(const std::string& name) const;
  /// Selects columns as text in the order given, rows in the order of the file.
  std::string select(const std::vector<std::size_t>& chosen) const;
};

/// Looks at an input and finds its columns. A CSV file must have a header row; its separator is the
/// comma, semicolon, tab or bar that the header has most of.
std::expected<Table, IngestError> open_table(Duckdb& duckdb, const std::string& path_or_query);

/// Splits a header row into names; nothing when a quote in it does not end. Exposed for tests.
std::expected<std::vector<std::string>, IngestError> split_header(std::string_view line,
                                                                  char separator);
char separator_of_header(std::string_view line);

}  // namespace sla::ingest
