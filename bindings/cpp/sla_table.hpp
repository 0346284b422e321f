/// Rows of text as an Arrow stream, for programs that have no Arrow library: what History takes.
///
///     sla::TextTable events({"lead_id", "ts", "event"});
///     events.add({"L-1", "2026-03-06T16:20:00Z", "mql"});
///     history.add_events(std::move(events).stream());
#ifndef SLA_TABLE_HPP
#define SLA_TABLE_HPP

#include <array>
#include <cerrno>
#include <initializer_list>

#include "sla.hpp"

namespace sla {

/// Columns of text. One thread at a time; the stream that it becomes may go to another.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> names)
      : names_(std::move(names)), columns_(names_.size()) {}

  /// One row: a cell for each column, in their order. An empty cell says nothing. Throws
  /// std::invalid_argument for another number of cells.
  void add(const std::vector<std::string_view>& cells) {
    if (cells.size() != columns_.size()) {
      throw std::invalid_argument("a row of " + std::to_string(cells.size()) +
                                  " cells in a table of " + std::to_string(columns_.size()) +
                                  " columns");
    }
    for (std::size_t at = 0; at < cells.size(); ++at) columns_[at].add(cells[at]);
    ++rows_;
  }
  std::size_t size() const noexcept { return rows_; }

  /// The table is spent.
  ArrowStream stream() && {
    ArrowArrayStream made{};
    made.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
      return of(self)->schema(out);
    };
    made.get_next = [](ArrowArrayStream* self, ArrowArray* out) { return of(self)->next(out); };
    made.get_last_error = [](ArrowArrayStream*) -> const char* { return "out of memory"; };
    made.release = [](ArrowArrayStream* self) {
      delete of(self);
      self->release = nullptr;
    };
    made.private_data = new TextTable(std::move(*this));
    return ArrowStream(&made);
  }

 private:
  /// An Arrow column of large_utf8 whose cells are valid even where they are empty.
  struct Column {
    std::vector<std::int64_t> ends{0};
    std::string text;
    void add(std::string_view cell) {
      text.append(cell);
      ends.push_back(static_cast<std::int64_t>(text.size()));
    }
  };
  /// What an exported array owns: its columns, and the C structs that point to them.
  struct Exported {
    std::vector<Column> columns;
    std::vector<std::array<const void*, 3>> buffers;
    std::vector<ArrowArray> arrays;
    std::vector<ArrowArray*> children;
    const void* no_validity = nullptr;
  };
  struct ExportedSchema {
    std::vector<std::string> names;
    std::vector<ArrowSchema> schemas;
    std::vector<ArrowSchema*> children;
  };

  static TextTable* of(ArrowArrayStream* stream) noexcept {
    return static_cast<TextTable*>(stream->private_data);
  }

  int schema(ArrowSchema* out) const noexcept try {
    auto owned = std::make_unique<ExportedSchema>();
    owned->names = names_;
    owned->schemas.resize(names_.size());
    for (std::size_t at = 0; at < names_.size(); ++at) {
      ArrowSchema& child = owned->schemas[at];
      child = {};
      child.format = "U";
      child.name = owned->names[at].c_str();
      child.flags = ARROW_FLAG_NULLABLE;
      child.release = [](ArrowSchema* self) { self->release = nullptr; };
      owned->children.push_back(&child);
    }
    *out = {};
    out->format = "+s";
    out->name = "";
    out->n_children = static_cast<std::int64_t>(owned->children.size());
    out->children = owned->children.data();
    out->release = [](ArrowSchema* self) {
      delete static_cast<ExportedSchema*>(self->private_data);
      self->release = nullptr;
    };
    out->private_data = owned.release();
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }

  int next(ArrowArray* out) noexcept try {
    *out = {};
    if (std::exchange(given_, true)) return 0;
    auto owned = std::make_unique<Exported>();
    owned->columns = std::move(columns_);
    owned->buffers.resize(owned->columns.size());
    owned->arrays.resize(owned->columns.size());
    for (std::size_t at = 0; at < owned->columns.size(); ++at) {
      const Column& column = owned->columns[at];
      owned->buffers[at] = {nullptr, column.ends.data(), column.text.data()};
      ArrowArray& child = owned->arrays[at];
      child = {};
      child.length = static_cast<std::int64_t>(rows_);
      child.n_buffers = 3;
      child.buffers = owned->buffers[at].data();
      child.release = [](ArrowArray* self) { self->release = nullptr; };
      owned->children.push_back(&child);
    }
    out->length = static_cast<std::int64_t>(rows_);
    out->n_buffers = 1;
    out->buffers = &owned->no_validity;
    out->n_children = static_cast<std::int64_t>(owned->children.size());
    out->children = owned->children.data();
    out->release = [](ArrowArray* self) {
      delete static_cast<Exported*>(self->private_data);
      self->release = nullptr;
    };
    out->private_data = owned.release();
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }

  std::vector<std::string> names_;
  std::vector<Column> columns_;
  std::size_t rows_ = 0;
  bool given_ = false;
};

}  // namespace sla

#endif  // SLA_TABLE_HPP
