#include "runtime/ingest/mapping.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>

#include "runtime/ingest/nearest_name.h"

namespace sla::ingest {
namespace {

/// The first of `names` that is a column, in the column's own spelling, or "".
std::string find_column(const std::vector<std::string>& columns,
                        std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (const std::string& column : columns) {
      if (fold_case(column) == name) return column;
    }
  }
  return {};
}

IngestError not_found(std::string_view part, std::string_view names,
                      const std::vector<std::string>& columns) {
  return {
      fmt::format("no column of the file looks like the {}; it has {}", part,
                  fmt::join(columns, ", ")),
      fmt::format("name one {}, or describe the file in a `source` block of the policy", names)};
}

/// The agreement's own words win over the built-in ones: a state may well be called `hold`.
std::vector<WordCode> event_words(const Vocabulary& vocabulary, bool with_id, bool with_into) {
  std::vector<WordCode> words = vocabulary.events;
  std::vector<WordCode> built_in = {{"assigned", events::kAssigned}, {"held", events::kHeld},
                                    {"hold", events::kHeld},         {"resumed", events::kResumed},
                                    {"resume", events::kResumed},    {"changed", events::kChanged}};
  if (with_id) built_in.push_back({"retracted", events::kRetractionRow});
  if (with_into) built_in.push_back({"merged", events::kMergeRow});
  for (const WordCode& word : built_in) {
    const auto same = [&](const WordCode& other) { return fold_case(other.word) == word.word; };
    if (std::ranges::none_of(vocabulary.events, same)) words.push_back(word);
  }
  return words;
}

std::vector<FieldMapping> field_mappings(const Vocabulary& vocabulary,
                                         const std::vector<std::string>& columns) {
  std::vector<FieldMapping> mappings;
  for (std::size_t field = 0; field < vocabulary.fields.size(); ++field) {
    const FieldDescription& description = vocabulary.fields[field];
    const std::string name = fold_case(description.name);
    const bool is_parent = !vocabulary.parent.empty() && description.name == vocabulary.parent;
    // A field of the parent is never in the record's own rows.
    const bool of_parent = name.find('.') != std::string::npos;
    std::string column = is_parent   ? find_column(columns, {name + "_id", name})
                         : of_parent ? std::string()
                                     : find_column(columns, {name});
    if (column.empty()) continue;
    mappings.push_back({.field = static_cast<std::uint32_t>(field),
                        .description = description,
                        .column = std::move(column),
                        .words = {},
                        .otherwise_unknown = false});
  }
  return mappings;
}

bool has_word(const std::vector<WordCode>& words, std::int64_t code) {
  return std::ranges::any_of(words, [code](const WordCode& word) { return word.code == code; });
}

}  // namespace

bool can_retract(const Mapping& mapping) {
  return mapping.each_row == events::kRetractionRow ||
         mapping.otherwise == events::kRetractionRow ||
         has_word(mapping.events, events::kRetractionRow);
}

bool can_rewrite(const Mapping& mapping) {
  return can_retract(mapping) || mapping.each_row == events::kMergeRow ||
         mapping.otherwise == events::kMergeRow || has_word(mapping.events, events::kMergeRow);
}

const char* name_of(ValueKind kind) {
  constexpr const char* kNames[] = {"integer", "decimal",  "percent",          "money",
                                    "text",    "one of",   "yes/no",           "date",
                                    "instant", "duration", "business duration"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::expected<Mapping, IngestError> default_mapping(const Vocabulary& vocabulary,
                                                    const std::vector<std::string>& columns) {
  Mapping mapping;
  const std::string record = fold_case(vocabulary.record), record_id = record + "_id";
  mapping.subject = find_column(columns, {record_id, record, "subject", "id"});
  mapping.time = find_column(columns, {"ts", "time", "timestamp", "at", "date"});
  mapping.event = find_column(columns, {"event", "event_type", "activity", "status"});
  if (mapping.subject.empty()) {
    const std::string names = fmt::format("`{}`, `{}`, `subject` or `id`", record_id, record);
    return std::unexpected(not_found(vocabulary.record, names, columns));
  }
  if (mapping.time.empty()) {
    return std::unexpected(not_found("time", "`ts`, `time`, `timestamp`, `at` or `date`", columns));
  }
  if (mapping.event.empty()) {
    return std::unexpected(
        not_found("event", "`event`, `event_type`, `activity` or `status`", columns));
  }
  mapping.owner = find_column(columns, {"owner"});
  mapping.team = find_column(columns, {"team"});
  mapping.actor = find_column(columns, {"actor"});
  mapping.id = find_column(columns, {"event_id"});
  mapping.into = find_column(columns, {"into", "merged_into"});
  mapping.events = event_words(vocabulary, !mapping.id.empty(), !mapping.into.empty());
  if (!has_word(mapping.events, events::kMergeRow)) mapping.into.clear();
  mapping.fields = field_mappings(vocabulary, columns);
  mapping.currency = vocabulary.currency;
  return mapping;
}

}  // namespace sla::ingest
