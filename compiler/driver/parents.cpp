#include "compiler/driver/parents.h"

#include <algorithm>

#include "runtime/events/follow.h"

namespace sla::driver {
namespace {

std::vector<events::FollowedField> followed(const agreement::Agreement& record) {
  std::vector<events::FollowedField> fields;
  for (std::size_t f = 0; f < record.fields.size(); ++f) {
    const agreement::Field& field = record.fields[f];
    if (field.of_parent < 0) continue;
    fields.push_back({static_cast<std::uint32_t>(f), static_cast<std::uint32_t>(field.of_parent),
                      field.type.kind == agreement::TypeKind::text});
  }
  return fields;
}

}  // namespace

// A parent may itself show fields of its own parent, but nobody reads those through it, so that any
// order will do.
void show_parents(const std::vector<const agreement::Agreement*>& records,
                  const std::vector<events::Log*>& logs) {
  for (std::size_t r = 0; r < records.size(); ++r) {
    const std::vector<events::FollowedField> fields = followed(*records[r]);
    if (fields.empty()) continue;
    const auto parent =
        std::ranges::find(records, records[r]->parent_kind, &agreement::Agreement::subject_kind);
    *logs[r] = events::follow_parents(std::move(*logs[r]),
                                      *logs[static_cast<std::size_t>(parent - records.begin())],
                                      static_cast<std::uint32_t>(records[r]->parent_field), fields);
  }
}

}  // namespace sla::driver
