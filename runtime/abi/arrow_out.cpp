#include "runtime/abi/arrow_out.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "runtime/abi/guard.h"
#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::abi {
namespace {

using verdicts::CellType;

constexpr std::size_t kRowsOfABatch = 65536;

/// One column of one batch.
struct Values {
  CellType type = CellType::text;
  std::vector<std::int32_t> offsets = {0};  ///< Of text.
  std::string text;
  std::vector<std::int64_t> numbers;
  std::vector<std::uint8_t> valid;  ///< Bits, of the others.
  std::int64_t nulls = 0;
  const void* buffers[3] = {};
};

struct Batch {
  std::vector<Values> columns;
  std::size_t rows = 0;
};

/// What a stream holds until it is released.
struct Table {
  std::vector<std::pair<std::string, CellType>> columns;
  std::vector<Batch> batches;
  std::size_t next = 0;
};

std::int64_t number_of(CellType type, const std::string& cell) {
  if (type == CellType::instant) {
    const auto read = time::parse_instant(cell, time::Zone::utc());
    if (!read) refuse(SLA_INTERNAL, "a table has no instant where one must be: " + cell);
    return read->instant;
  }
  std::int64_t number = 0;
  const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (read.ec != std::errc() || read.ptr != cell.data() + cell.size())
    refuse(SLA_INTERNAL, "a table has no number where one must be: " + cell);
  return number;
}

void add(Values& column, std::size_t row, const std::string& cell) {
  if (column.type == CellType::text) {
    column.text += cell;
    column.offsets.push_back(static_cast<std::int32_t>(column.text.size()));
    return;
  }
  if (row % 8 == 0) column.valid.push_back(0);
  if (cell.empty()) {
    ++column.nulls;
    column.numbers.push_back(0);
    return;
  }
  column.valid.back() = static_cast<std::uint8_t>(column.valid.back() | 1 << row % 8);
  column.numbers.push_back(number_of(column.type, cell));
}

bool is_full(const Batch& batch) {
  if (batch.rows == kRowsOfABatch) return true;
  for (const Values& column : batch.columns) {
    if (column.text.size() > (1u << 28)) return true;  // Offsets are 32 bits wide.
  }
  return false;
}

// ---- Schemas

void release_schema(ArrowSchema* schema) {
  for (std::int64_t c = 0; c < schema->n_children; ++c) {
    ArrowSchema* child = schema->children[c];
    if (child->release != nullptr) child->release(child);
    delete child;
  }
  delete[] schema->children;
  delete static_cast<std::string*>(schema->private_data);
  schema->release = nullptr;
}

const char* format_of(CellType type) {
  switch (type) {
    case CellType::text: return "u";
    case CellType::integer: return "l";
    case CellType::instant: return "tsu:UTC";
  }
  return "u";
}

/// `out` is complete and releasable whenever this throws.
void make_schema(const char* format, const std::string& name, bool nullable, ArrowSchema* out) {
  *out = {};
  auto* own = new std::string(name);
  out->format = format;
  out->name = own->c_str();
  out->flags = nullable ? ARROW_FLAG_NULLABLE : 0;
  out->private_data = own;
  out->release = &release_schema;
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  const auto& table = *static_cast<const Table*>(stream->private_data);
  *out = {};
  try {
    make_schema("+s", "", false, out);
    out->children = new ArrowSchema*[table.columns.size()];
    for (const auto& [name, type] : table.columns) {
      auto child = std::make_unique<ArrowSchema>();
      make_schema(format_of(type), name, type != CellType::text, child.get());
      out->children[out->n_children++] = child.release();
    }
    return 0;
  } catch (const std::bad_alloc&) {
    if (out->release != nullptr) out->release(out);
    return ENOMEM;
  }
}

// ---- Arrays

/// A batch with the pointers into it that Arrow wants.
struct OwnedBatch {
  Batch batch;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  const void* no_validity[1] = {nullptr};
};

/// A child that was moved out keeps nothing alive by itself, so children share the batch.
struct Shared {
  std::shared_ptr<OwnedBatch> owned;
};

void release_shared(ArrowArray* array) {
  delete static_cast<Shared*>(array->private_data);
  array->release = nullptr;
}

void release_batch(ArrowArray* array) {
  for (std::int64_t c = 0; c < array->n_children; ++c) {
    if (array->children[c]->release != nullptr) array->children[c]->release(array->children[c]);
  }
  release_shared(array);
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  auto& table = *static_cast<Table*>(stream->private_data);
  *out = {};
  if (table.next == table.batches.size()) return 0;
  try {
    auto owned = std::make_shared<OwnedBatch>();
    const std::size_t count = table.columns.size();
    owned->children.resize(count);
    owned->pointers.resize(count);
    std::vector<std::unique_ptr<Shared>> shares;
    for (std::size_t c = 0; c <= count; ++c) shares.push_back(std::make_unique<Shared>(owned));
    owned->batch = std::move(table.batches[table.next++]);
    const auto rows = static_cast<std::int64_t>(owned->batch.rows);
    for (std::size_t c = 0; c < count; ++c) {
      Values& values = owned->batch.columns[c];
      ArrowArray& child = owned->children[c];
      const bool is_text = values.type == CellType::text;
      values.buffers[0] = is_text || values.nulls == 0 ? nullptr : values.valid.data();
      values.buffers[1] =
          is_text ? static_cast<const void*>(values.offsets.data()) : values.numbers.data();
      values.buffers[2] = values.text.data();
      child = {};
      child.length = rows;
      child.null_count = values.nulls;
      child.n_buffers = is_text ? 3 : 2;
      child.buffers = values.buffers;
      child.release = &release_shared;
      child.private_data = shares[c].release();
      owned->pointers[c] = &child;
    }
    out->length = rows;
    out->n_buffers = 1;
    out->buffers = owned->no_validity;
    out->n_children = static_cast<std::int64_t>(count);
    out->children = owned->pointers.data();
    out->release = &release_batch;
    out->private_data = shares[count].release();
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }
}

const char* get_last_error(ArrowArrayStream*) { return "not enough memory"; }

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<Table*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

void export_records(const verdicts::Records& records, ArrowArrayStream* out) {
  auto table = std::make_unique<Table>();
  for (const verdicts::RecordColumn& column : records.columns)
    table->columns.emplace_back(column.name, column.type);
  records.each([&](const verdicts::Records::Cells& cells) {
    if (table->batches.empty() || is_full(table->batches.back())) {
      Batch& batch = table->batches.emplace_back();
      batch.columns.resize(table->columns.size());
      for (std::size_t c = 0; c < table->columns.size(); ++c)
        batch.columns[c].type = table->columns[c].second;
    }
    Batch& batch = table->batches.back();
    for (std::size_t c = 0; c < table->columns.size(); ++c)
      add(batch.columns[c], batch.rows, c < cells.size() ? cells[c] : std::string());
    ++batch.rows;
  });
  out->get_schema = &get_schema;
  out->get_next = &get_next;
  out->get_last_error = &get_last_error;
  out->release = &release_stream;
  out->private_data = table.release();
}

}  // namespace sla::abi
