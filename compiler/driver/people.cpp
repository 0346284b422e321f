#include "compiler/driver/people.h"

#include <algorithm>

#include "runtime/events/histories_of_people.h"

namespace sla::driver {
namespace {

using agreement::Agreement;

/// How the events of one record's subjects are those of people. What states the subjects are in,
/// whether they are on hold and what fields they have is nobody's own.
events::PeopleShape shape_of(const Agreement& subjects, const Agreement& people) {
  events::PeopleShape shape;
  shape.key = people.subject_kind == "team" ? events::PeopleKey::team : events::PeopleKey::owner;
  shape.codes.resize(static_cast<std::size_t>(subjects.code_count()));
  shape.by_actor.resize(shape.codes.size());
  shape.codes[events::kAssigned] = events::kAssigned;
  for (std::size_t e = 0; e < subjects.events.size(); ++e) {
    const events::Code code = subjects.code_of_event(static_cast<int>(e));
    shape.codes[code] = people.code_of_event(static_cast<int>(e));
    shape.by_actor[code] = subjects.events[e].touch;
  }
  for (std::size_t f = 0; f < subjects.fields.size(); ++f) {
    const agreement::Field& field = subjects.fields[f];
    if (field.of_event < 0) continue;
    const auto same = std::ranges::find(people.fields, field.name, &agreement::Field::name);
    if (same == people.fields.end()) continue;
    shape.fields.push_back({.from = static_cast<std::uint32_t>(f),
                            .to = static_cast<std::uint32_t>(same - people.fields.begin()),
                            .is_text = field.type.kind == agreement::TypeKind::text});
  }
  return shape;
}

}  // namespace

void add_histories_of_people(const std::vector<const Agreement*>& records,
                             const std::vector<events::Log*>& logs, const events::Roster& roster) {
  for (std::size_t p = 0; p < records.size(); ++p) {
    if (!agreement::is_people(records[p]->subject_kind)) continue;
    for (std::size_t r = 0; r < records.size(); ++r) {
      if (agreement::is_people(records[r]->subject_kind)) continue;
      const events::People people = events::bind_people(*logs[r], roster, records[r]->zone_field);
      *logs[p] = events::histories_of_people(std::move(*logs[p]), *logs[r], people,
                                             shape_of(*records[r], *records[p]));
    }
  }
}

}  // namespace sla::driver
