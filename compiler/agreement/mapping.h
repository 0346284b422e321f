#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// How an export becomes events.
namespace sla::agreement {

struct ValueMapping {
  std::string value;
  /// Event code or choice index; -1: unknown/ignored; events::kRetractionRow or kMergeRow.
  std::int64_t code = 0;
};

/// Whether a cell holds one of some words, or, without any, holds anything.
struct CellTest {
  std::string column;
  std::vector<std::string> words;
  bool negated = false;
};

struct FieldMapping {
  int field = 0;
  std::string column;
  std::vector<ValueMapping> values;
  bool otherwise_unknown = false;
  std::optional<std::int64_t> otherwise;  ///< What cells mean that cannot be read.
  std::optional<CellTest> when;           ///< Only such rows say something about the field.
};

struct Source {
  std::string name, title;
  /// Column names; empty: not mapped.
  std::string subject, time, owner, team, actor, id, sequence, event;
  std::string into;            ///< The lead that a merged one goes into.
  std::string zone;            ///< For times without an offset; empty: the agreement's.
  std::vector<CellTest> rows;  ///< Only rows that pass all of them belong to the source.
  std::optional<CellTest> owner_when, team_when, actor_when;
  int dates_at_minute = 0;  ///< Local time that a bare date means.
  enum class TimeFormat : std::uint8_t {
    text,
    epoch_seconds,
    epoch_milliseconds
  } format = TimeFormat::text;
  /// Like ValueMapping::code, when every row is that; -1: see `event`.
  int each_row = -1;
  std::vector<ValueMapping> events;
  int otherwise = -2;  ///< The same for unlisted values; -2: a data finding.
  std::vector<FieldMapping> fields;
};

}  // namespace sla::agreement
