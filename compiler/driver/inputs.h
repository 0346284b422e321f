#pragma once

#include <expected>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/ingest_error.h"

namespace sla::driver {

/// The inputs of one source; of the default mapping when the record has no source block.
struct Reading {
  const agreement::Source* source = nullptr;
  std::vector<std::string> inputs;
};

/// What is read for one record.
using Readings = std::vector<Reading>;

/// Every record of an agreement, its own first.
std::vector<const agreement::Agreement*> records_of(const agreement::Agreement& agreement);

/// Which record's sources read which inputs, by the order of `records_of`. `NAME=PATH` goes to the
/// source of that name, or to the record of that name if it has no source block, `ONE,OTHER=PATH`
/// to both. A bare path goes to every source, because one export often holds several kinds of
/// event; where there are several records, to every source that finds all its columns in it. The
/// error is a file that cannot be read, or that no source fits.
std::expected<std::vector<Readings>, ingest::IngestError> assign_inputs(
    const agreement::Agreement& agreement, const std::vector<std::string>& arguments,
    ingest::Duckdb& duckdb);

/// The same error; of a file that cannot be read perhaps because the name before its `=` is
/// misspelt, the help says so.
ingest::IngestError explained(ingest::IngestError error, const agreement::Agreement& agreement,
                              const std::vector<std::string>& arguments);

/// An argument without the name of a source or record before it.
std::string input_of(const agreement::Agreement& agreement, const std::string& argument);

}  // namespace sla::driver
