#include "compiler/analyze/time/coming.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::Expression;
using agreement::Op;
using agreement::Trigger;

/// Adds what a condition comes down to, so that each part can be looked for by itself.
void take_apart(const Ask& ask, std::vector<Ask>& parts) {
  const Expression& condition = *ask.condition;
  if (condition.op == Op::not_) {
    take_apart({&condition.children[0], !ask.wanted, ask.later, ask.at}, parts);
  } else if (condition.op == (ask.wanted ? Op::and_ : Op::or_)) {
    for (const Expression& child : condition.children)
      take_apart({&child, ask.wanted, ask.later, ask.at}, parts);
  } else {
    parts.push_back(ask);
  }
}

void add(const std::optional<Expression>& condition, bool wanted, std::vector<Ask>& asks) {
  if (condition) asks.push_back({&*condition, wanted});
}

int first_state(std::uint64_t states) { return states == 0 ? -1 : std::countr_zero(states); }

/// A state to leave for: one that a move leads to, if the lifecycle has moves.
int neighbour(const Agreement& record, int state, std::uint64_t left) {
  const auto& lifecycle = record.lifecycle;
  for (int to = 0; to < static_cast<int>(lifecycle.states.size()); ++to) {
    if ((left >> to & 1) != 0) continue;
    if (!lifecycle.has_moves || (lifecycle.moves[static_cast<std::size_t>(state)] >> to & 1) != 0)
      return to;
  }
  return -1;
}

/// What is known of a coming subject when it is asked; without values.
Known known_at(const Ask& ask, const Coming& coming) {
  if (ask.at) return {ask.at->after, ask.at->before, false, nullptr};
  return {coming.state, ask.later ? coming.state : coming.state_before, false, nullptr};
}

bool contradicts(const Ask& ask, const Coming& coming) {
  Known known = known_at(ask, coming);
  known.values = &coming.values;
  const Truth truth = truth_of(*ask.condition, known);
  return truth == (ask.wanted ? Truth::no : Truth::yes);
}

}  // namespace

std::optional<int> entered_by(const Agreement& record, events::Code code) {
  const std::size_t count = record.lifecycle.states.size();
  if (code < events::kFirstState || code >= events::kFirstState + count) return std::nullopt;
  return static_cast<int>(code - events::kFirstState);
}

std::vector<Way> ways_of(const Agreement& record, const Trigger& trigger) {
  std::vector<Way> ways;
  if (trigger.kind == Trigger::Kind::leaving) {
    for (std::uint64_t left = trigger.left_states; left != 0; left &= left - 1) {
      const int before = first_state(left);
      const int after = neighbour(record, before, trigger.left_states);
      if (after >= 0) ways.push_back({before, record.entering(after)});
    }
    return ways;
  }
  for (const events::Code event : trigger.events) {
    if (trigger.in_states == 0 || entered_by(record, event)) {
      ways.push_back({-1, event});
      continue;
    }
    for (std::uint64_t states = trigger.in_states; states != 0; states &= states - 1)
      ways.push_back({first_state(states), event});
  }
  return ways;
}

States states_of(const Agreement& record, const Way& way) {
  return {way.before, entered_by(record, way.event).value_or(way.before)};
}

std::vector<Ask> asks_of(const Clause& clause, std::size_t tier) {
  std::vector<Ask> asks;
  add(clause.when, true, asks);
  const agreement::Deadline& d = clause.deadline;
  add(d.while_, true, asks);
  add(d.paused_while, false, asks);
  add(d.excused_when, false, asks);
  for (std::size_t i = 0; i < d.tiers.size() && i < tier; ++i) add(d.tiers[i].when, false, asks);
  if (tier < d.tiers.size()) add(d.tiers[tier].when, true, asks);
  return asks;
}

std::optional<Coming> coming_along(const Agreement& record, const Way& way,
                                   const std::vector<Ask>& asks, bool owned) {
  Coming coming;
  const States states = states_of(record, way);
  coming.state_before = states.before;
  coming.state = states.after;
  if (way.before >= 0) coming.happenings.push_back(happening(record, record.entering(way.before)));
  if (owned && way.event != events::kAssigned && !agreement::is_people(record.subject_kind))
    coming.happenings.push_back(happening(record, events::kAssigned));
  coming.happenings.push_back(happening(record, way.event));

  std::vector<Ask> parts;
  for (const Ask& ask : asks) take_apart(ask, parts);
  const std::vector<Ask> needed = parts;
  for (const int state : {coming.state_before, coming.state}) {
    if (state < 0) continue;
    add(record.lifecycle.states[static_cast<std::size_t>(state)].requirement, true, parts);
  }
  std::vector<Wish> wishes;
  for (const Ask& ask : parts)
    wishes.push_back({ask.condition, known_at(ask, coming), ask.wanted, {}});
  coming.values = example_values(record, wishes);
  if (std::ranges::any_of(needed, [&](const Ask& ask) { return contradicts(ask, coming); }))
    return std::nullopt;
  return coming;
}

std::optional<Coming> coming_by(const Agreement& record, const Trigger& trigger,
                                const std::vector<Ask>& asks, bool owned) {
  for (const Way& way : ways_of(record, trigger)) {
    if (auto coming = coming_along(record, way, asks, owned)) return coming;
  }
  return std::nullopt;
}

std::optional<Coming> coming_to(const Agreement& record, const Clause& clause, std::size_t tier,
                                bool owned, const std::vector<Ask>& more) {
  std::vector<Ask> asks = asks_of(clause, tier);
  asks.insert(asks.end(), more.begin(), more.end());
  auto coming = coming_by(record, clause.deadline.start, asks, owned);
  if (!coming) return coming;
  // What is to be recorded is not known yet.
  for (const agreement::Discharge& discharge : clause.deadline.discharges) {
    for (const int field : discharge.fields) {
      if (record.fields[static_cast<std::size_t>(field)].optional)
        coming->values[static_cast<std::size_t>(field)].reset();
    }
  }
  return coming;
}

std::string happening(const Agreement& record, events::Code code) {
  if (const auto state = entered_by(record, code))
    return "enters " + record.lifecycle.states[static_cast<std::size_t>(*state)].name;
  switch (code) {
    case events::kAssigned: return fmt::format("is assigned to \"{}\"", kPerson);
    case events::kHeld: return "is held";
    case events::kResumed: return "is resumed";
    default: return "gets " + agreement::one(record.event_name(code));
  }
}

std::optional<std::string> deed(const Agreement& record, const agreement::Discharge& discharge,
                                events::Code code, bool known) {
  if (!discharge.fields.empty()) return std::nullopt;
  const bool by_somebody = known || discharge.by != agreement::By::anyone;
  return happening(record, code) + (by_somebody ? fmt::format(" by \"{}\"", kPerson) : "");
}

}  // namespace sla::analyze
