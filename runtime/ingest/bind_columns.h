#pragma once

#include <expected>
#include <vector>

#include "runtime/ingest/data_findings.h"
#include "runtime/ingest/mapping.h"
#include "runtime/ingest/table.h"

namespace sla::ingest {

/// Which columns of a table a mapping needs, and where each part is among them (-1: not mapped).
struct BoundColumns {
  std::vector<std::size_t> chosen;  ///< Of the table; what Table::select takes.
  int subject = -1, time = -1, event = -1, owner = -1, team = -1, actor = -1, id = -1,
      sequence = -1, into = -1;
  std::vector<int> fields;  ///< Parallel to the mapping's fields.
  /// The columns of tests: parallel to the mapping's `rows` and `fields`.
  std::vector<int> rows, field_tests;
  int owner_test = -1, team_test = -1, actor_test = -1;
};

/// Finds the mapped columns. One that is missing is an error (and a missing_column); one that
/// no source of it maps is an unknown_column.
std::expected<BoundColumns, IngestError> bind_columns(const Table& table, const Mapping& mapping,
                                                      DataFindings& findings);

}  // namespace sla::ingest
