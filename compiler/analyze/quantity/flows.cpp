#include "compiler/analyze/quantity/flows.h"

#include <algorithm>

namespace sla::analyze::quantity {

using agreement::Clause;
using agreement::ClauseKind;
using agreement::Expression;
using agreement::Op;
using agreement::TypeKind;

namespace {

Expression joined(Op op, std::vector<Expression> children) {
  Expression result;
  result.op = op;
  result.type.kind = TypeKind::yes_no;
  result.span = children.front().span;
  result.children = std::move(children);
  return result;
}

Flow of_volume(const Clause& clause, int index) {
  const agreement::Volume& volume = clause.volume;
  Flow flow;
  flow.clause = index;
  flow.at_least = volume.at_least;
  flow.stream = {volume.counted, volume.group, volume.every_entry, volume.sum_of};
  flow.period = volume.period;
  if (clause.kind == ClauseKind::share) {
    flow.kind = Flow::Kind::share;
    flow.bound = volume.micro_percent;
    flow.counted = both(clause.when, volume.where);
    flow.part = volume.part;
  } else {
    flow.bound = volume.amount;
    flow.counted = both(clause.when, volume.where);
  }
  return flow;
}

std::optional<Flow> of_conversion(const Clause& clause, int index) {
  const agreement::Conversion& conversion = clause.conversion;
  if (conversion.not_counting) return std::nullopt;
  Flow flow;
  flow.kind = Flow::Kind::rate;
  flow.clause = index;
  flow.at_least = conversion.at_least;
  flow.bound = conversion.target.micro_percent;
  flow.stream = {conversion.entering, conversion.target.group, false, -1};
  flow.counted = clause.when;
  flow.reached = conversion.reached;
  flow.window = conversion.window;
  flow.period = conversion.target.period;
  return flow;
}

/// "must move a lead to sal within 2 days of entering mql": a rate, where nothing but an entry ends
/// the clock.
std::optional<Flow> of_deadline(const agreement::Agreement& record, const Clause& clause,
                                int index) {
  const agreement::Deadline& deadline = clause.deadline;
  const bool ends_otherwise = deadline.while_ || deadline.paused_while || deadline.excused_when ||
                              (deadline.all && deadline.discharges.size() > 1);
  const agreement::Trigger& start = deadline.start;
  if (ends_otherwise || start.kind != agreement::Trigger::Kind::event ||
      !entered(record, start.events)) {
    return std::nullopt;
  }
  Flow flow;
  flow.kind = Flow::Kind::rate;
  flow.clause = index;
  flow.stream = {start, {}, false, -1};
  flow.counted = clause.when;
  flow.bound = 100 * agreement::kScale;
  for (const agreement::Discharge& discharge : deadline.discharges) {
    const bool is_entry =
        discharge.fields.empty() && discharge.left_states == 0 && entered(record, discharge.events);
    if (!is_entry) return std::nullopt;
    flow.reached.insert(flow.reached.end(), discharge.events.begin(), discharge.events.end());
  }
  std::ranges::sort(flow.reached);
  if (deadline.target) {
    // Judged when due, the rows of a period are not those that started in it.
    if (deadline.target->judged_when_due) return std::nullopt;
    flow.bound = deadline.target->micro_percent;
    flow.stream.group = deadline.target->group;
    flow.period = deadline.target->period;
  }
  return flow;
}

std::optional<Flow> of_prohibition(const Clause& clause, int index) {
  const agreement::Prohibition& prohibition = clause.prohibition;
  const bool some_are_allowed =
      prohibition.target && prohibition.target->micro_percent < 100 * agreement::kScale;
  if (some_are_allowed || prohibition.outside >= 0) return std::nullopt;
  Flow flow;
  flow.kind = Flow::Kind::none;
  flow.clause = index;
  flow.at_least = false;
  for (const agreement::Discharge& discharge : prohibition.forbidden) {
    const bool plain = discharge.fields.empty() && discharge.left_states == 0 &&
                       discharge.by == agreement::By::anyone;
    if (!plain) return std::nullopt;
    auto& events = flow.stream.trigger.events;
    events.insert(events.end(), discharge.events.begin(), discharge.events.end());
  }
  std::ranges::sort(flow.stream.trigger.events);
  flow.counted = both(clause.when, prohibition.while_);
  if (prohibition.without) flow.counted = both(flow.counted, opposite(*prohibition.without));
  return flow;
}

std::optional<Flow> flow_of(const agreement::Agreement& record, int index) {
  const Clause& clause = record.clauses[static_cast<std::size_t>(index)];
  switch (clause.kind) {
    case ClauseKind::volume:
    case ClauseKind::share: return of_volume(clause, index);
    case ClauseKind::conversion: return of_conversion(clause, index);
    case ClauseKind::deadline: return of_deadline(record, clause, index);
    case ClauseKind::prohibition: return of_prohibition(clause, index);
    default: return std::nullopt;
  }
}

/// The states that can be reached from these by one move or more.
std::uint64_t reachable(const agreement::Lifecycle& lifecycle, std::uint64_t from) {
  std::uint64_t seen = 0;
  std::uint64_t fresh = from;
  while (fresh != 0) {
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < lifecycle.states.size(); ++i) {
      if ((fresh >> i & 1u) != 0) next |= lifecycle.moves[i];
    }
    fresh = next & ~seen;
    seen |= next;
  }
  return seen;
}

}  // namespace

std::vector<Flow> flows_of(const agreement::Agreement& record) {
  std::vector<Flow> flows;
  for (std::size_t i = 0; i < record.clauses.size(); ++i) {
    if (auto flow = flow_of(record, static_cast<int>(i))) flows.push_back(std::move(*flow));
  }
  return flows;
}

bool adds_up(const agreement::Agreement& record, const Stream& stream) {
  if (stream.every_entry) return true;
  const auto states = entered(record, stream.trigger.events);
  return stream.trigger.kind == agreement::Trigger::Kind::event && states &&
         record.lifecycle.has_moves && (reachable(record.lifecycle, *states) & *states) == 0;
}

std::optional<Expression> both(const std::optional<Expression>& a,
                               const std::optional<Expression>& b) {
  if (!a) return b;
  if (!b) return a;
  return joined(Op::and_, {*a, *b});
}

Expression opposite(Expression condition) { return joined(Op::not_, {std::move(condition)}); }

bool same(const agreement::Trigger& a, const agreement::Trigger& b) {
  return a.kind == b.kind && a.events == b.events && a.in_states == b.in_states &&
         a.left_states == b.left_states;
}

bool same(const agreement::Grouping& a, const agreement::Grouping& b) {
  return a.by == b.by && a.field == b.field;
}

bool same(const std::optional<Expression>& a, const std::optional<Expression>& b) {
  return a.has_value() == b.has_value() && (!a || says_the_same(*a, *b));
}

bool within(const agreement::EventSet& a, const agreement::EventSet& b) {
  return std::ranges::includes(b, a);
}

bool within(const agreement::Trigger& a, const agreement::Trigger& b) {
  if (a.kind != agreement::Trigger::Kind::event || b.kind != a.kind) return same(a, b);
  const bool states_fit =
      b.in_states == 0 || (a.in_states != 0 && (a.in_states & ~b.in_states) == 0);
  return states_fit && within(a.events, b.events);
}

std::optional<std::uint64_t> entered(const agreement::Agreement& record,
                                     const agreement::EventSet& events) {
  std::uint64_t states = 0;
  for (const events::Code code : events) {
    if (code < events::kFirstState ||
        code >= events::kFirstState + record.lifecycle.states.size()) {
      return std::nullopt;
    }
    states |= std::uint64_t{1} << (code - events::kFirstState);
  }
  return events.empty() ? std::nullopt : std::optional(states);
}

}  // namespace sla::analyze::quantity
