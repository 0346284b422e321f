#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

/// The part of DuckDB's C interface that we use, declared here because the library comes without a
/// header and is opened at run time. Layouts and signatures are those of DuckDB 1.x, stable since
/// 0.10.
namespace sla::ingest::abi {

/// DuckDB's handles are pointers to one opaque struct each; they are told apart so that a mix-up
/// does not compile.
struct DatabaseHandle;
struct ConnectionHandle;
struct ConfigHandle;
struct ChunkHandle;
struct VectorHandle;
struct StatementHandle;
struct PendingHandle;

enum class State : std::int32_t { success = 0, error = 1 };

/// Filled and freed by the library; only its size matters to us.
struct Result {
  std::uint64_t deprecated_counts[3] = {};
  void* deprecated_pointers[2] = {};
  void* internal = nullptr;
};
static_assert(sizeof(Result) == 48 || sizeof(void*) == 4);  // Where there is no such library.

/// A text of a vector: up to 12 bytes are stored in place, longer ones elsewhere.
struct Text {
  std::uint32_t length = 0;
  char prefix[4] = {};
  union {
    char rest[8];
    const char* pointer;
  };
};
static_assert(sizeof(Text) == 16);

inline constexpr std::uint32_t kInlineBytes = 12;

/// The text of somebody else, who keeps it.
inline Text cell_of(std::string_view text) {
  Text cell;
  cell.length = static_cast<std::uint32_t>(text.size());
  if (text.size() > kInlineBytes) {
    std::memcpy(cell.prefix, text.data(), sizeof cell.prefix);
    cell.pointer = text.data();
    return cell;
  }
  std::memset(cell.prefix, 0, sizeof cell.prefix + sizeof cell.rest);
  char* in_place = reinterpret_cast<char*>(&cell) + sizeof cell.length;
  if (!text.empty()) std::memcpy(in_place, text.data(), text.size());
  return cell;
}
inline constexpr int kTypeText = 17;

// X(name after `duckdb_`, result, parameters)
#define SLA_DUCKDB_FUNCTIONS(X)                                              \
  X(library_version, const char*, ())                                        \
  X(create_config, State, (ConfigHandle**))                                  \
  X(set_config, State, (ConfigHandle*, const char*, const char*))            \
  X(destroy_config, void, (ConfigHandle**))                                  \
  X(open_ext, State, (const char*, DatabaseHandle**, ConfigHandle*, char**)) \
  X(close, void, (DatabaseHandle**))                                         \
  X(connect, State, (DatabaseHandle*, ConnectionHandle**))                   \
  X(disconnect, void, (ConnectionHandle**))                                  \
  X(free, void, (void*))                                                     \
  X(prepare, State, (ConnectionHandle*, const char*, StatementHandle**))     \
  X(prepare_error, const char*, (StatementHandle*))                          \
  X(destroy_prepare, void, (StatementHandle**))                              \
  X(pending_prepared, State, (StatementHandle*, PendingHandle**))            \
  X(pending_error, const char*, (PendingHandle*))                            \
  X(execute_pending, State, (PendingHandle*, Result*))                       \
  X(destroy_pending, void, (PendingHandle**))                                \
  X(destroy_result, void, (Result*))                                         \
  X(result_error, const char*, (Result*))                                    \
  X(column_count, std::uint64_t, (Result*))                                  \
  X(column_name, const char*, (Result*, std::uint64_t))                      \
  X(column_type, std::int32_t, (Result*, std::uint64_t))                     \
  X(fetch_chunk, ChunkHandle*, (Result))                                     \
  X(destroy_data_chunk, void, (ChunkHandle**))                               \
  X(data_chunk_get_size, std::uint64_t, (ChunkHandle*))                      \
  X(data_chunk_get_vector, VectorHandle*, (ChunkHandle*, std::uint64_t))     \
  X(vector_get_data, void*, (VectorHandle*))                                 \
  X(vector_get_validity, std::uint64_t*, (VectorHandle*))

struct Functions {
#define X(name, result, parameters) result(*name) parameters = nullptr;
  SLA_DUCKDB_FUNCTIONS(X)
#undef X
  /// Rows as they are made instead of all at once. DuckDB means to replace it one day: null where
  /// it is gone, and results are then materialized, which only costs memory.
  State (*pending_prepared_streaming)(StatementHandle*, PendingHandle**) = nullptr;
};

}  // namespace sla::ingest::abi
