#include "compiler/analyze/graph/clock_span.h"

#include <algorithm>

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::By;
using agreement::Clause;
using agreement::Discharge;
using agreement::Expression;
using agreement::Op;
using agreement::Trigger;
using events::Code;

constexpr std::uint64_t bit(int state) { return state < 0 ? 0 : std::uint64_t{1} << state; }

bool contains(const agreement::EventSet& set, Code code) {
  return std::ranges::binary_search(set, code);
}

class Starts {
 public:
  Starts(const Agreement& agreement, const Clause& clause)
      : agreement_(agreement),
        clause_(clause),
        model_(agreement),
        count_(static_cast<int>(agreement.lifecycle.states.size())) {}

  std::vector<Start> all() {
    const Trigger& trigger = clause_.deadline.start;
    if (trigger.kind == Trigger::Kind::leaving) {
      for (int from = 0; from < count_; ++from) leave(from);
    } else {
      for (const Code code : trigger.events) begin(code);
    }
    return std::move(starts_);
  }

 private:
  void leave(int from) {
    if (!has_state(clause_.deadline.start.left_states, from)) return;
    for (int to = 0; to < count_; ++to) {
      if (to == from || !may_move(agreement_.lifecycle, from, to)) continue;
      add({agreement_.entering(from), agreement_.entering(to)}, from, to);
    }
  }

  void begin(Code code) {
    const std::uint64_t states = clause_.deadline.start.in_states;
    const int entered = static_cast<int>(code) - static_cast<int>(events::kFirstState);
    if (entered >= 0 && entered < count_) {
      if (states == 0 || has_state(states, entered)) add({code}, -1, entered);
      return;
    }
    if (states == 0) add({code}, -1, -1);
    for (int state = 0; state < count_; ++state) {
      if (states == 0 || has_state(states, state))
        add({agreement_.entering(state), code}, state, state);
    }
  }

  void add(const std::vector<Code>& codes, int before, int state) {
    Start start;
    start.state = state;
    Lead lead = model_.newborn();
    for (const Code code : codes) {
      const int entered = static_cast<int>(code) - static_cast<int>(events::kFirstState);
      Act act =
          entered >= 0 && entered < count_ ? model_.entering(lead, entered) : Act{.code = code};
      model_.happen(lead, act);
      start.path.push_back(std::move(act));
    }
    start.is_done = is_done(codes.back(), state);
    const Known known{state, before, false, nullptr};
    const Truth when = truth_of(clause_.when, known);
    const Truth while_ = truth_of(clause_.deadline.while_, known);
    start.guard = std::min(when, while_);
    starts_.push_back(std::move(start));
  }

  bool is_done(Code code, int state) const {
    if (clause_.kind == agreement::ClauseKind::cadence && clause_.deadline.needed > 1) return false;
    const auto does = [&](const Discharge& discharge) {
      return discharge.by == By::anyone && discharge.fields.empty() &&
             contains(discharge.events, code) &&
             (discharge.left_states == 0 || !has_state(discharge.left_states, state));
    };
    const auto& discharges = clause_.deadline.discharges;
    return clause_.deadline.all ? std::ranges::all_of(discharges, does)
                                : std::ranges::any_of(discharges, does);
  }

  const Agreement& agreement_;
  const Clause& clause_;
  LeadModel model_;
  int count_;
  std::vector<Start> starts_;
};

/// Follows the permitted moves for as long as the clock may be open.
class Spread {
 public:
  Spread(const Agreement& agreement, const Clause& clause)
      : agreement_(agreement), clause_(clause), lifecycle_(agreement.lifecycle) {
    for (std::size_t d = 0; d < clause.deadline.discharges.size(); ++d) {
      if (!is_move(clause.deadline.discharges[d])) span_.doable |= 1u << d;
    }
  }

  Span from(int start) {
    open(start);
    while (!todo_.empty()) {
      const int at = todo_.back();
      todo_.pop_back();
      for (int to = 0; to < static_cast<int>(lifecycle_.states.size()); ++to) {
        // A lead that is in no state may begin in any.
        if (at < 0 || may_move(lifecycle_, at, to)) move(to);
      }
    }
    return span_;
  }

 private:
  bool is_move(const Discharge& discharge) const {
    const auto enters = [&](Code code) {
      return code >= events::kFirstState && code < events::kFirstState + lifecycle_.states.size();
    };
    return discharge.fields.empty() && std::ranges::all_of(discharge.events, enters);
  }

  void open(int state) {
    if (state >= 0 && has_state(span_.open, state)) return;
    span_.open |= bit(state);
    todo_.push_back(state);
  }

  void move(int to) {
    const Code code = agreement_.entering(to);
    bool surely_stops = false;
    const auto& discharges = clause_.deadline.discharges;
    for (std::size_t d = 0; d < discharges.size(); ++d) {
      const Discharge& discharge = discharges[d];
      if (!contains(discharge.events, code) || has_state(discharge.left_states, to)) continue;
      span_.doable |= 1u << d;
      const bool is_one_enough = !clause_.deadline.all || discharges.size() == 1;
      surely_stops = surely_stops ||
                     (discharge.by == By::anyone && is_one_enough && clause_.deadline.needed == 1);
    }
    if (surely_stops || contains(clause_.deadline.until, code)) return;
    const Known known{to, -1, {}, nullptr};
    if (clause_.deadline.excused_when &&
        truth_of(clause_.deadline.excused_when, known) == Truth::yes)
      return;
    if (truth_of(clause_.deadline.while_, known) == Truth::no) return;
    open(to);
  }

  const Agreement& agreement_;
  const Clause& clause_;
  const agreement::Lifecycle& lifecycle_;
  Span span_;
  std::vector<int> todo_;
};

bool mentions_state(const Expression& e) {
  return e.op == Op::in_states || e.op == Op::was_in_states ||
         std::ranges::any_of(e.children, mentions_state);
}

}  // namespace

std::vector<Start> starts_of(const Agreement& agreement, const Clause& clause) {
  return Starts(agreement, clause).all();
}

Span span_of(const Agreement& agreement, const Clause& clause, int start) {
  return Spread(agreement, clause).from(start);
}

bool can_stop(const Clause& clause, const Span& span) {
  if (!clause.deadline.all) return span.doable != 0;
  return span.doable == (1u << clause.deadline.discharges.size()) - 1;
}

bool asks_for_state(const std::optional<Expression>& condition) {
  return condition && mentions_state(*condition);
}

}  // namespace sla::analyze
