#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "runtime/events/event_code.h"
#include "runtime/ingest/ingest_error.h"

namespace sla::ingest {

/// What a cell is read as. The same list, in the same order, as the language's types; values are
/// what engines read: integers as themselves, decimal and money in millionths, percent in
/// millionths of a percent, text as an interned id, a choice as its index, yes/no as 1/0, dates as
/// days and instants as microseconds since 1970, durations in microseconds.
enum class ValueKind : std::uint8_t {
  integer,
  decimal,
  percent,
  money,
  text,
  choice,
  yes_no,
  date,
  instant,
  duration,
  business_duration,
};

/// "integer", "money", "yes/no": for findings.
const char* name_of(ValueKind kind);

struct FieldDescription {
  std::string name;
  ValueKind kind = ValueKind::text;
  std::vector<std::string> choices;  ///< For `choice`; the value is the index.
  /// The payload of these events: cells of other rows are not read.
  std::optional<events::Code> only_of = {};
};

/// A word of the data and what it stands for.
struct WordCode {
  /// For a field: the word makes it unknown. For events: the row is ignored.
  static constexpr std::int64_t kNothing = -1;

  std::string word;
  /// Event code, events::kRetractionRow or kMergeRow; or a choice index or value.
  std::int64_t code = kNothing;
};

/// Whether a cell of the row holds one of some words (exactly, or else the only one that it is
/// without regard to case), or, without any, holds anything.
struct CellTest {
  std::string column;
  std::vector<std::string> words;
  bool negated = false;
};

struct FieldMapping {
  std::uint32_t field = 0;  ///< Index in the agreement.
  FieldDescription description;
  std::string column;
  std::vector<WordCode> words;  ///< Looked at before the cell is read as its kind.
  bool otherwise_unknown =
      false;  ///< A cell that cannot be read makes the field unknown; no finding.
  std::optional<std::int64_t> otherwise = {};  ///< Or has this value; no finding either.
  std::optional<CellTest> when = {};  ///< Rows that do not pass say nothing about the field.
};

enum class TimeFormat : std::uint8_t { text, epoch_seconds, epoch_milliseconds };

/// What an event word that is not listed does, besides naming a code.
inline constexpr std::int64_t kOtherwiseIgnored = -1;
inline constexpr std::int64_t kOtherwiseFinding = -2;

/// How the rows of one source become events. Column names that are empty are not mapped; `subject`
/// and `time` always are, and one of `event` and `each_row`. Names and words match exactly, or,
/// when nothing does, the only one that matches without regard to case.
struct Mapping {
  std::string subject, time, event, owner, team, actor, id, sequence;
  std::string into;            ///< Of a merge: the lead that it goes into.
  std::vector<CellTest> rows;  ///< A row that does not pass all of them is not of this source.
  std::optional<CellTest> owner_when, team_when, actor_when;
  std::string zone;         ///< Of times without an offset; empty: the agreement's.
  int dates_at_minute = 0;  ///< Minutes after local midnight that a bare date means.
  TimeFormat time_format = TimeFormat::text;
  /// What every row is: an event code or one of the two; kNothing: see `event`.
  std::int64_t each_row = WordCode::kNothing;
  std::vector<WordCode> events;
  std::int64_t otherwise = kOtherwiseFinding;  ///< Event code, or one of the two above.
  std::vector<FieldMapping> fields;
  std::string currency;  ///< The agreement's; a money cell may name it, and no other.
};

/// Whether some row may take back an event.
bool can_retract(const Mapping& mapping);
/// The same, or may say that subjects are merged.
bool can_rewrite(const Mapping& mapping);

/// The words of an agreement that a log may use when no source block says otherwise.
struct Vocabulary {
  /// States (to enter them), events and touches, with their codes.
  std::vector<WordCode> events;
  std::vector<FieldDescription> fields;  ///< In the agreement's order.
  std::string record = "lead";           ///< Whose events they are.
  std::string parent = {};               ///< The record that it is of; also the field with its id.
  std::string currency;
};

/// The mapping of a file whose columns have telling names. Found without regard to case: lead_id,
/// lead, subject or id (of another record opportunity_id, opportunity, subject or id, and lead_id
/// or lead of the record that it is of); ts, time, timestamp, at or date; event, event_type,
/// activity or status; owner, team, actor, event_id; each field by its own name. Event words are
/// those of the vocabulary and assigned, held, hold, resumed, resume, changed; with a column
/// event_id also retracted, with one of into or merged_into also merged. An error when subject,
/// time or event is not found.
std::expected<Mapping, IngestError> default_mapping(const Vocabulary& vocabulary,
                                                    const std::vector<std::string>& columns);

}  // namespace sla::ingest
