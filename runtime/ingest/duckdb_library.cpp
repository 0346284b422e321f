#include "runtime/ingest/duckdb_library.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <filesystem>

namespace sla::ingest {
namespace {

constexpr const char* kFileName = "libduckdb.so";
constexpr const char* kHelp =
    "run `scripts/fetch-duckdb build/deps`, or set SLA_DUCKDB to the path of libduckdb.so";

std::filesystem::path executable_folder() {
  std::error_code error;
  const auto executable = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path() : executable.parent_path();
}

template <typename Function>
bool resolve(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

/// The name of the first function that is missing, or "".
std::string resolve_all(void* library, abi::Functions& functions) {
#define X(name, result, parameters) \
  if (!resolve(library, "duckdb_" #name, functions.name)) return "duckdb_" #name;
  SLA_DUCKDB_FUNCTIONS(X)
#undef X
  resolve(library, "duckdb_pending_prepared_streaming", functions.pending_prepared_streaming);
  return {};
}

std::expected<DuckdbLibrary, IngestError> bind(void* handle, const std::string& path) {
  DuckdbLibrary library{.functions = {}, .path = path};
  if (const std::string missing = resolve_all(handle, library.functions); !missing.empty()) {
    return std::unexpected(IngestError{
        fmt::format("{} is not a DuckDB 1.x library: it has no `{}`", path, missing), kHelp});
  }
  return library;
}

}  // namespace

std::vector<std::string> duckdb_candidates() {
  if (const char* chosen = std::getenv("SLA_DUCKDB"); chosen != nullptr && *chosen != '\0') {
    return {chosen};
  }
  std::vector<std::string> candidates;
  if (const auto folder = executable_folder(); !folder.empty()) {
    candidates.push_back((folder / ".." / "lib" / kFileName).lexically_normal().string());
    candidates.push_back((folder / ".." / ".." / "deps" / kFileName).lexically_normal().string());
  }
  candidates.push_back(kFileName);
  return candidates;
}

std::expected<DuckdbLibrary, IngestError> load_duckdb_library(
    const std::vector<std::string>& candidates) {
  for (const std::string& candidate : candidates) {
    void* handle = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle != nullptr) return bind(handle, candidate);
    const std::string reason = dlerror();
    // A file that is there but does not load is what the person meant: going on would hide the
    // reason.
    if (std::error_code ignored; std::filesystem::exists(candidate, ignored)) {
      return std::unexpected(IngestError{
          fmt::format("the DuckDB library {} does not load: {}", candidate, reason), kHelp});
    }
  }
  return std::unexpected(
      IngestError{fmt::format("reading logs needs DuckDB's library, which is not at {}",
                              fmt::join(candidates, ", ")),
                  kHelp});
}

}  // namespace sla::ingest
