#include <algorithm>

#include <fmt/format.h>

#include "compiler/plan/plan.h"

namespace sla::plan {
namespace {

// The first thing that does not hold, with where it stands; everything else is skipped after it.
class Verifier {
 public:
  explicit Verifier(const Plan& plan) : plan_(plan) {}

  std::string run() {
    check_shape();
    for (const Predicate& predicate : plan_.predicates) check(predicate);
    for (const Requirement& requirement : plan_.requirements) {
      index("requirement", requirement.state, static_cast<std::size_t>(plan_.state_count));
      index("requirement", requirement.predicate, plan_.predicates.size());
    }
    for (const Clock& clock : plan_.clocks) check(clock);
    for (const Counter& counter : plan_.counters) check(counter);
    for (const Prohibition& prohibition : plan_.prohibitions) check(prohibition);
    for (const Conversion& conversion : plan_.conversions) check(conversion);
    if (wrong_.empty()) check_order();
    return wrong_;
  }

 private:
  void check_shape() {
    require("plan", plan_.state_count >= 0 && plan_.state_count <= 62, "more than 62 states");
    require("plan", plan_.code_count >= 4 + plan_.state_count && plan_.code_count <= 0xffff,
            "fewer codes than states");
    require("plan",
            !plan_.has_moves || plan_.moves.size() == static_cast<std::size_t>(plan_.state_count),
            "moves are not one set a state");
    require("plan", plan_.zone_field < static_cast<int>(plan_.fields.size()), "no such zone field");
    for (const Period& period : plan_.periods) {
      require("plan", period.first_month >= 1 && period.first_month <= 12, "no such month");
    }
    for (const Calendar& calendar : plan_.calendars) {
      require(calendar.name, calendar.zone_of != ZoneOf::lead || plan_.zone_field >= 0,
              "relative to the lead without a zone field");
    }
  }

  void check(const Predicate& predicate) {
    require(predicate.name, !predicate.code.empty(), "a predicate without steps");
    for (int at = 0; at < static_cast<int>(predicate.code.size()); ++at) {
      const Instruction& step = predicate.code[static_cast<std::size_t>(at)];
      for (int i = 0; i < operand_count(step.op); ++i) {
        int operand = step.operand[static_cast<std::size_t>(i)];
        require(predicate.name, operand >= 0 && operand < at, "a register used before it is made");
      }
      require(predicate.name, step.guard >= -1 && step.guard < at,
              "a guard used before it is made");
      if (step.op == Op::field || step.op == Op::field_or_zero || step.op == Op::field_known) {
        index(predicate.name, step.index, plan_.fields.size());
      }
      if (step.op == Op::clause_is) {
        require(predicate.name,
                of_clause(plan_.clocks, step.index) >= 0 ||
                    of_clause(plan_.prohibitions, step.index) >= 0,
                "asks a clause that has no obligations of its own");
      }
    }
  }

  void check(std::string_view where, const std::vector<Discharge>& discharges) {
    require(where, !discharges.empty() && discharges.size() <= 8, "not between 1 and 8 discharges");
    for (const Discharge& discharge : discharges) {
      codes(where, discharge.codes);
      for (int field : discharge.fields) index(where, field, plan_.fields.size());
      require(where, discharge.by != By::party || discharge.party >= 0, "no such party");
    }
  }
  void check(std::string_view where, const Tier& span, int calendar) {
    require(where, span.amount >= 0, "a negative target");
    require(where, span.kind == TargetKind::elapsed || calendar >= 0,
            "a business target without a calendar");
  }

  void check(const Clock& clock) {
    check(clock.name, clock.start);
    check(clock.name, clock.discharges);
    require(clock.name, clock.needed >= 1 && clock.needed <= 1000, "not between 1 and 1000 events");
    require(clock.name, clock.needed == 1 || !clock.all, "a cadence that needs all discharges");
    if (clock.has_gap) check(clock.name, clock.gap, clock.calendar);
    codes(clock.name, clock.until);
    require(clock.name, !clock.tiers.empty() && clock.tiers.back().predicate == -1,
            "tiers that do not end in an unconditional one");
    for (const Tier& tier : clock.tiers) {
      optional(clock.name, tier.predicate, plan_.predicates.size());
      check(clock.name, tier, clock.calendar);
    }
    optional(clock.name, clock.calendar, plan_.calendars.size());
    optional(clock.name, clock.when, plan_.predicates.size());
    optional(clock.name, clock.while_, plan_.predicates.size());
    optional(clock.name, clock.paused_while, plan_.predicates.size());
    optional(clock.name, clock.excused_when, plan_.predicates.size());
    optional(clock.name, clock.group_field, plan_.fields.size());
  }

  void check(const Counter& counter) {
    check(counter.name, counter.counted);
    optional(counter.name, counter.when, plan_.predicates.size());
    optional(counter.name, counter.where, plan_.predicates.size());
    optional(counter.name, counter.part, plan_.predicates.size());
    optional(counter.name, counter.sum_field, plan_.fields.size());
    optional(counter.name, counter.group_field, plan_.fields.size());
  }

  void check(const Prohibition& prohibition) {
    check(prohibition.name, prohibition.forbidden);
    optional(prohibition.name, prohibition.when, plan_.predicates.size());
    optional(prohibition.name, prohibition.while_, plan_.predicates.size());
    optional(prohibition.name, prohibition.without, plan_.predicates.size());
    optional(prohibition.name, prohibition.outside, plan_.calendars.size());
    optional(prohibition.name, prohibition.group_field, plan_.fields.size());
  }

  void check(const Conversion& conversion) {
    check(conversion.name, conversion.entering);
    codes(conversion.name, conversion.reached);
    require(conversion.name, !conversion.reached.empty(), "a conversion that reaches nothing");
    optional(conversion.name, conversion.calendar, plan_.calendars.size());
    check(conversion.name, conversion.window, conversion.calendar);
    index(conversion.name, conversion.period, plan_.periods.size());
    optional(conversion.name, conversion.when, plan_.predicates.size());
    optional(conversion.name, conversion.not_counting, plan_.predicates.size());
    optional(conversion.name, conversion.group_field, plan_.fields.size());
  }

  // Every clause once, and none before what it asks.
  void check_order() {
    std::vector<int> clauses;
    auto add = [&](const auto& items) {
      for (const auto& item : items) clauses.push_back(item.clause);
    };
    add(plan_.clocks);
    add(plan_.counters);
    add(plan_.prohibitions);
    add(plan_.conversions);
    std::ranges::sort(clauses);
    require("order", clauses.empty() || (clauses.front() >= 0 && clauses.back() <= 0xffff),
            "a clause out of range");
    require("order", std::ranges::adjacent_find(clauses) == clauses.end(), "a clause twice");
    std::vector<int> ordered = plan_.order;
    std::ranges::sort(ordered);
    require("order", ordered == clauses, "not every clause once");
    for (const Clock& clock : plan_.clocks) {
      asks(clock.clause, {clock.when, clock.while_, clock.paused_while, clock.excused_when});
      for (const Tier& tier : clock.tiers) asks(clock.clause, {tier.predicate});
    }
    for (const Counter& counter : plan_.counters) {
      asks(counter.clause, {counter.when, counter.where, counter.part});
    }
    for (const Prohibition& prohibition : plan_.prohibitions) {
      asks(prohibition.clause, {prohibition.when, prohibition.while_, prohibition.without});
    }
    for (const Conversion& conversion : plan_.conversions) {
      asks(conversion.clause, {conversion.when, conversion.not_counting});
    }
  }
  void asks(int clause, std::initializer_list<int> predicates) {
    auto place = std::ranges::find(plan_.order, clause);
    for (int predicate : predicates) {
      if (predicate < 0) continue;
      const Predicate& p = plan_.predicates[static_cast<std::size_t>(predicate)];
      for (const Instruction& step : p.code) {
        require(
            p.name,
            step.op != Op::clause_is || std::find(plan_.order.begin(), place, step.index) != place,
            "asks a clause that comes after it");
      }
    }
  }

  void check(std::string_view where, const Trigger& trigger) {
    codes(where, trigger.codes);
    require(where, !trigger.codes.empty(), "a trigger without events");
  }

  void codes(std::string_view where, const std::vector<std::uint16_t>& codes) {
    for (std::uint16_t code : codes)
      require(where, code < plan_.code_count, "an event code out of range");
  }
  void index(std::string_view where, int value, std::size_t size) {
    require(where, value >= 0 && static_cast<std::size_t>(value) < size, "an index out of range");
  }
  void optional(std::string_view where, int value, std::size_t size) {
    require(where, value >= -1 && value < static_cast<int>(size), "an index out of range");
  }
  void require(std::string_view where, bool holds, std::string_view what) {
    if (!holds && wrong_.empty()) wrong_ = fmt::format("{}: {}", where, what);
  }

  const Plan& plan_;
  std::string wrong_;
};

}  // namespace

std::string verify(const Plan& plan) { return Verifier(plan).run(); }

}  // namespace sla::plan
