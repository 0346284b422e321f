#include "runtime/ingest/duckdb.h"

#include <fmt/format.h>

#include <utility>

namespace sla::ingest {
namespace {

std::string text_of(const char* message) {
  return message == nullptr || *message == '\0' ? "DuckDB gave no reason" : message;
}

/// Set when the database is opened, because some may not be changed later.
std::vector<std::pair<const char*, std::string>> configuration(const Duckdb::Options& options) {
  std::vector<std::pair<const char*, std::string>> settings = {
      {"autoinstall_known_extensions", "false"},
      {"autoload_known_extensions", "false"},
      {"allow_community_extensions", "false"},
      {"preserve_insertion_order", "true"},
  };
  if (options.threads > 0) settings.emplace_back("threads", std::to_string(options.threads));
  return settings;
}

}  // namespace

// ---- Chunk
// ---------------------------------------------------------------------------------------

Chunk::Chunk(const abi::Functions& functions, abi::ChunkHandle* handle, std::size_t column_count)
    : functions_(&functions), handle_(handle), size_(functions.data_chunk_get_size(handle)) {
  columns_.reserve(column_count);
  for (std::size_t c = 0; c < column_count; ++c) {
    abi::VectorHandle* vector = functions.data_chunk_get_vector(handle, c);
    columns_.push_back({static_cast<const abi::Text*>(functions.vector_get_data(vector)),
                        functions.vector_get_validity(vector)});
  }
}

Chunk::Chunk(Chunk&& other) noexcept
    : functions_(other.functions_),
      handle_(std::exchange(other.handle_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      columns_(std::move(other.columns_)) {}

Chunk& Chunk::operator=(Chunk&& other) noexcept {
  std::swap(functions_, other.functions_);
  std::swap(handle_, other.handle_);
  std::swap(size_, other.size_);
  std::swap(columns_, other.columns_);
  return *this;
}

Chunk::~Chunk() {
  if (handle_ != nullptr) functions_->destroy_data_chunk(&handle_);
}

// ---- QueryResult
// ---------------------------------------------------------------------------------

QueryResult::QueryResult(const abi::Functions& functions, abi::Result result)
    : functions_(&functions), result_(result) {
  const std::uint64_t count = functions_->column_count(&result_);
  for (std::uint64_t c = 0; c < count; ++c) {
    column_names_.emplace_back(functions_->column_name(&result_, c));
    all_text_ = all_text_ && functions_->column_type(&result_, c) == abi::kTypeText;
  }
}

QueryResult::QueryResult(QueryResult&& other) noexcept
    : functions_(other.functions_),
      result_(std::exchange(other.result_, {})),
      column_names_(std::move(other.column_names_)),
      all_text_(other.all_text_) {}

QueryResult::~QueryResult() {
  if (result_.internal != nullptr) functions_->destroy_result(&result_);
}

std::expected<abi::ChunkHandle*, DuckdbFailure> QueryResult::fetch() {
  abi::ChunkHandle* handle = functions_->fetch_chunk(result_);
  if (handle != nullptr) return handle;
  // The end and a failure in the middle look the same but for the message.
  const char* message = functions_->result_error(&result_);
  if (message != nullptr && *message != '\0') return std::unexpected(DuckdbFailure{message});
  return nullptr;
}

std::expected<std::unique_ptr<Chunk>, DuckdbFailure> QueryResult::next() {
  if (!all_text_) return std::unexpected(DuckdbFailure{"a column of the result is not text"});
  auto handle = fetch();
  if (!handle) return std::unexpected(handle.error());
  if (*handle == nullptr) return nullptr;
  return std::make_unique<Chunk>(*functions_, *handle, column_count());
}

std::expected<void, DuckdbFailure> QueryResult::drain() {
  for (;;) {
    auto handle = fetch();
    if (!handle) return std::unexpected(handle.error());
    if (*handle == nullptr) return {};
    functions_->destroy_data_chunk(&*handle);
  }
}

// ---- Duckdb
// --------------------------------------------------------------------------------------

std::expected<Duckdb, IngestError> Duckdb::open(const Options& options) {
  auto library = load_duckdb_library();
  if (!library) return std::unexpected(library.error());
  return open(*library, options);
}

std::expected<Duckdb, IngestError> Duckdb::open(const DuckdbLibrary& library,
                                                const Options& options) {
  Duckdb database(library);
  if (auto started = database.start(options); !started) return std::unexpected(started.error());
  // Last, because the lock also keeps us from changing anything.
  for (const char* setting : {"SET TimeZone = 'UTC'", "SET lock_configuration = true"}) {
    if (auto done = database.execute(setting); !done) {
      return std::unexpected(
          IngestError{fmt::format("DuckDB refused `{}`: {}", setting, done.error().message), {}});
    }
  }
  return database;
}

std::expected<void, IngestError> Duckdb::start(const Options& options) {
  const abi::Functions& duckdb = library_->functions;
  abi::ConfigHandle* config = nullptr;
  bool ok = duckdb.create_config(&config) == abi::State::success;
  for (const auto& [name, value] : configuration(options)) {
    ok = ok && duckdb.set_config(config, name, value.c_str()) == abi::State::success;
  }
  char* message = nullptr;
  ok = ok && duckdb.open_ext(nullptr, &database_, config, &message) == abi::State::success &&
       duckdb.connect(database_, &connection_) == abi::State::success;
  duckdb.destroy_config(&config);
  const std::string reason = text_of(message);
  if (message != nullptr) duckdb.free(message);
  if (ok) return {};
  return std::unexpected(IngestError{
      fmt::format("DuckDB {} ({}) does not start: {}", version(), library_->path, reason), {}});
}

Duckdb::Duckdb(Duckdb&& other) noexcept
    : library_(std::move(other.library_)),
      database_(std::exchange(other.database_, nullptr)),
      connection_(std::exchange(other.connection_, nullptr)) {}

Duckdb::~Duckdb() {
  if (connection_ != nullptr) library_->functions.disconnect(&connection_);
  if (database_ != nullptr) library_->functions.close(&database_);
}

std::expected<QueryResult, DuckdbFailure> Duckdb::query(const std::string& sql) {
  const abi::Functions& duckdb = library_->functions;
  abi::StatementHandle* statement = nullptr;
  if (duckdb.prepare(connection_, sql.c_str(), &statement) != abi::State::success) {
    DuckdbFailure failure{text_of(duckdb.prepare_error(statement))};
    duckdb.destroy_prepare(&statement);
    return std::unexpected(std::move(failure));
  }
  const auto begin = duckdb.pending_prepared_streaming != nullptr
                         ? duckdb.pending_prepared_streaming
                         : duckdb.pending_prepared;
  abi::PendingHandle* pending = nullptr;
  abi::Result result;
  std::string reason;
  if (begin(statement, &pending) != abi::State::success) {
    reason = text_of(duckdb.pending_error(pending));
  } else if (duckdb.execute_pending(pending, &result) != abi::State::success) {
    reason = text_of(duckdb.result_error(&result));
    duckdb.destroy_result(&result);
  }
  duckdb.destroy_pending(&pending);
  duckdb.destroy_prepare(&statement);
  if (!reason.empty()) return std::unexpected(DuckdbFailure{std::move(reason)});
  return QueryResult(duckdb, result);
}

std::expected<void, DuckdbFailure> Duckdb::execute(const std::string& sql) {
  auto result = query(sql);
  if (!result) return std::unexpected(result.error());
  return result->drain();
}

}  // namespace sla::ingest
