#include "compiler/analyze/clarity/unused.h"

#include <algorithm>

#include <fmt/format.h>

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::Define;
using agreement::Expression;
using agreement::Op;
using agreement::State;

std::vector<const Agreement*> all_records(const Agreement& whole) {
  std::vector<const Agreement*> records = {&whole};
  for (const Agreement& other : whole.others) records.push_back(&other);
  return records;
}

/// Files that an agreement takes declarations from have more than one of them needs.
bool is_its_own(const Agreement& whole, source::Span span) {
  return span.file == whole.title_span.file && span != source::Span{};
}

std::uint64_t states_in(const Expression& e) {
  std::uint64_t states = 0;
  if (e.op == Op::in_states || e.op == Op::was_in_states)
    states = static_cast<std::uint64_t>(e.value);
  for (const Expression& child : e.children) states |= states_in(child);
  return states;
}

/// The states of one record that anything besides their own line speaks of.
class Spoken {
 public:
  explicit Spoken(const Agreement& agreement) : agreement_(agreement) {
    for (const agreement::Move& move : agreement.lifecycle.written) {
      add(std::uint64_t{1} << move.from | std::uint64_t{1} << move.to);
    }
    for (const State& state : agreement.lifecycle.states) add(state.requirement);
    for (const Define& define : agreement.defines) add(states_in(define.value));
    for (const Clause& clause : agreement.clauses) add(clause);
    for (const agreement::Source& source : agreement.sources) {
      add(source.each_row);
      add(source.otherwise);
      for (const auto& event : source.events) add(static_cast<int>(event.code));
    }
    for (const agreement::Test& test : agreement.tests) {
      for (const auto& event : test.events) add(static_cast<int>(event.code));
    }
  }

  bool has(std::size_t state) const { return (states_ >> state & 1) != 0; }

 private:
  void add(std::uint64_t states) { states_ |= states; }
  void add(int code) {
    const int state = code - static_cast<int>(events::kFirstState);
    if (state >= 0 && state < static_cast<int>(agreement_.lifecycle.states.size()))
      add(std::uint64_t{1} << state);
  }
  void add(const std::optional<Expression>& e) {
    if (e) add(states_in(*e));
  }
  void add(const agreement::EventSet& events) {
    for (const events::Code code : events) add(static_cast<int>(code));
  }
  void add(const agreement::Trigger& trigger) {
    add(trigger.in_states | trigger.left_states);
    if (trigger.kind == agreement::Trigger::Kind::event) add(trigger.events);
  }
  void add(const std::vector<agreement::Discharge>& discharges) {
    for (const agreement::Discharge& discharge : discharges) {
      add(discharge.left_states);
      if (discharge.left_states == 0) add(discharge.events);
    }
  }

  void add(const Clause& clause) {
    add(clause.when);
    if (agreement::has_clock(clause.kind)) {
      const auto& deadline = clause.deadline;
      add(deadline.discharges);
      add(deadline.start);
      add(deadline.until);
      for (const agreement::Tier& tier : deadline.tiers) add(tier.when);
      for (const auto* each : {&deadline.while_, &deadline.paused_while, &deadline.excused_when})
        add(*each);
    } else if (agreement::has_counter(clause.kind)) {
      add(clause.volume.counted);
      add(clause.volume.where);
      add(clause.volume.part);
    } else if (clause.kind == agreement::ClauseKind::conversion) {
      add(clause.conversion.entering);
      add(clause.conversion.reached);
      add(clause.conversion.not_counting);
    } else {
      add(clause.prohibition.forbidden);
      add(clause.prohibition.without);
      add(clause.prohibition.while_);
    }
  }

  const Agreement& agreement_;
  std::uint64_t states_ = 0;
};

}  // namespace

void unused_definitions(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  const auto records = all_records(subject.whole);
  std::vector<source::Span> told;
  const auto is_used = [&](const Define& define) {
    return std::ranges::any_of(records, [&](const Agreement* agreement) {
      return std::ranges::any_of(agreement->defines, [&](const Define& same) {
        return same.span == define.span && same.used;
      });
    });
  };
  for (const Agreement* agreement : records) {
    for (const Define& define : agreement->defines) {
      if (!is_its_own(subject.whole, define.span) || is_used(define)) continue;
      if (std::ranges::find(told, define.span) != told.end()) continue;
      told.push_back(define.span);
      auto& found = findings.emplace_back(
          finding(diagnose::Code::unused_definition, define.span,
                  fmt::format("nothing uses the definition `{}`", define.name), "defined here"));
      found.help = "leave it out, or say with it what was meant to be said with it";
    }
  }
}

void unused_states(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  for (const Agreement* agreement : all_records(subject.whole)) {
    // Without a source the log may hold every state that is declared.
    if (agreement->sources.empty()) continue;
    const Spoken spoken(*agreement);
    const auto& states = agreement->lifecycle.states;
    for (std::size_t s = 0; s < states.size(); ++s) {
      // What is final is an end by itself.
      if (states[s].final || spoken.has(s) || !is_its_own(subject.whole, states[s].span)) continue;
      auto& found = findings.emplace_back(
          finding(diagnose::Code::unused_state, states[s].span,
                  fmt::format("nothing speaks of the state `{}`", states[s].name),
                  "no move, clause, condition or source"));
      found.help = "leave it out, or write the moves that lead to it and away from it";
    }
  }
}

}  // namespace sla::analyze
