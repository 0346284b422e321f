#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The hand-over from the front end to code generation: clocks, counters, prohibitions,
/// conversions, predicates and nothing else, flat, all names resolved to numbers. `compiler/lower`
/// makes it, `compiler/codegen` reads it; it prints and parses (print.h), so code generation is
/// tested without a front end, and `verify` says whether it holds together. Everything an evaluator
/// does is visible in it.
namespace sla::plan {

enum class Op : std::uint8_t {
#define SLA_PLAN_OP(name, operands, doc) name,
#include "compiler/plan/ops.def"
#undef SLA_PLAN_OP
};
std::string_view name_of(Op op);
int operand_count(Op op);

/// One step of a predicate. Its result is register number = its position. A step that can fault
/// does so only when register `guard` is not 0 (-1: always); unguarded by its condition it yields
/// 0. That keeps short-circuit meaning without control flow.
struct Instruction {
  Op op = Op::constant;
  std::array<int, 3> operand = {-1, -1, -1};
  int guard = -1;
  int index = -1;
  std::int64_t value = 0;
  std::vector<std::int64_t> list = {};

  friend bool operator==(const Instruction&, const Instruction&) = default;
};

/// A typed value or condition; the last register is the result. Evaluated after the event's own
/// effect, but for a state's requirement, which is asked before the state changes.
struct Predicate {
  std::string name;
  std::vector<Instruction> code;

  friend bool operator==(const Predicate&, const Predicate&) = default;
};

struct Trigger {
  std::vector<std::uint16_t> codes;  ///< Event codes that match.
  std::uint64_t in_states = 0;       ///< 0: any state.
  std::uint64_t left_states = 0;  ///< Not 0: matches when the state was in the set and now is not.

  friend bool operator==(const Trigger&, const Trigger&) = default;
};

/// Whose doing an event must be to count: anybody's, the owner's (after the event), or that of
/// somebody of a party.
enum class By : std::uint8_t { anyone, owner, party };

/// What ends a clock, or what a prohibition forbids. With a `by`, the fields count as recorded by
/// whoever made the event that made the last of them known.
struct Discharge {
  std::vector<std::uint16_t> codes;
  std::vector<int> fields;        ///< Not empty: matches when all are known after an event.
  std::uint64_t left_states = 0;  ///< Not 0: matches when the state was in the set, and now is not.
  By by = By::anyone;
  int party = -1;  ///< For By::party.

  friend bool operator==(const Discharge&, const Discharge&) = default;
};

/// Order is shared with sla_target_kind in runtime/helpers/clock.h.
enum class TargetKind : std::uint8_t { elapsed, business, business_days, end_of_business_day };
enum class Reentry : std::uint8_t { new_cycle, ignore, resume };
enum class Reassignment : std::uint8_t { carry_on, restart, grace };
enum class ZoneOf : std::uint8_t { fixed, owner, lead };

struct Tier {
  int predicate = -1;  ///< -1: otherwise.
  TargetKind kind = TargetKind::elapsed;
  std::int64_t amount = 0;  ///< Microseconds, or days.

  friend bool operator==(const Tier&, const Tier&) = default;
};

/// The clock of a deadline, a cadence or a time in state.
struct Clock {
  int clause = 0;
  std::string name;
  Trigger start;
  std::vector<Discharge> discharges;
  bool all = false;
  int needed = 1;  ///< A cadence: how many events must match; only without `all`.
  /// A cadence: the longest gap between those events; its `predicate` has no meaning.
  bool has_gap = false;
  Tier gap;
  std::vector<std::uint16_t> until;  ///< Event codes that cancel.
  std::vector<Tier> tiers;
  int calendar = -1;
  Reentry reentry = Reentry::new_cycle;
  Reassignment reassignment = Reassignment::carry_on;
  std::int64_t grace = 0;
  int when = -1, while_ = -1, paused_while = -1, excused_when = -1;  ///< Predicates, -1: none.
  int group_field = -1;
  bool marks = false;  ///< Something is worked out from what happens to it (steps).

  friend bool operator==(const Clock&, const Clock&) = default;
};

/// The counter of a volume or a share.
struct Counter {
  int clause = 0;
  std::string name;
  Trigger counted;
  int when = -1, where = -1;
  int part = -1;  ///< A share: what of the whole belongs to the part.
  int sum_field = -1;
  int group_field = -1;

  friend bool operator==(const Counter&, const Counter&) = default;
};

/// Events that must not be: each is a row at once.
struct Prohibition {
  int clause = 0;
  std::string name;
  std::vector<Discharge> forbidden;
  int when = -1, while_ = -1, without = -1;  ///< Predicates, -1: none.
  int outside = -1;                          ///< Calendar, -1: at any time.
  int group_field = -1;

  friend bool operator==(const Prohibition&, const Prohibition&) = default;
};

/// Order is that of verdicts::PeriodUnit.
enum class PeriodUnit : std::uint8_t { whole_term, day, week, month, quarter, year };

/// A way to cut time into periods, in the plan's zone.
struct Period {
  PeriodUnit unit = PeriodUnit::whole_term;
  int first_month = 1;

  friend bool operator==(const Period&, const Period&) = default;
};

/// Cohorts whose members have a window to get somewhere; each membership is a row.
struct Conversion {
  int clause = 0;
  std::string name;
  Trigger entering;
  std::vector<std::uint16_t> reached;  ///< Event codes that decide.
  Tier window;                         ///< Its `predicate` has no meaning.
  int calendar = -1;
  int period = 0;  ///< Index into Plan::periods.
  int when = -1, not_counting = -1;
  int group_field = -1;

  friend bool operator==(const Conversion&, const Conversion&) = default;
};

/// What must hold when a subject enters a state.
struct Requirement {
  int state = 0;
  int predicate = 0;

  friend bool operator==(const Requirement&, const Requirement&) = default;
};

struct Field {
  std::string name;
  bool optional = false;

  friend bool operator==(const Field&, const Field&) = default;
};

struct Calendar {
  std::string name;
  ZoneOf zone_of = ZoneOf::fixed;

  friend bool operator==(const Calendar&, const Calendar&) = default;
};

struct Plan {
  std::string title;
  std::int64_t version = 1;
  std::int64_t term_begin = INT64_MIN, term_end = INT64_MAX;
  int state_count = 0;
  int code_count = 4;
  bool has_moves = false;
  std::vector<std::uint64_t> moves;  ///< By state: bit set of states it may move to.
  int zone_field = -1;
  std::string zone = "UTC";     ///< Periods are local to it.
  std::vector<Period> periods;  ///< Each shape once.
  std::vector<std::string> texts;
  std::vector<Field> fields;
  std::vector<Calendar> calendars;
  std::vector<Predicate> predicates;
  std::vector<Requirement> requirements;
  std::vector<Clock> clocks;      ///< In the order of the policy's clauses.
  std::vector<Counter> counters;  ///< The same.
  std::vector<Prohibition> prohibitions;
  std::vector<Conversion> conversions;
  /// Every clause of the plan once, a clause that another asks before it: the order in which an
  /// event is given to them.
  std::vector<int> order;

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// Empty when the plan holds together, else what does not: an index out of range, a register used
/// before it is made, tiers that do not end in an unconditional one where … A failure is a bug of
/// ours.
std::string verify(const Plan& plan);

/// Fields whose values an evaluator must keep: read by a predicate, discharge, sum, group or zone.
std::vector<bool> used_fields(const Plan& plan);

/// True when evaluating the predicate can fault.
bool can_fault(const Predicate& predicate);

/// The sets of fields of which an evaluator must know at which event the last one became known,
/// each once: those of discharges that ask who recorded them, and of prohibitions.
std::vector<std::vector<int>> recorded_fields(const Plan& plan);

/// The entry of `items` that belongs to the clause, or -1.
template <class Item>
int of_clause(const std::vector<Item>& items, int clause) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].clause == clause) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace sla::plan
