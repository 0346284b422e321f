#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/agreement/expression.h"
#include "compiler/source/source.h"
#include "runtime/events/event_code.h"
#include "runtime/time/calendar_spec.h"
#include "runtime/time/instant.h"

/// The checked, typed agreement: every name is resolved to an index, every number has its unit,
/// every expression its type. `compiler/check` makes it; lowering, the reference evaluator,
/// documents and analyses read it. Immutable once made. What always holds: every index is in range,
/// tiers end in one without a condition or are otherwise exhaustive, every clause obliges exactly
/// one party.
namespace sla::agreement {

using source::Span;
using time::Instant;

struct Party {
  std::string name;
};

struct Role {
  std::string name, title;
};

struct Calendar {
  std::string name, title;
  enum class ZoneOf : std::uint8_t { fixed, owner, lead } zone_of = ZoneOf::fixed;
  /// Openings and exceptions; `spec.zone` is the fixed zone, or the fallback when the owner's or
  /// lead's zone is not known.
  time::CalendarSpec spec;
  /// Business time of one `business day` when the agreement says `business day as N hours`; else 0.
  std::int64_t business_day_micros = 0;
  Span span;
};

struct Field {
  std::string name, title;
  Type type;
  bool optional = false;
  std::vector<std::string> choices;  ///< For `one of`; the value is the index.
  Span span;
};

struct Define {
  std::string name, title;
  Expression value;
  Span span;
};

struct State {
  std::string name, title;
  int owner = -1;  ///< Party, or -1 for a final state without one.
  bool final = false;
  std::optional<Expression> requirement;  ///< What must hold on entering.
  Span span;
};

struct Lifecycle {
  std::vector<State> states;  ///< At most 62.
  /// Bit `to` of `moves[from]`: the move is permitted.
  std::vector<std::uint64_t> moves;
  bool has_moves = false;  ///< False: no chains were given, every move is permitted.
};

/// A declared event or touch; built-in touches call, email and meeting come first.
struct Event {
  std::string name, title;
  bool touch = false;
};

/// A set of event codes (runtime/events/event_code.h), as sorted unique values.
using EventSet = std::vector<events::Code>;

/// What starts a clock or is counted: an event of `events`, and, when `in_states` is not zero, the
/// lead must be in one of these states after the event's own effect; for leaving, `events` are all
/// entries, and the state before the event must be in `left_states` and differ from the state after
/// it.
struct Trigger {
  enum class Kind : std::uint8_t { event, leaving } kind = Kind::event;
  EventSet events;
  std::uint64_t in_states = 0;
  std::uint64_t left_states = 0;
  Span span;
};

/// One way to discharge: an event of `events`, or (when `fields` is not empty) all these fields
/// known after an event. `record` discharges hold at the first event after which all fields are
/// known.
struct Discharge {
  EventSet events;
  std::vector<int> fields;
  Span span;
};

enum class TargetKind : std::uint8_t { elapsed, business, business_days, end_of_business_day };

/// How long: microseconds for elapsed and business; a count of days for the day kinds.
struct Duration {
  TargetKind kind = TargetKind::elapsed;
  std::int64_t amount = 0;
};

struct Tier {
  std::string
      name;  ///< How it is shown: the condition as written, "otherwise", or "" when untiered.
  std::optional<Expression> when;
  Duration target;
  Span span;
};

enum class OnReentry : std::uint8_t { new_cycle, ignore, resume };
enum class OnReassignment : std::uint8_t { carry_on, restart, grace };

enum class PeriodUnit : std::uint8_t { whole_term, day, week, month, quarter, year };

struct Period {
  PeriodUnit unit = PeriodUnit::whole_term;
  /// First month of the fiscal year, 1..12; 1 for calendar quarters and years.
  int first_month = 1;

  friend bool operator==(const Period&, const Period&) = default;
};

enum class GroupBy : std::uint8_t { none, owner, team, field };

struct Grouping {
  GroupBy by = GroupBy::none;
  int field = -1;
};

/// "target 95% each month per team". `micro_percent`: 95% is 95'000'000; 0..100'000'000.
struct Target {
  std::int64_t micro_percent = 0;
  Period period;
  Grouping group;
  bool judged_when_due = false;
  Span span;
};

struct Deadline {
  std::vector<Discharge> discharges;  ///< At most 8.
  bool all = false;
  std::vector<Tier> tiers;
  Trigger start;
  int calendar = -1;  ///< For business targets; -1 when every tier is elapsed time.
  OnReentry on_reentry = OnReentry::new_cycle;
  OnReassignment on_reassignment = OnReassignment::carry_on;
  Duration grace;
  std::optional<Expression> while_;
  std::optional<Expression> paused_while;
  std::optional<Target> target;
};

struct Volume {
  bool at_least = true;  ///< Otherwise: at most.
  /// The bound: a count, or the sum in the field's own scale.
  std::int64_t amount = 0;
  int sum_of = -1;  ///< Field, or -1: a count.
  Trigger counted;
  std::optional<Expression> where;
  Period period;
  Grouping group;
  bool every_entry = false;
  bool paced = false;
  int calendar = -1;  ///< For pacing by business day; -1: straight wall-clock line.
};

enum class ClauseKind : std::uint8_t { deadline, volume };
const char* name_of(ClauseKind kind);

struct Clause {
  std::string name, title;
  int party = 0;
  ClauseKind kind = ClauseKind::deadline;
  Deadline deadline;               ///< Meaningful when kind is deadline.
  Volume volume;                   ///< Meaningful when kind is volume.
  std::optional<Expression> when;  ///< Evaluated once, when the clock starts.
  Span span;
};

// ---- sources: how an export becomes events
// ---------------------------------------------------------

struct ValueMapping {
  std::string value;
  std::int64_t code = 0;  ///< Event code or choice index; -1: unknown/ignored.
};

struct FieldMapping {
  int field = 0;
  std::string column;
  std::vector<ValueMapping> values;
  bool otherwise_unknown = false;
};

struct Source {
  std::string name, title;
  /// Column names; empty: not mapped.
  std::string subject, time, owner, team, actor, id, sequence, event;
  std::string zone;         ///< For times without an offset; empty: the agreement's.
  int dates_at_minute = 0;  ///< Local time that a bare date means.
  enum class TimeFormat : std::uint8_t {
    text,
    epoch_seconds,
    epoch_milliseconds
  } format = TimeFormat::text;
  int each_row = -1;  ///< Event code when every row is that event; -1: see `event`.
  std::vector<ValueMapping> events;
  int otherwise = -2;  ///< Event code for unlisted values; -1: ignored; -2: a data finding.
  std::vector<FieldMapping> fields;
};

struct Agreement {
  std::string title;
  std::int64_t version = 1;
  std::vector<Party> parties;
  std::string zone = "UTC";
  std::string currency;  ///< Empty: no money is used.
  /// Only starts in [term_begin, term_end) attach; the widest range when there is no `in force`.
  Instant term_begin = time::kMinInstant;
  Instant term_end = time::kNever;
  bool has_term = false;
  std::vector<Role> roles;
  std::vector<Calendar> calendars;
  std::vector<Field> fields;
  std::vector<Define> defines;
  Lifecycle lifecycle;
  std::vector<Event> events;
  std::vector<Clause> clauses;
  std::vector<Source> sources;
  /// Text constants of the policy. Event logs intern their texts with these first, in this order,
  /// so a constant and a cell are equal exactly when their ids are.
  std::vector<std::string> texts;
  /// The field that holds the lead's time zone (`time_zone`, text), or -1.
  int zone_field = -1;

  /// The code of "lead enters state s" and of event e.
  events::Code entering(int state) const {
    return events::kFirstState + static_cast<events::Code>(state);
  }
  events::Code code_of_event(int event) const {
    return static_cast<events::Code>(events::kFirstState + lifecycle.states.size() +
                                     static_cast<std::size_t>(event));
  }
  int code_count() const {
    return static_cast<int>(events::kFirstState + lifecycle.states.size() + events.size());
  }
  /// "assigned", "enters mql", "call".
  std::string event_name(events::Code code) const;
};

}  // namespace sla::agreement
