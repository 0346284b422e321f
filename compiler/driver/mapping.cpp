#include "compiler/driver/mapping.h"

namespace sla::driver {
namespace {

std::vector<ingest::WordCode> words(const std::vector<agreement::ValueMapping>& values) {
  std::vector<ingest::WordCode> codes;
  for (const agreement::ValueMapping& value : values) codes.push_back({value.value, value.code});
  return codes;
}

ingest::CellTest test_of(const agreement::CellTest& test) {
  return {test.column, test.words, test.negated};
}

std::optional<ingest::CellTest> test_of(const std::optional<agreement::CellTest>& test) {
  if (!test) return std::nullopt;
  return test_of(*test);
}

ingest::FieldDescription describe(const agreement::Agreement& agreement,
                                  const agreement::Field& field) {
  static_assert(static_cast<int>(agreement::TypeKind::business_duration) ==
                static_cast<int>(ingest::ValueKind::business_duration));
  ingest::FieldDescription described{field.name, static_cast<ingest::ValueKind>(field.type.kind),
                                     field.choices};
  if (field.of_event >= 0) described.only_of = agreement.code_of_event(field.of_event);
  return described;
}

}  // namespace

ingest::Mapping mapping_of(const agreement::Agreement& agreement, const agreement::Source& source) {
  ingest::Mapping mapping;
  mapping.subject = source.subject;
  mapping.time = source.time;
  mapping.event = source.event;
  mapping.owner = source.owner;
  mapping.team = source.team;
  mapping.actor = source.actor;
  mapping.id = source.id;
  mapping.sequence = source.sequence;
  mapping.into = source.into;
  for (const agreement::CellTest& test : source.rows) mapping.rows.push_back(test_of(test));
  mapping.owner_when = test_of(source.owner_when);
  mapping.team_when = test_of(source.team_when);
  mapping.actor_when = test_of(source.actor_when);
  mapping.zone = source.zone;
  mapping.dates_at_minute = source.dates_at_minute;
  mapping.time_format = static_cast<ingest::TimeFormat>(source.format);
  mapping.each_row = source.each_row;
  mapping.events = words(source.events);
  mapping.otherwise = source.otherwise;
  mapping.currency = agreement.currency;
  for (const agreement::FieldMapping& field : source.fields) {
    ingest::FieldMapping mapped;
    mapped.field = static_cast<std::uint32_t>(field.field);
    mapped.description =
        describe(agreement, agreement.fields[static_cast<std::size_t>(field.field)]);
    mapped.column = field.column;
    mapped.words = words(field.values);
    mapped.otherwise_unknown = field.otherwise_unknown;
    mapped.otherwise = field.otherwise;
    mapped.when = test_of(field.when);
    mapping.fields.push_back(std::move(mapped));
  }
  return mapping;
}

ingest::Vocabulary vocabulary_of(const agreement::Agreement& agreement) {
  ingest::Vocabulary vocabulary;
  for (std::size_t s = 0; s < agreement.lifecycle.states.size(); ++s) {
    vocabulary.events.push_back(
        {agreement.lifecycle.states[s].name, agreement.entering(static_cast<int>(s))});
  }
  for (std::size_t e = 0; e < agreement.events.size(); ++e) {
    vocabulary.events.push_back(
        {agreement.events[e].name, agreement.code_of_event(static_cast<int>(e))});
  }
  for (const agreement::Field& field : agreement.fields)
    vocabulary.fields.push_back(describe(agreement, field));
  vocabulary.record = agreement.subject_kind;
  vocabulary.parent = agreement.parent_kind;
  vocabulary.currency = agreement.currency;
  return vocabulary;
}

}  // namespace sla::driver
