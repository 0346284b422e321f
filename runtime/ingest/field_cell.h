#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/events/log.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/ingest/mapping.h"
#include "runtime/ingest/word_table.h"
#include "runtime/time/zone.h"

namespace sla::ingest {

/// An interner with a memory of one: rows of one lead, owner or value usually follow one another.
class CachedInterner {
 public:
  explicit CachedInterner(events::Interner& interner) : interner_(&interner) {}

  std::uint32_t intern(std::string_view text) { return intern(text, events::hash_text(text)); }
  std::uint32_t intern(std::string_view text, std::uint64_t hash) {
    if (id_ != events::kNone && text == interner_->text(id_)) return id_;
    return id_ = interner_->intern(text, hash);
  }

 private:
  events::Interner* interner_;
  std::uint32_t id_ = events::kNone;
};

/// Where a cell stands, for findings.
struct CellPlace {
  const std::string* origin = nullptr;
  std::uint64_t row = 0;
};

/// Reads the cells of one mapped field.
class FieldCell {
 public:
  /// Borrows all of them for its life.
  FieldCell(const FieldMapping& mapping, const std::string& currency, const time::Zone& zone,
            events::Interner& texts, DataFindings& findings);

  std::optional<events::Code> only_of() const { return mapping_->description.only_of; }
  /// What the cell (trimmed, not empty) says about the field; nothing, with a finding, when it
  /// cannot be read.
  std::optional<events::LogBuilder::Value> read(std::string_view text, CellPlace place);

 private:
  /// The value when the cell is one; else nothing, and `kind` and `help` say what is wrong with it.
  std::optional<std::int64_t> value_of(std::string_view text, DataFindingKind& kind,
                                       std::string& help);
  std::optional<std::int64_t> parse(std::string_view text, DataFindingKind& kind,
                                    std::string& help) const;

  const FieldMapping* mapping_;
  const std::string* currency_;
  const time::Zone* zone_;
  DataFindings* findings_;
  CachedInterner texts_;
  WordTable words_;
  WordTable choices_;
};

}  // namespace sla::ingest
