#include "compiler/agreement/agreement.h"

#include <algorithm>
#include <numeric>

namespace sla::agreement {

const char* name_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::integer: return "integer";
    case TypeKind::decimal: return "decimal";
    case TypeKind::percent: return "percent";
    case TypeKind::money: return "money";
    case TypeKind::text: return "text";
    case TypeKind::choice: return "one of";
    case TypeKind::yes_no: return "yes/no";
    case TypeKind::date: return "date";
    case TypeKind::instant: return "instant";
    case TypeKind::duration: return "duration";
    case TypeKind::business_duration: return "business duration";
  }
  return "?";
}

const char* name_of(ClauseKind kind) {
  switch (kind) {
    case ClauseKind::deadline: return "deadline";
    case ClauseKind::volume: return "volume";
    case ClauseKind::cadence: return "cadence";
    case ClauseKind::time_in_state: return "time in state";
    case ClauseKind::prohibition: return "prohibition";
    case ClauseKind::share: return "share";
    case ClauseKind::conversion: return "conversion";
  }
  return "?";
}

const char* name_of(Expected expected) {
  switch (expected) {
    case Expected::anything: return "anything";
    case Expected::met: return "met";
    case Expected::met_late: return "met late";
    case Expected::breached: return "breached";
    case Expected::running: return "running";
    case Expected::paused: return "paused";
    case Expected::cancelled: return "cancelled";
    case Expected::excused: return "excused";
    case Expected::not_started: return "not started";
    case Expected::no_data: return "no data";
  }
  return "?";
}

const Target* target_of(const Clause& clause) {
  if (clause.kind == ClauseKind::conversion) return &clause.conversion.target;
  const std::optional<Target>* target = nullptr;
  if (has_clock(clause.kind)) target = &clause.deadline.target;
  if (clause.kind == ClauseKind::prohibition) target = &clause.prohibition.target;
  return target != nullptr && *target ? &**target : nullptr;
}

const Grouping* grouping_of(const Clause& clause) {
  if (has_counter(clause.kind)) return &clause.volume.group;
  const Target* target = target_of(clause);
  return target == nullptr ? nullptr : &target->group;
}

std::vector<std::optional<events::Code>> Agreement::payloads() const {
  std::vector<std::optional<events::Code>> payloads(fields.size());
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (fields[f].of_event >= 0) payloads[f] = code_of_event(fields[f].of_event);
  }
  return payloads;
}

std::vector<std::string> Agreement::party_names() const {
  std::vector<std::string> names;
  for (const Party& party : parties) names.push_back(party.name);
  return names;
}

std::vector<int> Agreement::evaluation_order() const {
  if (order.size() == clauses.size()) return order;
  std::vector<int> as_written(clauses.size());
  std::iota(as_written.begin(), as_written.end(), 0);
  return as_written;
}

std::string Agreement::event_name(events::Code code) const {
  switch (code) {
    case events::kChanged: return "changed";
    case events::kAssigned: return "assigned";
    case events::kHeld: return "held";
    case events::kResumed: return "resumed";
    default: break;
  }
  const std::size_t past_fixed = code - events::kFirstState;
  if (past_fixed < lifecycle.states.size()) return "enters " + lifecycle.states[past_fixed].name;
  return events[past_fixed - lifecycle.states.size()].name;
}

bool says_the_same(const Expression& a, const Expression& b) {
  return a.op == b.op && a.type == b.type && a.value == b.value && a.index == b.index &&
         a.list == b.list && std::ranges::equal(a.children, b.children, says_the_same);
}

}  // namespace sla::agreement
