#include "compiler/driver/describe.h"

#include <algorithm>
#include <set>
#include <span>

#include <fmt/format.h>

#include "compiler/agreement/period_shape.h"
#include "compiler/agreement/print.h"
#include "compiler/driver/around.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/describe_json.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/inputs.h"
#include "runtime/policy/sha256.h"
#include "runtime/time/zone.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::TargetKind;

/// What the longest target asks of a calendar: working time and working days.
struct Need {
  std::int64_t micros = 0;
  std::int64_t days = 0;
};

/// What one duration asks of a calendar.
Need need_of(const agreement::Calendar& calendar, const agreement::Duration& duration) {
  Need need;
  if (duration.kind == TargetKind::business) need.micros = duration.amount;
  if (duration.kind == TargetKind::business_days ||
      duration.kind == TargetKind::end_of_business_day) {
    need.micros = calendar.business_day_micros * duration.amount;
    need.days = duration.amount + 2;
  }
  return need;
}

Need larger(Need a, Need b) { return {std::max(a.micros, b.micros), std::max(a.days, b.days)}; }

/// Of a clock the longest target, then the longest offset of a step after it.
Need need_of(const agreement::Calendar& calendar, const agreement::Clause& clause) {
  const agreement::Deadline& deadline = clause.deadline;
  Need target = need_of(calendar, deadline.grace);
  for (const agreement::Tier& tier : deadline.tiers) {
    target = larger(target, need_of(calendar, tier.target));
  }
  if (deadline.apart) target = larger(target, need_of(calendar, *deadline.apart));
  Need step;
  for (const agreement::Step& each : clause.steps) {
    if (each.at == agreement::Step::At::after_due) {
      step = larger(step, need_of(calendar, each.offset));
    }
    // Beyond 100% of the target more of the calendar is used than the target itself.
    if (each.at == agreement::Step::At::percent) {
      const std::int64_t targets = each.micro_percent / (100 * agreement::kScale);
      step = larger(step, {target.micros * targets, target.days * targets});
    }
  }
  return {target.micros + step.micros, target.days + step.days};
}

Need need_of(const Agreement& a, int calendar) {
  const agreement::Calendar& declared = a.calendars[static_cast<std::size_t>(calendar)];
  Need need;
  for (const agreement::Clause& clause : a.clauses) {
    if (has_clock(clause.kind) && clause.deadline.calendar == calendar) {
      need = larger(need, need_of(declared, clause));
    }
    if (clause.kind == agreement::ClauseKind::conversion &&
        clause.conversion.calendar == calendar) {
      need = larger(need, need_of(declared, clause.conversion.window));
    }
  }
  return need;
}

policy::Field describe_field(const agreement::Field& field) {
  static_assert(static_cast<int>(agreement::TypeKind::business_duration) ==
                static_cast<int>(policy::ValueKind::business_duration));
  policy::Field described;
  described.name = field.name;
  described.kind = static_cast<policy::ValueKind>(field.type.kind);
  described.optional = field.optional;
  described.choices = field.choices;
  described.of_parent = field.of_parent;
  described.of_event = field.of_event;
  return described;
}

/// Zones that the agreement names itself; those of people and leads are in the data.
std::vector<time::ZoneTable> zones_of(const policy::Policy& policy) {
  std::set<std::string> names = {policy.zone};
  for (const policy::Calendar& calendar : policy.calendars) names.insert(calendar.spec.zone);
  names.erase("UTC");
  std::vector<time::ZoneTable> tables;
  for (const std::string& name : names) {
    const auto zone = time::Zone::find(name);
    if (!zone) continue;  // The check has reported it.
    time::ZoneTable& table = tables.emplace_back();
    table.name = name;
    for (const time::ZoneTransition& transition : zone->transitions()) {
      table.transitions.push_back(transition);
      table.abbreviations.emplace_back(zone->abbreviation(transition.at));
    }
  }
  return tables;
}

}  // namespace

std::vector<policy::Calendar> describe_calendars(const std::vector<const Agreement*>& records) {
  std::vector<policy::Calendar> calendars;
  const Agreement& main = *records.front();
  for (std::size_t c = 0; c < main.calendars.size(); ++c) {
    const agreement::Calendar& declared = main.calendars[c];
    static_assert(static_cast<int>(agreement::Calendar::ZoneOf::lead) ==
                  static_cast<int>(actions::ZoneOf::lead));
    policy::Calendar& calendar = calendars.emplace_back();
    calendar.name = declared.name;
    calendar.zone_of = static_cast<actions::ZoneOf>(declared.zone_of);
    calendar.spec = declared.spec;
    for (const agreement::HolidayUse& use : declared.holidays)
      calendar.holidays.push_back({use.words, use.first_known, use.last_known});
    Need need;
    for (const Agreement* record : records)
      need = larger(need, need_of(*record, static_cast<int>(c)));
    calendar.longest_micros = need.micros;
    calendar.longest_days = need.days;
  }
  return calendars;
}

policy::Record describe_record(const Agreement& a) {
  policy::Record record;
  record.kind = a.subject_kind;
  record.parent_kind = a.parent_kind;
  record.parent_field = a.parent_field;
  for (const agreement::State& state : a.lifecycle.states) record.states.push_back(state.name);
  for (const agreement::Event& event : a.events) record.events.push_back({event.name, event.touch});
  for (const agreement::Field& field : a.fields) record.fields.push_back(describe_field(field));
  record.texts = a.texts;
  record.zone_field = a.zone_field;
  for (const agreement::Clause& clause : a.clauses) {
    record.shapes.push_back(shape_of(a, clause));
    policy::Clause& own = record.clauses.emplace_back();
    if (has_clock(clause.kind)) own.calendar = clause.deadline.calendar;
    const agreement::Grouping* group = agreement::grouping_of(clause);
    if (group != nullptr && group->by == agreement::GroupBy::field) own.group_field = group->field;
  }
  record.steps = steps_of(a).clauses;
  return record;
}

policy::Policy describe(const Agreement& a) {
  policy::Policy policy;
  policy.title = a.title;
  policy.version = a.version;
  policy.zone = a.zone;
  policy.currency = a.currency;
  policy.has_term = a.has_term;
  policy.term_begin = a.term_begin;
  policy.term_end = a.term_end;
  policy.parties = a.party_names();
  for (const agreement::Role& role : a.roles) policy.roles.push_back(role.name);
  const std::vector<const Agreement*> records = records_of(a);
  policy.calendars = describe_calendars(records);
  std::vector<int> first_clause;
  int clauses = 0;
  for (const Agreement* record : records) {
    first_clause.push_back(clauses);
    clauses += static_cast<int>(record->clauses.size());
    policy::Record& described = policy.records.emplace_back(describe_record(*record));
    for (const plan::Period& period : lower(*record).periods) {
      static_assert(static_cast<int>(plan::PeriodUnit::year) ==
                    static_cast<int>(verdicts::PeriodUnit::year));
      described.periods.push_back(
          {static_cast<verdicts::PeriodUnit>(period.unit), period.first_month});
    }
  }
  policy.programs = programs_of(a, first_clause);
  policy.semantic_hash = semantic_hash(a);
  policy.tzdb_version = time::tzdb_version();
  policy.sla_version = SLA_VERSION;
  policy.zones = zones_of(policy);
  policy.description = description_json(a, policy);
  return policy;
}

std::string meaning_of(const Agreement& agreement) {
  // Printing leaves out what has no meaning, but says of holidays only how they were asked for.
  std::string text = agreement::print(agreement);
  for (const agreement::Calendar& calendar : agreement.calendars) {
    text += "calendar " + calendar.name + "\n";
    for (const time::CalendarException& day : calendar.spec.exceptions) {
      text += time::format_date(day.date);
      for (const time::MinuteWindow& window : day.windows)
        text += fmt::format(" {}-{}", window.from_minute, window.to_minute);
      text += "\n";
    }
  }
  return text;
}

std::string semantic_hash(const Agreement& agreement) {
  return policy::sha256_hex(meaning_of(agreement));
}

}  // namespace sla::driver
