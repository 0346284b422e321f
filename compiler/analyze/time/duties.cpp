#include "compiler/analyze/time/duties.h"

#include <algorithm>
#include <bit>

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::Discharge;

constexpr std::string_view kEmail = "email";

std::optional<std::size_t> event_of(const Agreement& record, events::Code code) {
  const std::size_t first = events::kFirstState + record.lifecycle.states.size();
  if (code < first || code - first >= record.events.size()) return std::nullopt;
  return code - first;
}

std::optional<std::size_t> state_of(const Agreement& record, events::Code code) {
  if (code < events::kFirstState || event_of(record, code)) return std::nullopt;
  return code - events::kFirstState;
}

bool is_touch(const Agreement& record, events::Code code) {
  const auto event = event_of(record, code);
  return event && record.events[*event].touch;
}

bool is_email(const Agreement& record, events::Code code) {
  const auto event = event_of(record, code);
  return event && record.events[*event].name == kEmail;
}

/// Another party's state is left for one of the clause's own: somebody takes it over.
bool takes_over(const Agreement& record, const Clause& clause, std::size_t target) {
  const auto& states = record.lifecycle.states;
  if (states[target].owner != clause.party) return false;
  const agreement::Trigger& start = clause.deadline.start;
  return std::ranges::any_of(start.events, [&](events::Code code) {
    const auto from = state_of(record, code);
    return code == events::kAssigned || (from && states[*from].owner != clause.party);
  });
}

std::size_t exits_of(const Agreement& record, std::uint64_t left) {
  const auto& lifecycle = record.lifecycle;
  if (!lifecycle.has_moves) return lifecycle.states.size();
  std::uint64_t exits = 0;
  for (std::uint64_t rest = left; rest != 0; rest &= rest - 1)
    exits |= lifecycle.moves[static_cast<std::size_t>(std::countr_zero(rest))];
  return static_cast<std::size_t>(std::popcount(exits & ~left));
}

bool is_done_by_people(const Agreement& record, const Clause& clause, const Discharge& discharge) {
  if (discharge.by != agreement::By::anyone) return true;
  if (!discharge.fields.empty()) return false;
  if (discharge.left_states != 0) return exits_of(record, discharge.left_states) > 1;
  const auto& events = discharge.events;
  if (events.empty()) return false;
  if (state_of(record, events.front()))
    return events.size() > 1 || takes_over(record, clause, *state_of(record, events.front()));
  const auto touch = [&](events::Code code) { return is_touch(record, code); };
  const auto email = [&](events::Code code) { return is_email(record, code); };
  return std::ranges::all_of(events, touch) && !std::ranges::all_of(events, email);
}

/// Whether a clause obliges people of the party to move subjects to the state.
bool is_moved_by_people_of(const Agreement& record, int party, events::Code entry) {
  return std::ranges::any_of(record.clauses, [&](const Clause& clause) {
    if (clause.party != party || clause.kind != agreement::ClauseKind::deadline) return false;
    return std::ranges::any_of(clause.deadline.discharges, [&](const Discharge& discharge) {
      return discharge.left_states == 0 && std::ranges::binary_search(discharge.events, entry) &&
             is_done_by_people(record, clause, discharge);
    });
  });
}

}  // namespace

bool is_for_people(const Agreement& record, const Clause& clause) {
  const auto& discharges = clause.deadline.discharges;
  const auto people = [&](const Discharge& each) {
    return is_done_by_people(record, clause, each);
  };
  return clause.deadline.all ? std::ranges::any_of(discharges, people)
                             : std::ranges::all_of(discharges, people);
}

bool starts_at_any_hour(const Agreement& record, const Clause& clause) {
  const agreement::Trigger& start = clause.deadline.start;
  if (start.kind == agreement::Trigger::Kind::leaving) return true;
  return std::ranges::any_of(start.events, [&](events::Code code) {
    return !is_touch(record, code) && !is_moved_by_people_of(record, clause.party, code);
  });
}

int working_calendar(const Agreement& record, const Clause& clause, std::int64_t amount) {
  if (clause.calendar < 0) return -1;
  const auto always = [](const agreement::Calendar& c) { return c.spec.always_open; };
  if (always(record.calendars[static_cast<std::size_t>(clause.calendar)])) return -1;
  const bool whole_days = amount >= time::kDay;
  if (whole_days && std::ranges::any_of(record.calendars, always)) return -1;
  return clause.calendar;
}

}  // namespace sla::analyze
