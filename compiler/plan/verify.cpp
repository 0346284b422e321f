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
    }
  }

  void check(const Clock& clock) {
    check(clock.name, clock.start);
    require(clock.name, !clock.discharges.empty() && clock.discharges.size() <= 8,
            "not between 1 and 8 discharges");
    for (const Discharge& discharge : clock.discharges) {
      codes(clock.name, discharge.codes);
      for (int field : discharge.fields) index(clock.name, field, plan_.fields.size());
    }
    require(clock.name, !clock.tiers.empty() && clock.tiers.back().predicate == -1,
            "tiers that do not end in an unconditional one");
    for (const Tier& tier : clock.tiers) {
      optional(clock.name, tier.predicate, plan_.predicates.size());
      require(clock.name, tier.amount >= 0, "a negative target");
      require(clock.name, tier.kind == TargetKind::elapsed || clock.calendar >= 0,
              "a business target without a calendar");
    }
    optional(clock.name, clock.calendar, plan_.calendars.size());
    optional(clock.name, clock.when, plan_.predicates.size());
    optional(clock.name, clock.while_, plan_.predicates.size());
    optional(clock.name, clock.paused_while, plan_.predicates.size());
    optional(clock.name, clock.group_field, plan_.fields.size());
  }

  void check(const Counter& counter) {
    check(counter.name, counter.counted);
    optional(counter.name, counter.when, plan_.predicates.size());
    optional(counter.name, counter.where, plan_.predicates.size());
    optional(counter.name, counter.sum_field, plan_.fields.size());
    optional(counter.name, counter.group_field, plan_.fields.size());
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
