#include "compiler/driver/history.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/driver/calendars.h"
#include "compiler/driver/inputs.h"
#include "compiler/driver/large.h"
#include "compiler/driver/mapping.h"
#include "compiler/driver/parents.h"
#include "compiler/driver/people.h"
#include "runtime/events/follow.h"
#include "runtime/events/payload.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/read_roster.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using ingest::IngestError;

std::expected<ingest::Mapping, IngestError> mapping_for(const Agreement& agreement,
                                                        const Reading& reading,
                                                        ingest::Duckdb& duckdb) {
  if (reading.source != nullptr) return mapping_of(agreement, *reading.source);
  auto columns = ingest::read_columns(duckdb, reading.inputs.front());
  if (!columns) return std::unexpected(columns.error());
  return ingest::default_mapping(vocabulary_of(agreement), *columns);
}

bool can_retract(const Agreement& agreement) {
  return std::ranges::any_of(agreement.sources, [&](const agreement::Source& source) {
    return ingest::can_retract(mapping_of(agreement, source));
  });
}

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

/// What an event costs: until all are there about 55 bytes, and when they are in order and judged
/// about 200 at once.
constexpr std::uint64_t kStoreShare = 4, kBytesOfEvent = 200;

/// Puts the events that were read in order, or prepares for doing so in parts.
void finish_log(events::LogBuilder builder, const Agreement& agreement,
                const HistoryRequest& request, History& history) {
  const std::uint64_t memory = request.resources.memory;
  if (builder.is_spilled()) {
    history.parts = std::move(builder).parts(history.log);
    history.events_at_once = std::max<std::uint64_t>(memory / kBytesOfEvent, 1);
    return;
  }
  if (memory == 0 || !builder.exceeds(memory / kStoreShare)) history.whole_because.clear();
  std::vector<events::RewriteNote> notes;
  events::RepeatedRows repeats;
  history.log = std::move(builder).finish({.known = request.as_of,
                                           .notes = &notes,
                                           .repeats = &repeats,
                                           .pool = request.resources.pool});
  ingest::note_repeats(repeats, history.log, history.findings);
  events::settle_payloads(history.log, agreement.payloads());
  note_rewriting(history.log, notes, history.findings);
}

std::expected<void, IngestError> read_log(const Agreement& agreement, const Readings& readings,
                                          const HistoryRequest& request, ingest::Duckdb& duckdb,
                                          const time::Zone& zone, History& history) {
  ingest::DataFindings& findings = history.findings;
  Timing timing(request.resources.timings, Stage::read);
  events::LogBuilder builder(agreement.texts, agreement.fields.size());
  builder.keep_ids(agreement.sources.empty() || can_retract(agreement));
  for (const Reading& reading : readings) {
    if (reading.inputs.empty()) {
      // A record without a source block has no name but its own. People without one have what
      // others say of them.
      const bool is_silent =
          agreement.clauses.empty() || agreement::is_people(agreement.subject_kind);
      if (reading.source == nullptr && is_silent) continue;
      findings.add(ingest::DataFindingKind::unread_source, "", "", 0,
                   reading.source != nullptr ? reading.source->name : agreement.subject_kind);
      continue;
    }
    auto mapping = mapping_for(agreement, reading, duckdb);
    if (!mapping) return std::unexpected(mapping.error());
    if (ingest::can_rewrite(*mapping))
      history.whole_because = "its events can be taken back or merged";
    builder.spill_above(history.whole_because.empty() ? request.resources.memory / kStoreShare : 0);
    auto read = ingest::read_events(duckdb, reading.inputs, *mapping, zone, builder, findings,
                                    request.progress);
    if (!read) return std::unexpected(read.error());
  }
  timing.go_on_with(Stage::prepare);
  finish_log(std::move(builder), agreement, request, history);
  return {};
}

std::expected<events::Roster, IngestError> read_roster(const Agreement& agreement,
                                                       const HistoryRequest& request,
                                                       ingest::Duckdb& duckdb,
                                                       const time::Zone& zone,
                                                       ingest::DataFindings& findings) {
  if (!request.roster) return events::Roster{};
  std::vector<std::string> roles;
  for (const agreement::Role& role : agreement.roles) roles.push_back(role.name);
  return ingest::read_roster(duckdb, *request.roster, roles, agreement.party_names(), zone,
                             findings);
}

/// Binds one roster to all logs, whose verdicts then speak of the same owners, teams and zones.
void bind_people(const std::vector<const Agreement*>& records, const events::Roster& roster,
                 const std::vector<History*>& made) {
  std::vector<events::Log*> logs;
  std::vector<events::People*> people;
  for (History* history : made) logs.push_back(&history->log);
  if (logs.size() > 1) events::share_names(logs);
  for (std::size_t r = 0; r < records.size(); ++r) {
    made[r]->roster = roster;
    made[r]->people = events::bind_people(made[r]->log, roster, records[r]->zone_field,
                                          records[r]->party_names());
    if (!agreement::is_people(records[r]->subject_kind)) {
      ingest::check_people(made[r]->log, roster, made[r]->people, made[r]->findings);
    }
    people.push_back(&made[r]->people);
  }
  if (people.size() > 1) events::share_zones(people);
}

/// One table for all records: what is put together counts in the same calendars.
std::expected<CalendarTable, IngestError> calendars_of(const std::vector<const Agreement*>& records,
                                                       const std::vector<History*>& made,
                                                       time::Instant as_of) {
  // Events after the as-of instant are not seen, so no clock can start after it.
  time::Instant first = as_of;
  for (const History* history : made) {
    for (const time::Instant t : history->log.time) first = std::min(first, t);
    if (history->parts) first = std::min(first, history->parts->first_time());
  }
  Agreement all = *records.front();
  for (std::size_t r = 1; r < records.size(); ++r) {
    all.clauses.insert(all.clauses.end(), records[r]->clauses.begin(), records[r]->clauses.end());
  }
  auto calendars = build_calendars(all, made.front()->people, first, as_of);
  if (!calendars) return std::unexpected(IngestError{calendars.error(), ""});
  return std::move(*calendars);
}

}  // namespace

std::vector<std::string> inputs_of(const Agreement& agreement, const HistoryRequest& request) {
  std::vector<std::string> inputs;
  for (const std::string& argument : request.events) {
    inputs.push_back(input_of(agreement, argument));
  }
  if (request.roster) inputs.push_back(*request.roster);
  return inputs;
}

std::expected<void, IngestError> complete(const Agreement& agreement, const Histories& histories,
                                          const events::Roster& roster, time::Instant as_of) {
  const std::vector<const Agreement*> records = records_of(agreement);
  std::vector<History*> made;
  std::vector<events::Log*> logs;
  for (const auto& history : histories) {
    made.push_back(history.get());
    logs.push_back(&history->log);
  }
  std::vector<std::uint64_t> read;
  for (const events::Log* log : logs) read.push_back(log->size());
  show_parents(records, logs);
  add_histories_of_people(records, logs, roster);
  for (std::size_t r = 0; r < made.size(); ++r) made[r]->shown = logs[r]->size() - read[r];
  bind_people(records, roster, made);
  auto calendars = calendars_of(records, made, as_of);
  if (!calendars) return std::unexpected(calendars.error());
  for (History* history : made) {
    history->inputs = {&history->log, &history->people, *calendars, as_of};
  }
  return {};
}

std::expected<Histories, IngestError> read_histories(const Agreement& agreement,
                                                     const HistoryRequest& request) {
  auto zone = time::Zone::find(agreement.zone);
  if (!zone) return std::unexpected(IngestError{zone.error().message(), ""});
  const Resources& resources = request.resources;
  std::optional<Timing> timing(std::in_place, resources.timings, Stage::read);
  auto duckdb = ingest::Duckdb::open(
      {.threads = resources.pool != nullptr ? static_cast<int>(resources.pool->threads()) : 0});
  if (!duckdb) return std::unexpected(duckdb.error());
  const auto readings = assign_inputs(agreement, request.events, *duckdb);
  if (!readings) return std::unexpected(explained(readings.error(), agreement, request.events));
  const std::vector<const Agreement*> records = records_of(agreement);
  timing.reset();
  Histories histories;
  for (std::size_t r = 0; r < records.size(); ++r) {
    History& history = *histories.emplace_back(std::make_unique<History>());
    history.resources = resources;
    history.whole_because = needs_whole_history(agreement).value_or("");
    auto read = read_log(*records[r], (*readings)[r], request, *duckdb, *zone, history);
    if (!read) return std::unexpected(explained(read.error(), agreement, request.events));
  }
  timing.emplace(resources.timings, Stage::prepare);
  const auto roster = read_roster(agreement, request, *duckdb, *zone, histories.front()->findings);
  if (!roster) return std::unexpected(roster.error());
  if (auto done = complete(agreement, histories, *roster, request.as_of); !done)
    return std::unexpected(done.error());
  return histories;
}

std::expected<std::unique_ptr<History>, IngestError> read_history(const Agreement& agreement,
                                                                  const HistoryRequest& request) {
  auto histories = read_histories(agreement, request);
  if (!histories) return std::unexpected(histories.error());
  return std::move(histories->front());
}

}  // namespace sla::driver
