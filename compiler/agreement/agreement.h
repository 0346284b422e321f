#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/agreement/expression.h"
#include "compiler/agreement/test.h"
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

/// A set of holidays that closes a calendar.
struct HolidayUse {
  std::string words;  ///< As written: `us.federal_holidays except "Columbus Day"`.
  /// The years whose holidays are known, of those in which the set is to close the calendar; in
  /// others there may be holidays that nobody has listed.
  int first_known = time::kMinYear, last_known = time::kMaxYear;
  std::size_t begin = 0, end = 0;  ///< Its days in `spec.exceptions`.
};

struct Calendar {
  std::string name, title;
  enum class ZoneOf : std::uint8_t { fixed, owner, lead } zone_of = ZoneOf::fixed;
  /// Openings and exceptions; `spec.zone` is the fixed zone, or the fallback when the owner's or
  /// lead's zone is not known.
  time::CalendarSpec spec;
  /// Business time of one `business day` when the agreement says `business day as N hours`; else 0.
  std::int64_t business_day_micros = 0;
  std::vector<HolidayUse> holidays;
  Span span;
};

struct Field {
  std::string name, title;
  Type type;
  bool optional = false;
  std::vector<std::string> choices;  ///< For `one of`; the value is the index.
  Span span;
  /// A field of the record's parent (`lead.country`): its index there; else -1. Always optional. No
  /// source maps it; the driver feeds its values from the parent's log.
  int of_parent = -1;
  /// The payload of an event (`webinar.topic`, which is its name): the event's index; else -1.
  /// Always optional, because there may be no such event yet.
  int of_event = -1;
  /// A payload that every such event is expected to say: known at that event.
  bool said_by_event = false;
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

/// One permitted move and where it is written.
struct Move {
  int from = 0, to = 0;
  Span span;
};

struct Lifecycle {
  std::vector<State> states;  ///< At most 62.
  /// Bit `to` of `moves[from]`: the move is permitted.
  std::vector<std::uint64_t> moves;
  std::vector<Move> written;  ///< The same moves as written, each once.
  bool has_moves = false;     ///< False: no chains were given, every move is permitted.
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

/// Whose doing an event must be to count. `owner`: the event's actor is the subject's owner after
/// the event. `party`: the actor belongs to that party (roster column `party`). An event without an
/// actor is nobody's doing: it counts for `anyone` only.
enum class By : std::uint8_t { anyone, owner, party };

/// One way to discharge: an event of `events`, or (when `fields` is not empty) all these fields
/// known after an event, or (when `left_states` is not 0) an entry that leaves this set of states.
/// `record` discharges hold at the first event after which all fields are known. In a prohibition:
/// one thing that must not be done.
struct Discharge {
  EventSet events;
  std::vector<int> fields;
  std::uint64_t left_states = 0;  ///< Like Trigger::left_states; `events` are then all entries.
  By by = By::anyone;
  int by_party = -1;
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

/// A deadline, a cadence, or a time in state: whatever runs a clock.
struct Deadline {
  std::vector<Discharge> discharges;  ///< At most 8.
  bool all = false;
  /// A cadence: how many events must match (each counts once, whichever discharge it matches); 1
  /// for the other kinds. 1..1000.
  int needed = 1;
  /// A cadence: the longest gap from the start to the first, and between consecutive ones.
  std::optional<Duration> apart;
  EventSet until;  ///< A cadence: these events cancel it.
  std::vector<Tier> tiers;
  Trigger start;
  /// For business targets, gaps and the offsets of steps; -1 when all of them are elapsed time.
  int calendar = -1;
  OnReentry on_reentry = OnReentry::new_cycle;
  OnReassignment on_reassignment = OnReassignment::carry_on;
  Duration grace;
  std::optional<Expression> while_;
  std::optional<Expression> paused_while;
  /// A relief: the first event after which this holds while the clock is open ends it as `excused`.
  std::optional<Expression> excused_when;
  std::optional<Target> target;
};

/// "must not …": every event that one of `forbidden` matches is judged at its instant. It is a
/// breach when all restrictions that are there hold: not `without`, `while_`, and the instant lies
/// outside `outside`; without any restriction every such event is.
struct Prohibition {
  std::vector<Discharge> forbidden;
  std::optional<Expression> without;
  std::optional<Expression>
      while_;        ///< States in it are those before the event (Op::was_in_states).
  int outside = -1;  ///< Calendar.
  std::optional<Target> target;
};

/// "at least 20% of the leads entering sal each month to opportunity within 30 days". The cohort of
/// a period are the subjects whose first event in it that `entering` matches lies in the term; each
/// has until the end of its window for an event that `reached` matches.
struct Conversion {
  bool at_least = true;  ///< Otherwise: at most.
  Trigger entering;
  EventSet reached;
  Duration window;
  int calendar = -1;
  std::optional<Expression> not_counting;  ///< Asked when the member is decided; true: excused.
  Target target;                           ///< Its period and group cut the cohorts.
};

/// A volume, or a share (`part` is then there).
struct Volume {
  bool at_least = true;  ///< Otherwise: at most.
  /// The bound: a count, or the sum in the field's own scale.
  std::int64_t amount = 0;
  int sum_of = -1;  ///< Field, or -1: a count.
  Trigger counted;
  std::optional<Expression> where;
  /// A share: what of the whole belongs to the part; `micro_percent` is the bound then, not
  /// `amount`.
  std::optional<Expression> part;
  std::int64_t micro_percent = 0;
  Period period;
  Grouping group;
  bool every_entry = false;
  bool paced = false;
  int calendar = -1;  ///< For pacing by business day; -1: straight wall-clock line.
};

enum class ClauseKind : std::uint8_t {
  deadline,
  volume,
  cadence,
  time_in_state,
  prohibition,
  share,
  conversion,
};
const char* name_of(ClauseKind kind);  ///< "time in state" etc.

/// Whether `Clause::deadline` is what the clause says.
constexpr bool has_clock(ClauseKind kind) {
  return kind == ClauseKind::deadline || kind == ClauseKind::cadence ||
         kind == ClauseKind::time_in_state;
}
/// Whether `Clause::volume` is.
constexpr bool has_counter(ClauseKind kind) {
  return kind == ClauseKind::volume || kind == ClauseKind::share;
}

// ---- what happens around an obligation
// ---------------------------------------------------------

enum class EffectKind : std::uint8_t { remind, notify, escalate, create_task, award, deduct };

/// Who is told, or gets the points.
struct Recipient {
  enum class Kind : std::uint8_t { owner, team, role, party } kind = Kind::owner;
  int index = -1;  ///< Role or party.
};

/// "remind owner by email in office", "award 10 points".
struct Effect {
  EffectKind kind = EffectKind::remind;
  std::vector<Recipient>
      to;               ///< Never empty: the owner, or for a periodical clause its group or party.
  std::string channel;  ///< "email"; empty: not said.
  int calendar = -1;    ///< `notify in`: waits for the next opening.
  std::string title;    ///< The message, or the task's name.
  std::int64_t points = 0;  ///< For award and deduct; positive.
  Span span;
};

/// When effects happen: a place on an obligation's clock, its end, or the verdict of a period.
struct Step {
  enum class At : std::uint8_t {
    percent,     ///< `micro_percent` of the target is used.
    before_due,  ///< `offset` before due.
    due,
    after_due,
    met,  ///< The obligation is met; with `within`, and no more than that was used.
    breached,
    target_met,  ///< The period's verdict (clause target, volume, share, conversion).
    target_missed,
  } at = At::due;
  std::int64_t micro_percent = 0;
  Duration offset;
  std::optional<Duration> within;
  std::vector<Effect> effects;
  Span span;
};

struct Clause {
  std::string name, title;
  int party = 0;
  ClauseKind kind = ClauseKind::deadline;
  Deadline deadline;        ///< Meaningful when has_clock(kind).
  Volume volume;            ///< Meaningful when has_counter(kind).
  Prohibition prohibition;  ///< Meaningful when kind is prohibition.
  Conversion conversion;    ///< Meaningful when kind is conversion.
  /// Evaluated once, when the clock starts; for the other kinds at the event that is counted.
  std::optional<Expression> when;
  std::vector<Step> steps;  ///< In the order written.
  Span span;
};

/// "target 95% each month per team", or the one that a conversion has; null without one.
const Target* target_of(const Clause& clause);

/// How the periods of a clause are grouped; null when it has none.
const Grouping* grouping_of(const Clause& clause);

/// "badge lightning when speed_to_lead is met 20 times in a row"
struct Badge {
  std::string name, title;
  int clause = 0;
  bool met = true;         ///< Otherwise: breached.
  std::int64_t times = 1;  ///< 1..1'000'000.
  bool in_a_row = false;
  Grouping holder;  ///< owner (default) or team.
  Span span;
  /// Whose clause it is: 0 of the agreement's own record, n of `others[n - 1]`.
  int record = 0;
};

/// Who has the most points in each period.
struct Leaderboard {
  std::string title;
  Grouping group;  ///< owner or team.
  Period period;
  Span span;
};

/// "prize 5000 USD to the top team each quarter"
struct Prize {
  std::int64_t money = 0;  ///< Millionths of the currency; 0: `title` says what it is.
  std::string title;
  int top = 1;     ///< How many places win.
  Grouping group;  ///< owner or team.
  Period period;
  Span span;
};

struct Program {
  std::string name, title;
  std::vector<Badge> badges;
  std::vector<Leaderboard> leaderboards;
  std::vector<Prize> prizes;
  Span span;
};

// ---- sources: how an export becomes events
// ---------------------------------------------------------

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

/// Whether the subjects are people: `owner` and `team` are called like those who own leads, and
/// what happens to the leads belongs to their histories too.
constexpr bool is_people(std::string_view subject_kind) {
  return subject_kind == "owner" || subject_kind == "team";
}

/// What is agreed about one kind of record. The agreement itself is about leads; each further
/// record of the policy is an agreement of its own among `others`, complete by itself: the same
/// title, parties, zone, term, calendars, roles and events, with its own fields, lifecycle, clauses
/// and sources. So every stage that evaluates works on one record and needs to know of no other.
struct Agreement {
  std::string subject_kind = "lead";  ///< What a subject is called.
  std::string parent_kind;            ///< `lead` of `opportunity of lead`; empty: none.
  /// The text field, called like `parent_kind`, that holds the id of a subject's parent, or -1.
  int parent_field = -1;
  /// The further records in the order declared; those have none. Programs and tests that speak of
  /// several records: the former are the main agreement's alone, of the latter each agreement has
  /// the part about its own subjects, under the same title and at the same index.
  std::vector<Agreement> others;
  std::string title;
  std::int64_t version = 1;
  std::vector<Party> parties;
  std::string zone = "UTC";
  std::string currency;  ///< Empty: no money is used.
  /// Only starts in [term_begin, term_end) attach; the widest range when there is no `in force`.
  Instant term_begin = time::kMinInstant;
  Instant term_end = time::kNever;
  bool has_term = false;
  std::optional<Period> review;  ///< How often both parties look at the agreement again.
  std::vector<Role> roles;
  std::vector<Calendar> calendars;
  std::vector<Field> fields;
  std::vector<Define> defines;
  Lifecycle lifecycle;
  std::vector<Event> events;
  std::vector<Clause> clauses;
  /// Every clause once, those whose outcome another reads before it, else as written: the order in
  /// which an event is given to them.
  std::vector<int> order;
  std::vector<Program> programs;
  std::vector<Source> sources;
  std::vector<Test> tests;
  /// Text constants of the policy. Event logs intern their texts with these first, in this order,
  /// so a constant and a cell are equal exactly when their ids are.
  std::vector<std::string> texts;
  /// The field that holds the lead's time zone (`time_zone`, text), or -1.
  int zone_field = -1;

  std::vector<std::string> party_names() const;  ///< By the index of `parties`.
  /// `order`, or the clauses as written when it was not worked out.
  std::vector<int> evaluation_order() const;
  /// The code of "lead enters state s" and of event e.
  events::Code entering(int state) const {
    return events::kFirstState + static_cast<events::Code>(state);
  }
  events::Code code_of_event(int event) const {
    return static_cast<events::Code>(events::kFirstState + lifecycle.states.size() +
                                     static_cast<std::size_t>(event));
  }
  /// By field: the code of the event whose payload it is.
  std::vector<std::optional<events::Code>> payloads() const;
  int code_count() const {
    return static_cast<int>(events::kFirstState + lifecycle.states.size() + events.size());
  }
  /// "assigned", "enters mql", "call".
  std::string event_name(events::Code code) const;
};

}  // namespace sla::agreement
