#include "runtime/policy/histories.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "runtime/events/follow.h"
#include "runtime/events/histories_of_people.h"
#include "runtime/events/payload.h"
#include "runtime/ingest/read_roster.h"
#include "runtime/ingest/repeats.h"
#include "runtime/policy/calendars.h"

namespace sla::policy {
namespace {

// What retractions and merges did to the events is said like everything else about the data.
void note_rewriting(const events::Log& log, const std::vector<events::RewriteNote>& notes,
                    ingest::DataFindings& findings) {
  using From = events::RewriteNote::Kind;
  using To = ingest::DataFindingKind;
  const auto kind_of = [](From kind) {
    switch (kind) {
      case From::retracted: return To::retracted_event;
      case From::unknown_retraction: return To::unknown_retraction;
      case From::merged: return To::merged_lead;
      case From::merge_cycle: return To::merge_cycle;
      case From::merged_twice: return To::merged_twice;
    }
    return To::retracted_event;
  };
  for (const events::RewriteNote& note : notes) {
    findings.add(kind_of(note.kind), "", log.origins[note.origin], note.row, note.text);
  }
}

// A parent may itself show fields of its own parent, but nobody reads those through it, so that any
// order will do.
void show_parents(const Policy& policy, const std::vector<events::Log*>& logs) {
  for (std::size_t r = 0; r < policy.records.size(); ++r) {
    const Record& record = policy.records[r];
    std::vector<events::FollowedField> fields;
    for (std::size_t f = 0; f < record.fields.size(); ++f) {
      const Field& field = record.fields[f];
      if (field.of_parent < 0) continue;
      fields.push_back({static_cast<std::uint32_t>(f), static_cast<std::uint32_t>(field.of_parent),
                        field.kind == ValueKind::text});
    }
    if (fields.empty()) continue;
    const auto parent = static_cast<std::size_t>(policy.record_index(record.parent_kind));
    *logs[r] = events::follow_parents(std::move(*logs[r]), *logs[parent],
                                      static_cast<std::uint32_t>(record.parent_field), fields);
  }
}

/// How the events of one record's subjects are those of people. What states the subjects are in,
/// whether they are on hold and what fields they have is nobody's own.
events::PeopleShape people_shape(const Record& subjects, const Record& people) {
  events::PeopleShape shape;
  shape.key = people.kind == "team" ? events::PeopleKey::team : events::PeopleKey::owner;
  shape.codes.resize(subjects.code_count());
  shape.by_actor.resize(shape.codes.size());
  shape.codes[events::kAssigned] = events::kAssigned;
  for (std::size_t e = 0; e < subjects.events.size(); ++e) {
    const events::Code code = subjects.code_of_event(static_cast<int>(e));
    shape.codes[code] = people.code_of_event(static_cast<int>(e));
    shape.by_actor[code] = subjects.events[e].touch;
  }
  for (std::size_t f = 0; f < subjects.fields.size(); ++f) {
    const Field& field = subjects.fields[f];
    if (field.of_event < 0) continue;
    const auto same = std::ranges::find(people.fields, field.name, &Field::name);
    if (same == people.fields.end()) continue;
    shape.fields.push_back({.from = static_cast<std::uint32_t>(f),
                            .to = static_cast<std::uint32_t>(same - people.fields.begin()),
                            .is_text = field.kind == ValueKind::text});
  }
  return shape;
}

void add_histories_of_people(const Policy& policy, const std::vector<events::Log*>& logs,
                             const events::Roster& roster) {
  for (std::size_t p = 0; p < policy.records.size(); ++p) {
    if (!policy.records[p].is_people()) continue;
    for (std::size_t r = 0; r < policy.records.size(); ++r) {
      const Record& subjects = policy.records[r];
      if (subjects.is_people()) continue;
      const events::People people = events::bind_people(*logs[r], roster, subjects.zone_field);
      *logs[p] = events::histories_of_people(std::move(*logs[p]), *logs[r], people,
                                             people_shape(subjects, policy.records[p]));
    }
  }
}

/// Binds one roster to all logs, whose verdicts then speak of the same owners, teams and zones.
void bind_people(const Policy& policy, const events::Roster& roster, const Histories& made) {
  std::vector<events::Log*> logs;
  std::vector<events::People*> people;
  for (const auto& history : made) logs.push_back(&history->log);
  if (logs.size() > 1) events::share_names(logs);
  for (std::size_t r = 0; r < made.size(); ++r) {
    History& history = *made[r];
    history.roster = roster;
    history.people =
        events::bind_people(history.log, roster, policy.records[r].zone_field, policy.parties);
    if (!policy.records[r].is_people())
      ingest::check_people(history.log, roster, history.people, history.findings);
    people.push_back(&history.people);
  }
  if (people.size() > 1) events::share_zones(people);
}

/// The years in which the clocks of one calendar ran or are due.
struct Years {
  time::Instant first = time::kMaxInstant, last = time::kMinInstant;

  void take(time::Instant instant) {
    if (instant < time::kMinInstant || instant > time::kMaxInstant) return;
    first = std::min(first, instant);
    last = std::max(last, instant);
  }
};

}  // namespace

events::Log finish_log(events::LogBuilder builder, const Record& record, time::Instant as_of,
                       ingest::DataFindings& findings, parallel::Pool* pool) {
  std::vector<events::RewriteNote> notes;
  events::RepeatedRows repeats;
  events::Log log = std::move(builder).finish(
      {.known = as_of, .notes = &notes, .repeats = &repeats, .pool = pool});
  ingest::note_repeats(repeats, log, findings);
  events::settle_payloads(log, record.payloads());
  note_rewriting(log, notes, findings);
  return log;
}

void relate(const Policy& policy, const std::vector<events::Log*>& logs,
            const events::Roster& roster) {
  show_parents(policy, logs);
  add_histories_of_people(policy, logs, roster);
}

std::expected<void, std::string> complete(const Policy& policy, const Histories& histories,
                                          const events::Roster& roster, time::Instant as_of) {
  std::vector<events::Log*> logs;
  std::vector<std::uint64_t> read;
  for (const auto& history : histories) {
    logs.push_back(&history->log);
    read.push_back(history->log.size());
  }
  relate(policy, logs, roster);
  for (std::size_t r = 0; r < logs.size(); ++r) histories[r]->shown = logs[r]->size() - read[r];
  bind_people(policy, roster, histories);
  // Events after the as-of instant are not seen, so no clock can start after it.
  time::Instant first = as_of;
  for (const auto& history : histories) {
    for (const time::Instant t : history->log.time) first = std::min(first, t);
    if (history->parts) first = std::min(first, history->parts->first_time());
  }
  auto calendars = build_calendars(policy.calendars, histories.front()->people, first, as_of);
  if (!calendars) return std::unexpected(calendars.error());
  for (const auto& history : histories) {
    history->inputs = {&history->log, &history->people, *calendars, as_of};
  }
  return {};
}

void note_event_findings(const Record& record, const verdicts::Outcome& outcome,
                         const events::Log& log, ingest::DataFindings& findings) {
  const auto add = [&](ingest::DataFindingKind kind, std::uint64_t event, const std::string& text) {
    findings.add(kind, "", log.origins[log.origin[event]], log.row[event], text);
  };
  for (const verdicts::Violation& violation : outcome.violations) {
    const std::string& to = record.states[violation.to];
    if (violation.kind == verdicts::ViolationKind::move) {
      const std::string from =
          violation.from == 0xffff ? "no state" : record.states[violation.from];
      add(ingest::DataFindingKind::move_violation, violation.event,
          fmt::format("{} -> {}", from, to));
    } else {
      add(ingest::DataFindingKind::requirement_violation, violation.event,
          fmt::format("enters {}", to));
    }
  }
  for (const verdicts::Fault& fault : outcome.faults) {
    add(ingest::DataFindingKind::unjudged_subject, fault.event,
        fmt::format("{}: {}", log.subjects.text(fault.subject), verdicts::name_of(fault.kind)));
  }
}

void note_unknown_holidays(const Policy& policy, const Record& record,
                           const verdicts::Outcome& outcome, ingest::DataFindings& findings) {
  for (std::size_t c = 0; c < policy.calendars.size(); ++c) {
    const Calendar& calendar = policy.calendars[c];
    if (calendar.holidays.empty()) continue;
    Years years;
    for (const verdicts::Row& row : outcome.rows) {
      if (record.clauses[row.clause].calendar != static_cast<int>(c)) continue;
      years.take(row.start);
      years.take(row.due);
      years.take(row.stop);
    }
    if (years.first > years.last) continue;
    const int first = time::civil_from_days(static_cast<time::Date>(years.first / time::kDay)).year;
    const int last = time::civil_from_days(static_cast<time::Date>(years.last / time::kDay)).year;
    for (const HolidayUse& use : calendar.holidays) {
      if (first >= use.first_known && last <= use.last_known) continue;
      findings.add(
          ingest::DataFindingKind::unknown_holidays, "", "", 0,
          fmt::format("{}: {} is known from {} to {}, clocks run from {} to {}", calendar.name,
                      use.words, use.first_known, use.last_known, first, last));
    }
  }
}

void note_findings(const Policy& policy, const Record& record, const verdicts::Outcome& outcome,
                   History& history) {
  note_event_findings(record, outcome, history.log, history.findings);
  note_unknown_holidays(policy, record, outcome, history.findings);
}

}  // namespace sla::policy
