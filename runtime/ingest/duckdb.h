#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/ingest/duckdb_library.h"
#include "runtime/ingest/ingest_error.h"

namespace sla::ingest {

/// What DuckDB says about a statement that failed, in its words; describe_failure turns it into
/// ours.
struct DuckdbFailure {
  std::string message;
};

/// Up to a few thousand rows of a result whose columns are all text. Texts point into the chunk and
/// live as long as it does. Movable.
class Chunk {
 public:
  struct Column {
    const abi::Text* data;
    const std::uint64_t* validity;  ///< Null: every row is valid.
  };

  Chunk(const abi::Functions& functions, abi::ChunkHandle* handle, std::size_t column_count);
  /// Rows that somebody else keeps, for as long as this.
  Chunk(std::uint64_t size, std::vector<Column> columns)
      : functions_(nullptr), handle_(nullptr), size_(size), columns_(std::move(columns)) {}
  Chunk(Chunk&& other) noexcept;
  Chunk& operator=(Chunk&& other) noexcept;
  ~Chunk();

  std::uint64_t size() const { return size_; }
  /// The cell, or an empty text where it is NULL.
  std::string_view text(std::size_t column, std::uint64_t row) const;

 private:
  const abi::Functions* functions_;
  abi::ChunkHandle* handle_;
  std::uint64_t size_ = 0;
  std::vector<Column> columns_;
};

/// The rows of a query, in the query's order, produced while they are fetched. Must not outlive its
/// Duckdb; one at a time per Duckdb.
class QueryResult {
 public:
  QueryResult(const abi::Functions& functions, abi::Result result);
  QueryResult(QueryResult&& other) noexcept;
  QueryResult& operator=(QueryResult&&) = delete;
  ~QueryResult();

  std::size_t column_count() const { return column_names_.size(); }
  const std::vector<std::string>& column_names() const { return column_names_; }
  /// Whether `next` may be used: chunks only carry text.
  bool all_text() const { return all_text_; }
  /// The next rows; null after the last. A failure ends the result.
  std::expected<std::unique_ptr<Chunk>, DuckdbFailure> next();
  /// Runs to the end without looking at the rows.
  std::expected<void, DuckdbFailure> drain();

 private:
  std::expected<abi::ChunkHandle*, DuckdbFailure> fetch();

  const abi::Functions* functions_;
  abi::Result result_;
  std::vector<std::string> column_names_;
  bool all_text_ = true;
};

/// An in-memory DuckDB that can read local files and nothing else of the world: no extension is
/// installed or loaded, its configuration is locked. Times are in UTC, rows keep their order. Not
/// thread-safe; DuckDB uses as many threads inside as the machine has unless told otherwise.
class Duckdb {
 public:
  struct Options {
    int threads = 0;  ///< 0: DuckDB's default.
  };

  static std::expected<Duckdb, IngestError> open(const DuckdbLibrary& library,
                                                 const Options& options);
  /// Finds the library as load_duckdb_library does.
  static std::expected<Duckdb, IngestError> open(const Options& options);
  static std::expected<Duckdb, IngestError> open() { return open(Options{}); }
  Duckdb(Duckdb&& other) noexcept;
  Duckdb& operator=(Duckdb&&) = delete;
  ~Duckdb();

  /// Starts one statement. Never build `sql` from a name or a path without
  /// runtime/ingest/sql_text.h.
  std::expected<QueryResult, DuckdbFailure> query(const std::string& sql);
  /// Runs a statement to its end and drops its rows.
  std::expected<void, DuckdbFailure> execute(const std::string& sql);

  std::string_view version() const { return library_->functions.library_version(); }
  const std::string& library_path() const { return library_->path; }

 private:
  explicit Duckdb(const DuckdbLibrary& library)
      : library_(std::make_unique<const DuckdbLibrary>(library)) {}
  std::expected<void, IngestError> start(const Options& options);

  /// On the heap, because results refer to its functions when the database is moved.
  std::unique_ptr<const DuckdbLibrary> library_;
  abi::DatabaseHandle* database_ = nullptr;
  abi::ConnectionHandle* connection_ = nullptr;
};

inline std::string_view Chunk::text(std::size_t column, std::uint64_t row) const {
  const Column& cells = columns_[column];
  if (cells.validity != nullptr && ((cells.validity[row / 64] >> (row % 64)) & 1) == 0) return {};
  const abi::Text& cell = cells.data[row];
  return {cell.length <= abi::kInlineBytes ? cell.prefix : cell.pointer, cell.length};
}

}  // namespace sla::ingest
