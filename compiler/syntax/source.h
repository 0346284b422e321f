#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/source/source.h"
#include "compiler/syntax/words.h"

/// How the rows of an export become events.
namespace sla::syntax {

struct ValueMapping {         ///< "Web form" is web  |  otherwise unknown
  std::optional<Text> value;  ///< Absent: otherwise.
  Name target;
  Span span;
};

struct CellTest {  ///< when "NAME" is "score" or "fit" | when "Email" is known
  Text column;
  bool negated = false;
  std::vector<Text> values;  ///< Empty: whether the cell holds anything.
  Span span;
};

struct FieldMapping {  ///< amount from "Deal Amount" { "n/a" is unknown }
  Name field;
  Text column;
  std::vector<ValueMapping> values;
  Span span;
  std::optional<CellTest> when;
};

enum class EventAction : std::uint8_t { enters, is, ignored };

struct EventMapping {         ///< "accepted" enters mql | "contacted" is call | "noise" is ignored
  std::optional<Text> value;  ///< Absent: otherwise, or each row.
  EventAction action = EventAction::is;
  Name target;
  /// "merged" is merged into "Winner ID"  |  each row merges lead from "Old" into "New"
  std::optional<Text> merged_from, into;
  std::optional<Name> merged_record = {};  ///< The `lead` of `merges lead from`.
  Span span;
};

enum class TimeFormat : std::uint8_t { text, epoch_seconds, epoch_milliseconds };

struct TimeMapping {  ///< time from ts in "Europe/Berlin" dates at 09:00
  Text column;
  std::optional<Text> zone;
  std::optional<ClockTime> dates_at;
  TimeFormat format = TimeFormat::text;
  Span span;
};

struct Source {
  Name name;
  std::optional<Text> title;
  std::optional<Name> record;                                     ///< source opps of opportunity
  std::optional<Text> subject, owner, team, actor, id, sequence;  ///< Column names.
  std::optional<TimeMapping> time;
  std::optional<Text> event_column;
  bool each_row = false;       ///< `each row enters inquiry`
  std::vector<CellTest> rows;  ///< `rows where`: all must hold.
  std::optional<CellTest> owner_when, team_when, actor_when;
  std::vector<EventMapping> events;
  std::vector<FieldMapping> fields;
  Span span;
};

}  // namespace sla::syntax
