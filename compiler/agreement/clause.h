#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/agreement/expression.h"
#include "compiler/source/source.h"
#include "runtime/events/event_code.h"

/// One promise, typed: what starts it, what it asks, within which time, and what happens around it.
namespace sla::agreement {

using source::Span;

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
  /// The calendar that the clause's business time is counted in, whether or not it has any: that of
  /// its own line `calendar`, else the agreement's, else the only one; -1: none is chosen.
  int calendar = -1;
  /// Evaluated once, when the clock starts; for the other kinds at the event that is counted.
  std::optional<Expression> when;
  std::vector<Step> steps;  ///< In the order written.
  Span span;
};

/// "target 95% each month per team", or the one that a conversion has; null without one.
const Target* target_of(const Clause& clause);

/// How the periods of a clause are grouped; null when it has none.
const Grouping* grouping_of(const Clause& clause);

}  // namespace sla::agreement
