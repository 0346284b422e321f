#include "runtime/policy/policy.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace sla::policy {
namespace {

bool is_index(int index, std::size_t size) {
  return index >= 0 && static_cast<std::size_t>(index) < size;
}
bool is_index_or_none(int index, std::size_t size) { return index == -1 || is_index(index, size); }

/// Whether the calendars that steps speak of are there.
bool steps_hold(const Policy& policy, const actions::ClauseSteps& steps) {
  const std::size_t count = policy.calendars.size();
  if (!is_index_or_none(steps.calendar, count)) return false;
  const auto needs_one = [](const time::Target& target) {
    return target.kind != time::TargetKind::kElapsed;
  };
  bool calendar = std::ranges::any_of(steps.tiers, needs_one);
  for (const actions::StepShape& step : steps.steps) {
    calendar |= needs_one(step.offset) || (step.within && needs_one(*step.within));
    for (const actions::EffectShape& effect : step.effects) {
      if (!is_index_or_none(effect.calendar, count) || effect.to.empty()) return false;
    }
  }
  // Of a clause without a calendar, offsets that are not there count as working time of nothing.
  const auto is_nothing = [](const time::Target& target) { return target.amount == 0; };
  if (!calendar || steps.calendar >= 0) return true;
  return std::ranges::all_of(steps.steps,
                             [&](const actions::StepShape& step) {
                               return !needs_one(step.offset) || is_nothing(step.offset);
                             }) &&
         std::ranges::none_of(steps.tiers, needs_one);
}

std::string problem_of(const Policy& policy, const Record& record) {
  const std::size_t fields = record.fields.size();
  const auto text_or_none = [&](int field) {
    return is_index_or_none(field, fields) &&
           (field < 0 || record.fields[static_cast<std::size_t>(field)].kind == ValueKind::text);
  };
  if (record.states.size() > 62 || record.events.size() > 60'000) return "too many events";
  if (!text_or_none(record.zone_field)) return "the zone field is no text field";
  if (!text_or_none(record.parent_field)) return "the parent field is no text field";
  const int parent = record.parent_kind.empty() ? -1 : policy.record_index(record.parent_kind);
  for (const Field& field : record.fields) {
    if (!is_index_or_none(field.of_event, record.events.size())) return "a payload of no event";
    if (field.of_parent < 0) continue;
    if (parent < 0 || record.parent_field < 0 ||
        !is_index(field.of_parent, policy.records[static_cast<std::size_t>(parent)].fields.size()))
      return "a field of no parent";
  }
  if (record.clauses.size() != record.shapes.size() || record.steps.size() != record.shapes.size())
    return "clauses without a shape";
  for (std::size_t c = 0; c < record.clauses.size(); ++c) {
    const Clause& clause = record.clauses[c];
    const verdicts::ClauseShape& shape = record.shapes[c];
    if (!is_index_or_none(clause.calendar, policy.calendars.size()) ||
        !is_index_or_none(shape.calendar, policy.calendars.size()))
      return "a clause of no calendar";
    if (shape.group == verdicts::GroupKind::field && !is_index(clause.group_field, fields))
      return "a group of no field";
    if (shape.period.first_month < 1 || shape.period.first_month > 12) return "a year of no month";
    if (shape.scale < 1) return "an amount of no scale";
    if (!steps_hold(policy, record.steps[c])) return "steps on no calendar";
  }
  for (const verdicts::PeriodShape& period : record.periods) {
    if (period.first_month < 1 || period.first_month > 12) return "a year of no month";
  }
  return {};
}

}  // namespace

std::size_t Policy::clause_count() const {
  std::size_t count = 0;
  for (const Record& record : records) count += record.clauses.size();
  return count;
}

int Policy::record_index(std::string_view kind) const {
  const auto found = std::ranges::find(records, kind, &Record::kind);
  return found == records.end() ? -1 : static_cast<int>(found - records.begin());
}

events::PayloadOf Record::payloads() const {
  events::PayloadOf payloads(fields.size());
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (fields[f].of_event >= 0) payloads[f] = code_of_event(fields[f].of_event);
  }
  return payloads;
}

int event_code(const Record& record, std::string_view name) {
  const auto state = std::ranges::find(record.states, name);
  if (state != record.states.end())
    return events::kFirstState + static_cast<int>(state - record.states.begin());
  const auto event = std::ranges::find(record.events, name, &Event::name);
  if (event != record.events.end())
    return record.code_of_event(static_cast<int>(event - record.events.begin()));
  constexpr std::array<std::pair<std::string_view, events::Code>, 6> kFixed = {{
      {"assigned", events::kAssigned},
      {"held", events::kHeld},
      {"hold", events::kHeld},
      {"resumed", events::kResumed},
      {"resume", events::kResumed},
      {"changed", events::kChanged},
  }};
  for (const auto& [word, code] : kFixed) {
    if (word == name) return code;
  }
  return -1;
}

std::string problem_of(const Policy& policy) {
  if (policy.records.empty()) return "no records";
  if (policy.semantic_hash.size() != 64) return "no semantic hash";
  const std::size_t clauses = policy.clause_count();
  if (clauses > 65'000) return "too many clauses";
  for (const Record& record : policy.records) {
    if (std::string problem = problem_of(policy, record); !problem.empty())
      return fmt::format("{}: {}", record.kind, problem);
  }
  for (const programs::ProgramShape& program : policy.programs) {
    for (const programs::BadgeShape& badge : program.badges) {
      if (!is_index(badge.clause, clauses) || badge.times < 1) return "a badge of no clause";
    }
    for (const programs::PrizeShape& prize : program.prizes) {
      if (prize.top < 1) return "a prize for nobody";
    }
  }
  for (const time::ZoneTable& zone : policy.zones) {
    const auto before = [](const time::ZoneTransition& a, const time::ZoneTransition& b) {
      return a.at >= b.at;
    };
    if (zone.transitions.empty() || zone.transitions.size() != zone.abbreviations.size() ||
        zone.transitions.front().at != INT64_MIN ||
        std::ranges::adjacent_find(zone.transitions, before) != zone.transitions.end())
      return "a zone without its transitions";
    for (const time::ZoneTransition& transition : zone.transitions) {
      if (transition.offset < -2 * time::kDay || transition.offset > 2 * time::kDay)
        return "a zone far from any";
    }
  }
  return {};
}

}  // namespace sla::policy
