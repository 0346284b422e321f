#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/abi/sla.h"
#include "runtime/ingest/duckdb.h"

namespace sla::abi {

/// A stream of a caller, released at the end. Its columns become cells of text, as they would stand
/// in a file; what is null becomes an empty cell. Throws Refusal (SLA_BAD_DATA) on a stream that
/// fails or contradicts itself, and where a chosen column has a type that is no text, number, time
/// or truth value.
class ArrowReader {
 public:
  /// Takes the stream over, also when it throws. `what` names it in messages: "events".
  ArrowReader(ArrowArrayStream* stream, std::string what);
  ArrowReader(const ArrowReader&) = delete;
  ArrowReader& operator=(const ArrowReader&) = delete;
  ~ArrowReader();

  const std::vector<std::string>& columns() const { return names_; }
  /// Only these columns are looked at from now on, and stand in this order in chunks.
  void choose(const std::vector<std::size_t>& columns);
  /// The next rows; false after the last. The chunk is valid until the next call.
  bool next();
  const ingest::Chunk& chunk() const { return *chunk_; }

 private:
  struct Column;

  void release_batch();
  [[noreturn]] void refuse_data(const std::string& why) const;
  void read_column(Column& column, const ArrowArray& array, std::int64_t first, std::int64_t rows);
  void put(Column& column, std::size_t row, std::string_view text);

  ArrowArrayStream* stream_;
  std::string what_;
  ArrowSchema schema_{};
  ArrowArray batch_{};
  std::vector<std::string> names_;
  std::vector<Column> chosen_;
  std::unique_ptr<ingest::Chunk> chunk_;
};

}  // namespace sla::abi
