#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/abi/sla.h"

namespace sla::embed {

/// A table of text columns as a stream of one batch, for callers of sla.h. Cells of a row that is
/// shorter than the header are empty.
struct Table {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
};

namespace columns {

/// What the structs of a stream point at; freed with the last of them.
struct Kept {
  explicit Kept(Table t) : table(std::move(t)) {
    for (std::size_t c = 0; c < table.names.size(); ++c) {
      offsets.push_back({0});
      bytes.emplace_back();
      for (const auto& row : table.rows) {
        if (c < row.size()) bytes[c] += row[c];
        offsets[c].push_back(static_cast<std::int32_t>(bytes[c].size()));
      }
    }
    // Short texts move with their strings: pointers are taken once all are there.
    for (std::size_t c = 0; c < table.names.size(); ++c)
      buffers.push_back({nullptr, offsets[c].data(), bytes[c].data()});
    schemas.resize(table.names.size());
    arrays.resize(table.names.size());
    for (ArrowSchema& schema : schemas) schema_children.push_back(&schema);
    for (ArrowArray& array : arrays) array_children.push_back(&array);
  }
  Table table;
  std::vector<std::vector<std::int32_t>> offsets;
  std::vector<std::string> bytes;
  std::vector<std::vector<const void*>> buffers;
  std::vector<ArrowSchema> schemas;
  std::vector<ArrowArray> arrays;
  std::vector<ArrowSchema*> schema_children;
  std::vector<ArrowArray*> array_children;
  const void* no_buffer = nullptr;
  bool is_given = false;
};
using Shared = std::shared_ptr<Kept>;

template <class Struct>
void release(Struct* of) {
  delete static_cast<Shared*>(of->private_data);
  of->release = nullptr;
}
inline Kept& kept(void* data) { return **static_cast<Shared*>(data); }

inline int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  const Shared& all = *static_cast<Shared*>(stream->private_data);
  for (std::size_t c = 0; c < all->schemas.size(); ++c) {
    all->schemas[c] = {};
    all->schemas[c].format = "u";
    all->schemas[c].name = all->table.names[c].c_str();
    all->schemas[c].release = [](ArrowSchema* child) { child->release = nullptr; };
  }
  *out = {};
  out->format = "+s";
  out->name = "";
  out->n_children = static_cast<std::int64_t>(all->schemas.size());
  out->children = all->schema_children.data();
  out->release = release<ArrowSchema>;
  out->private_data = new Shared(all);
  return 0;
}

inline int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  const Shared& all = *static_cast<Shared*>(stream->private_data);
  *out = {};
  if (std::exchange(all->is_given, true)) return 0;
  for (std::size_t c = 0; c < all->arrays.size(); ++c) {
    all->arrays[c] = {};
    all->arrays[c].length = static_cast<std::int64_t>(all->table.rows.size());
    all->arrays[c].n_buffers = 3;
    all->arrays[c].buffers = all->buffers[c].data();
    all->arrays[c].release = [](ArrowArray* child) { child->release = nullptr; };
  }
  out->length = static_cast<std::int64_t>(all->table.rows.size());
  out->n_buffers = 1;
  out->buffers = &all->no_buffer;
  out->n_children = static_cast<std::int64_t>(all->arrays.size());
  out->children = all->array_children.data();
  out->release = release<ArrowArray>;
  out->private_data = new Shared(all);
  return 0;
}

}  // namespace columns

/// The stream of a table. Whoever it is given to releases it.
inline ArrowArrayStream stream_of(Table table) {
  ArrowArrayStream stream{};
  stream.get_schema = columns::get_schema;
  stream.get_next = columns::get_next;
  stream.get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  stream.release = columns::release<ArrowArrayStream>;
  stream.private_data = new columns::Shared(std::make_shared<columns::Kept>(std::move(table)));
  return stream;
}

}  // namespace sla::embed
