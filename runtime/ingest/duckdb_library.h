#pragma once

#include <expected>
#include <string>
#include <vector>

#include "runtime/ingest/duckdb_abi.h"
#include "runtime/ingest/ingest_error.h"

namespace sla::ingest {

/// DuckDB's shared library, opened for the life of the process: its threads and static objects do
/// not survive a dlclose.
struct DuckdbLibrary {
  abi::Functions functions;
  std::string path;  ///< As given to dlopen.
};

/// Where the library is looked for, in this order: the environment's SLA_DUCKDB (alone, if it is
/// set), lib/ beside the executable's folder, deps/ two levels above it (a build tree), the
/// system's own loader.
std::vector<std::string> duckdb_candidates();

/// Opens the first candidate that exists. An error says where it was looked for and how to get it.
/// The symbols stay local: the library exports thousands that would otherwise meet those of LLVM
/// and the C++ runtime.
std::expected<DuckdbLibrary, IngestError> load_duckdb_library(
    const std::vector<std::string>& candidates = duckdb_candidates());

}  // namespace sla::ingest
