#include "compiler/lower/lower.h"

#include <algorithm>
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
      lower_clause(static_cast<int>(c), clause);
    }
    plan_.order = agreement_.evaluation_order();
    return std::move(plan_);
  }

 private:
  void lower_clause(int index, const Clause& clause) {
    switch (clause.kind) {
      case agreement::ClauseKind::deadline:
      case agreement::ClauseKind::cadence:
      case agreement::ClauseKind::time_in_state: clock(index, clause); return;
      case agreement::ClauseKind::volume:
      case agreement::ClauseKind::share: counter(index, clause); return;
      case agreement::ClauseKind::prohibition: prohibition(index, clause); return;
      case agreement::ClauseKind::conversion: conversion(index, clause); return;
    }
  }

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
    plan_.zone = agreement_.zone;
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
      trigger.codes = entries();
    }
    return trigger;
  }
  std::vector<std::uint16_t> entries() const {
    std::vector<std::uint16_t> codes;
    for (int s = 0; s < plan_.state_count; ++s) codes.push_back(agreement_.entering(s));
    return codes;
  }

  std::vector<plan::Discharge> discharges(const std::vector<agreement::Discharge>& from) const {
    std::vector<plan::Discharge> result;
    for (const agreement::Discharge& d : from) {
      plan::Discharge discharge{d.events, d.fields, d.left_states, static_cast<plan::By>(d.by),
                                d.by_party};
      if (d.left_states != 0 && discharge.codes.empty()) discharge.codes = entries();
      result.push_back(std::move(discharge));
    }
    return result;
  }

  static int group_field(const agreement::Grouping& group) {
    return group.by == agreement::GroupBy::field ? group.field : -1;
  }
  static int group_field(const std::optional<agreement::Target>& target) {
    return target ? group_field(target->group) : -1;
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
    clock.discharges = discharges(deadline.discharges);
    clock.all = deadline.all;
    clock.needed = deadline.needed;
    clock.has_gap = deadline.apart.has_value();
    if (deadline.apart) clock.gap = target(*deadline.apart, deadline.calendar);
    clock.until = deadline.until;
    clock.marks = !clause.steps.empty();
    clock.when = predicate(clause.name + " when", clause.when);
    clock.while_ = predicate(clause.name + " while", deadline.while_);
    clock.paused_while = predicate(clause.name + " paused while", deadline.paused_while);
    clock.excused_when = predicate(clause.name + " excused when", deadline.excused_when);
    for (const auto& tier : deadline.tiers) {
      plan::Tier lowered = target(tier.target, deadline.calendar);
      lowered.predicate = predicate(clause.name + " tier " + tier.name, tier.when);
      clock.tiers.push_back(lowered);
    }
    clock.calendar = deadline.calendar;
    clock.reentry = static_cast<plan::Reentry>(deadline.on_reentry);
    clock.reassignment = static_cast<plan::Reassignment>(deadline.on_reassignment);
    clock.grace = deadline.grace.amount;
    clock.group_field = group_field(deadline.target);
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
    counter.part = predicate(clause.name + " part", volume.part);
    counter.sum_field = volume.sum_of;
    counter.group_field = group_field(volume.group);
    plan_.counters.push_back(std::move(counter));
  }

  void prohibition(int index, const Clause& clause) {
    const agreement::Prohibition& from = clause.prohibition;
    plan::Prohibition prohibition;
    prohibition.clause = index;
    prohibition.name = clause.name;
    prohibition.forbidden = discharges(from.forbidden);
    prohibition.when = predicate(clause.name + " when", clause.when);
    prohibition.while_ = predicate(clause.name + " while", from.while_);
    prohibition.without = predicate(clause.name + " without", from.without);
    prohibition.outside = from.outside;
    prohibition.group_field = group_field(from.target);
    plan_.prohibitions.push_back(std::move(prohibition));
  }

  void conversion(int index, const Clause& clause) {
    const agreement::Conversion& from = clause.conversion;
    plan::Conversion conversion;
    conversion.clause = index;
    conversion.name = clause.name;
    conversion.entering = trigger(from.entering);
    conversion.reached = from.reached;
    conversion.window = target(from.window, from.calendar);
    conversion.calendar = from.calendar;
    conversion.period = period(from.target.period);
    conversion.when = predicate(clause.name + " when", clause.when);
    conversion.not_counting = predicate(clause.name + " not counting", from.not_counting);
    conversion.group_field = group_field(from.target.group);
    plan_.conversions.push_back(std::move(conversion));
  }

  // The index of a shape of periods; each is listed once.
  int period(const agreement::Period& from) {
    const plan::Period shape{static_cast<plan::PeriodUnit>(from.unit), from.first_month};
    auto place = std::ranges::find(plan_.periods, shape);
    if (place == plan_.periods.end()) place = plan_.periods.insert(place, shape);
    return static_cast<int>(place - plan_.periods.begin());
  }

  const Agreement& agreement_;
  plan::Plan plan_;
};

}  // namespace

plan::Plan lower(const Agreement& agreement) { return Lowering(agreement).run(); }

}  // namespace sla::lower
