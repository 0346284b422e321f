#include "compiler/analyze/time/bans.h"

#include <algorithm>

namespace sla::analyze {
namespace {

using agreement::By;
using agreement::Clause;
using agreement::Discharge;
using agreement::Expression;

bool reads_state(const Expression& e) {
  if (e.op == agreement::Op::in_states || e.op == agreement::Op::was_in_states) return true;
  return std::ranges::any_of(e.children, reads_state);
}

/// Whether the condition holds in every state that the subject can be in while the duty lasts.
bool holds_throughout(const TimeCheck& check, const std::optional<Expression>& condition,
                      const Clause& duty, events::Code event) {
  if (!condition || !reads_state(*condition)) return true;
  const int count = static_cast<int>(check.record.lifecycle.states.size());
  const int entered = event >= events::kFirstState && event < events::kFirstState + count
                          ? static_cast<int>(event - events::kFirstState)
                          : -1;
  for (int state = 0; state < count; ++state) {
    const Known staying{state, state, false, nullptr};
    if (duty.deadline.while_ && truth_of(*duty.deadline.while_, staying) == Truth::no) continue;
    const Known then{entered >= 0 ? entered : state, state, false, nullptr};
    if (truth_of(*condition, then) == Truth::no) return false;
  }
  return true;
}

/// Whether what the duty asks for is what the prohibition forbids, as far as it says by whom.
bool is_by_the_same(const Clause& duty, const Discharge& asked, const Discharge& forbidden) {
  switch (forbidden.by) {
    case By::anyone: return true;
    case By::owner: return asked.by == By::owner;
    case By::party:
      return forbidden.by_party == (asked.by == By::party ? asked.by_party : duty.party);
  }
  return false;
}

}  // namespace

std::vector<Ban> bans_against(const TimeCheck& check, const Clause& duty,
                              const Discharge& discharge, events::Code event,
                              const Whereabouts& where) {
  std::vector<Ban> bans;
  for (const Clause& clause : check.record.clauses) {
    if (clause.kind != agreement::ClauseKind::prohibition) continue;
    const agreement::Prohibition& p = clause.prohibition;
    if (p.without || !holds_throughout(check, p.while_, duty, event) ||
        !holds_throughout(check, clause.when, duty, event)) {
      continue;
    }
    for (const Discharge& forbidden : p.forbidden) {
      if (!forbidden.fields.empty() || forbidden.left_states != 0) continue;
      if (!std::ranges::binary_search(forbidden.events, event)) continue;
      if (!is_by_the_same(duty, discharge, forbidden)) continue;
      const time::Calendar* hours = check.timetable.calendar(p.outside, where);
      if (p.outside >= 0 && hours == nullptr) continue;
      bans.push_back({&clause, &forbidden, hours});
      break;
    }
  }
  return bans;
}

std::vector<Ask> asks_of(const Ban& ban) {
  std::vector<Ask> asks;
  if (ban.clause->when) asks.push_back({&*ban.clause->when, true, true});
  if (ban.clause->prohibition.while_)
    asks.push_back({&*ban.clause->prohibition.while_, true, true});
  return asks;
}

Instant first_permitted(const std::vector<Ban>& bans, const time::Calendar* hours, Instant t,
                        Instant limit) {
  for (bool moved = true; moved;) {
    if (t > limit) return time::kNever;
    moved = false;
    const auto wait_for = [&](const time::Calendar* calendar) {
      const Instant open = calendar->next_open(t);
      moved = moved || open != t;
      t = open;
    };
    if (hours != nullptr) wait_for(hours);
    for (const Ban& ban : bans) {
      if (ban.hours == nullptr) return time::kNever;
      wait_for(ban.hours);
    }
  }
  return t;
}

std::vector<int> calendars_of_bans(const agreement::Agreement& record) {
  std::vector<int> calendars;
  for (const Clause& clause : record.clauses) {
    if (clause.kind == agreement::ClauseKind::prohibition)
      calendars.push_back(clause.prohibition.outside);
  }
  return calendars;
}

}  // namespace sla::analyze
