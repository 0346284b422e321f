#include "runtime/ingest/bind_columns.h"

#include <algorithm>

namespace sla::ingest {
namespace {

std::string column_of(const std::optional<CellTest>& test) { return test ? test->column : ""; }

/// The position among the chosen columns; a column that serves two purposes is read once.
std::expected<int, IngestError> choose(const Table& table, const std::string& column,
                                       BoundColumns& bound, DataFindings& findings) {
  if (column.empty()) return -1;
  const auto index = table.find(column);
  if (!index) {
    DataExample* example =
        findings.add(DataFindingKind::missing_column, column, table.input.origin, 0, column);
    if (example != nullptr) example->help = index.error().help;
    return std::unexpected(index.error());
  }
  const auto known = std::ranges::find(bound.chosen, *index);
  if (known != bound.chosen.end()) return static_cast<int>(known - bound.chosen.begin());
  bound.chosen.push_back(*index);
  return static_cast<int>(bound.chosen.size()) - 1;
}

std::expected<void, IngestError> bind_tests(const Table& table, const Mapping& mapping,
                                            BoundColumns& bound, DataFindings& findings) {
  for (const CellTest& test : mapping.rows) {
    const auto chosen = choose(table, test.column, bound, findings);
    if (!chosen) return std::unexpected(chosen.error());
    bound.rows.push_back(*chosen);
  }
  for (const FieldMapping& field : mapping.fields) {
    const auto chosen = choose(table, column_of(field.when), bound, findings);
    if (!chosen) return std::unexpected(chosen.error());
    bound.field_tests.push_back(*chosen);
  }
  const std::pair<const std::optional<CellTest>*, int*> parts[] = {
      {&mapping.owner_when, &bound.owner_test},
      {&mapping.team_when, &bound.team_test},
      {&mapping.actor_when, &bound.actor_test}};
  for (const auto& [test, position] : parts) {
    const auto chosen = choose(table, column_of(*test), bound, findings);
    if (!chosen) return std::unexpected(chosen.error());
    *position = *chosen;
  }
  return {};
}

}  // namespace

std::expected<BoundColumns, IngestError> bind_columns(const Table& table, const Mapping& mapping,
                                                      DataFindings& findings) {
  BoundColumns bound;
  const std::pair<const std::string*, int*> parts[] = {
      {&mapping.subject, &bound.subject}, {&mapping.time, &bound.time},
      {&mapping.event, &bound.event},     {&mapping.owner, &bound.owner},
      {&mapping.team, &bound.team},       {&mapping.actor, &bound.actor},
      {&mapping.id, &bound.id},           {&mapping.sequence, &bound.sequence},
      {&mapping.into, &bound.into}};
  for (const auto& [column, position] : parts) {
    const auto chosen = choose(table, *column, bound, findings);
    if (!chosen) return std::unexpected(chosen.error());
    *position = *chosen;
  }
  for (const FieldMapping& field : mapping.fields) {
    const auto chosen = choose(table, field.column, bound, findings);
    if (!chosen) return std::unexpected(chosen.error());
    bound.fields.push_back(*chosen);
  }
  auto tests = bind_tests(table, mapping, bound, findings);
  if (!tests) return std::unexpected(tests.error());
  findings.read_columns(table.input.origin, table.columns, bound.chosen);
  return bound;
}

}  // namespace sla::ingest
