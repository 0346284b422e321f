#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/source/source.h"
#include "compiler/syntax/record.h"
#include "compiler/syntax/words.h"

/// Promises, and what happens around them.
namespace sla::syntax {

enum class TriggerKind : std::uint8_t { entering, leaving, assigned, event };

/// What starts a clock or is counted. `states` for entering/leaving, and for assigned the states it
/// must happen in; `names` for events and touches.
struct Trigger {
  TriggerKind kind = TriggerKind::entering;
  std::vector<Name> states;
  std::vector<Name> names;
  Span span;
  std::optional<Name> subject = {};  ///< What is counted: `leads`, as written.
};

enum class DischargeKind : std::uint8_t { move, event, assign, record };

/// One thing that must happen: a move to one of `names`, one of the events `names`, an assignment,
/// or all fields in `names` becoming known.
struct Discharge {
  DischargeKind kind = DischargeKind::move;
  std::vector<Name> names;
  std::optional<Name> by;  ///< `by the owner` (owner) or `by <party>`.
  Span span;
  std::optional<Name> subject;  ///< What is moved or assigned: `lead`, as written.
};

struct Tier {
  std::optional<Expression> when;  ///< Absent: otherwise.
  bool otherwise = false;
  bool immediately = false;
  Duration target;
  Span span;
};

enum class OnReentry : std::uint8_t { new_cycle, ignore, resume };
enum class OnReassignment : std::uint8_t { continue_, restart, grace };

struct ReentryRule {
  OnReentry rule = OnReentry::new_cycle;
  Span span;
};

struct ReassignmentRule {
  OnReassignment rule = OnReassignment::continue_;
  Duration grace;
  Span span;
};

struct Target {         ///< target 95% each month per team judged when due
  std::string percent;  ///< Digits with at most one point.
  std::optional<Period> each;
  std::optional<Name> per;
  bool judged_when_due = false;
  Span span;
};

/// A channel, calendar or title may be said once; `to` may be empty.
enum class EffectKind : std::uint8_t { remind, notify, escalate, create_task, award, deduct };

struct Effect {  ///< remind owner by email in office "text" | award 10 points to the team
  EffectKind kind = EffectKind::remind;
  std::vector<Name> to;
  std::optional<Name> channel;
  std::optional<Name> calendar;
  std::optional<Text> title;  ///< The message, or the name of the task.
  std::string points;         ///< Digits; for award and deduct.
  Span span;
};

enum class ActionTime : std::uint8_t {
  percent,     ///< at 75%
  before_due,  ///< 1 business day before due
  due,         ///< at due
  after_due,   ///< 2 business hours after due
  met,         ///< when met [within 1 business hour]
  breached,
  target_met,
  target_missed,
};

struct Action {  ///< at 75% remind owner by email
  ActionTime at = ActionTime::due;
  std::string percent;               ///< Digits with at most one point.
  std::optional<Duration> duration;  ///< The offset, or what follows `when met within`.
  Span time;                         ///< Of "at 75%".
  std::vector<Effect> effects;
  Span span;
};

struct DeadlineBody {
  std::vector<Discharge> discharges;
  bool all = false;         ///< Joined by `and`: all must happen; otherwise any.
  std::vector<Tier> tiers;  ///< One without a condition when the target is not tiered.
  Trigger start;
};

/// `sales must make at least 6 of call, email or meeting within 10 business days of entering sal`
struct CadenceBody {
  std::string amount;  ///< Digits; "at least" is understood.
  Discharge touches;
  std::vector<Tier> tiers;  ///< Empty: the window was not said.
  std::optional<Trigger> start;
  std::optional<Duration> apart;
  std::vector<Name> until;  ///< States.
};

/// `sales must not leave a lead in mql longer than 4 business hours`
struct StayBody {
  Name subject;
  std::vector<Name> states;
  std::vector<Tier> tiers;  ///< As in a deadline.
  Span in_states;           ///< Of "in mql".
};

/// `marketing must not move a lead to mql without good_fit`. Its `while` may also be a line of the
/// clause.
struct ProhibitionBody {
  std::vector<Discharge> forbidden;
  std::optional<Expression> without;
  std::optional<Expression> while_;
  std::optional<Name> outside;
};

enum class VolumeBound : std::uint8_t { at_least, at_most };

/// `at least 40% of the sum of amount entering won each quarter where source is not outbound`
struct ShareBody {
  VolumeBound bound = VolumeBound::at_least;
  std::string percent;
  std::optional<Name> sum_of;
  Trigger counted;
  std::optional<Period> each;
  bool every_entry = false;
  std::optional<Expression> where;
  std::optional<Name> per;
};

/// `at least 20% of the leads entering sal each month to won within 30 days`
struct ConversionBody {
  VolumeBound bound = VolumeBound::at_least;
  std::string percent;
  Trigger entering;
  std::vector<Name> to;  ///< Empty: not said.
  std::optional<Duration> window;
  std::optional<Period> each;
  std::optional<Name> per;
  std::optional<Expression> not_counting;
};

struct VolumeBody {
  VolumeBound bound = VolumeBound::at_least;
  std::string amount;  ///< A number of leads, or of the currency or field's unit for a sum.
  std::optional<Name> currency;
  std::optional<Name> sum_of;  ///< The summed field; absent: a count.
  Trigger counted;
  std::optional<Period> each;
  bool every_entry = false;
  bool paced = false;
  std::optional<Expression> where;
  std::optional<Name> per;
};

using ClauseBody = std::variant<DeadlineBody, CadenceBody, StayBody, ProhibitionBody, VolumeBody,
                                ShareBody, ConversionBody>;

struct Clause {
  Name name;
  std::optional<Text> title;
  std::optional<Name> subject;  ///< for each opportunity
  Name party;
  Span obligation;  ///< From the party to the end of what it must do.
  ClauseBody body;
  std::optional<Expression> when;
  std::optional<Expression> while_;
  std::optional<Expression> paused_while;
  std::optional<Expression> excused_when;
  std::optional<ReentryRule> reentry;
  std::optional<ReassignmentRule> reassignment;
  std::optional<Name> calendar;
  std::optional<Target> target;
  std::vector<Action> actions;
  Span span;
};

}  // namespace sla::syntax
