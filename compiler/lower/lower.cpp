#include "compiler/lower/lower.h"

#include <optional>

#include <fmt/format.h>

#include "compiler/lower/predicate.h"

namespace sla::lower {
namespace {

using agreement::Agreement;
using agreement::Clause;

class Lowering {
 public:
  explicit Lowering(const Agreement& agreement) : agreement_(agreement) {}

  plan::Plan run() {
    header();
    for (std::size_t s = 0; s < agreement_.lifecycle.states.size(); ++s) requirement(s);
    for (std::size_t c = 0; c < agreement_.clauses.size(); ++c) {
      const Clause& clause = agreement_.clauses[c];
      if (clause.kind == agreement::ClauseKind::deadline) clock(static_cast<int>(c), clause);
      else counter(static_cast<int>(c), clause);
    }
    return std::move(plan_);
  }

 private:
  void header() {
    plan_.title = agreement_.title;
    plan_.version = agreement_.version;
    // Without a term the plan keeps its widest range, which costs no comparison.
    if (agreement_.has_term) {
      plan_.term_begin = agreement_.term_begin;
      plan_.term_end = agreement_.term_end;
    }
    plan_.state_count = static_cast<int>(agreement_.lifecycle.states.size());
    plan_.code_count = agreement_.code_count();
    plan_.has_moves = agreement_.lifecycle.has_moves;
    plan_.moves = agreement_.lifecycle.moves;
    plan_.zone_field = agreement_.zone_field;
    plan_.texts = agreement_.texts;
    for (const auto& field : agreement_.fields)
      plan_.fields.push_back({field.name, field.optional});
    for (const auto& calendar : agreement_.calendars) {
      plan_.calendars.push_back({calendar.name, static_cast<plan::ZoneOf>(calendar.zone_of)});
    }
  }

  int predicate(std::string name, const std::optional<agreement::Expression>& expression) {
    if (!expression) return -1;
    plan_.predicates.push_back(lower_predicate(std::move(name), *expression));
    return static_cast<int>(plan_.predicates.size()) - 1;
  }

  void requirement(std::size_t state) {
    const agreement::State& s = agreement_.lifecycle.states[state];
    int index = predicate(fmt::format("{} requires", s.name), s.requirement);
    if (index >= 0) plan_.requirements.push_back({static_cast<int>(state), index});
  }

  // Leaving a state is entering another: only entries can match.
  plan::Trigger trigger(const agreement::Trigger& t) const {
    plan::Trigger trigger{t.events, t.in_states, t.left_states};
    if (t.kind == agreement::Trigger::Kind::leaving && trigger.codes.empty()) {
      for (int s = 0; s < plan_.state_count; ++s) trigger.codes.push_back(agreement_.entering(s));
    }
    return trigger;
  }

  // `business day as N hours` turns a count of days into a quantity of working time.
  plan::Tier target(const agreement::Duration& duration, int calendar) const {
    plan::Tier tier;
    tier.kind = static_cast<plan::TargetKind>(duration.kind);
    tier.amount = duration.amount;
    if (duration.kind == agreement::TargetKind::business_days && calendar >= 0) {
      std::int64_t day =
          agreement_.calendars[static_cast<std::size_t>(calendar)].business_day_micros;
      if (day > 0) {
        tier.kind = plan::TargetKind::business;
        tier.amount = duration.amount * day;
      }
    }
    return tier;
  }

  void clock(int index, const Clause& clause) {
    const agreement::Deadline& deadline = clause.deadline;
    plan::Clock clock;
    clock.clause = index;
    clock.name = clause.name;
    clock.start = trigger(deadline.start);
    for (const auto& discharge : deadline.discharges) {
      clock.discharges.push_back({discharge.events, discharge.fields});
    }
    clock.all = deadline.all;
    clock.when = predicate(clause.name + " when", clause.when);
    clock.while_ = predicate(clause.name + " while", deadline.while_);
    clock.paused_while = predicate(clause.name + " paused while", deadline.paused_while);
    for (const auto& tier : deadline.tiers) {
      plan::Tier lowered = target(tier.target, deadline.calendar);
      lowered.predicate = predicate(clause.name + " tier " + tier.name, tier.when);
      clock.tiers.push_back(lowered);
    }
    clock.calendar = deadline.calendar;
    clock.reentry = static_cast<plan::Reentry>(deadline.on_reentry);
    clock.reassignment = static_cast<plan::Reassignment>(deadline.on_reassignment);
    clock.grace = deadline.grace.amount;
    if (deadline.target && deadline.target->group.by == agreement::GroupBy::field) {
      clock.group_field = deadline.target->group.field;
    }
    plan_.clocks.push_back(std::move(clock));
  }

  void counter(int index, const Clause& clause) {
    const agreement::Volume& volume = clause.volume;
    plan::Counter counter;
    counter.clause = index;
    counter.name = clause.name;
    counter.counted = trigger(volume.counted);
    counter.when = predicate(clause.name + " when", clause.when);
    counter.where = predicate(clause.name + " where", volume.where);
    counter.sum_field = volume.sum_of;
    if (volume.group.by == agreement::GroupBy::field) counter.group_field = volume.group.field;
    plan_.counters.push_back(std::move(counter));
  }

  const Agreement& agreement_;
  plan::Plan plan_;
};

}  // namespace

plan::Plan lower(const Agreement& agreement) { return Lowering(agreement).run(); }

}  // namespace sla::lower
