#include "compiler/driver/history.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/driver/describe.h"
#include "compiler/driver/inputs.h"
#include "compiler/driver/large.h"
#include "compiler/driver/mapping.h"
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
  history.log = policy::finish_log(std::move(builder), describe_record(agreement), request.as_of,
                                   history.findings, request.resources.pool);
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

}  // namespace

std::vector<std::string> inputs_of(const Agreement& agreement, const HistoryRequest& request) {
  std::vector<std::string> inputs;
  for (const std::string& argument : request.events) {
    inputs.push_back(input_of(agreement, argument));
  }
  if (request.roster) inputs.push_back(*request.roster);
  return inputs;
}

std::expected<events::Roster, IngestError> read_roster(const Agreement& agreement,
                                                       const std::string& path) {
  const auto zone = time::Zone::find(agreement.zone);
  if (!zone) return std::unexpected(IngestError{zone.error().message(), ""});
  auto duckdb = ingest::Duckdb::open();
  if (!duckdb) return std::unexpected(duckdb.error());
  HistoryRequest request;
  request.roster = path;
  ingest::DataFindings findings;
  return read_roster(agreement, request, *duckdb, *zone, findings);
}

std::expected<void, IngestError> complete(const Agreement& agreement, const Histories& histories,
                                          const events::Roster& roster, time::Instant as_of) {
  policy::Policy policy;
  const std::vector<const Agreement*> records = records_of(agreement);
  policy.parties = agreement.party_names();
  policy.calendars = describe_calendars(records);
  for (const Agreement* record : records) policy.records.push_back(describe_record(*record));
  if (auto done = policy::complete(policy, histories, roster, as_of); !done)
    return std::unexpected(IngestError{done.error(), ""});
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
    history.whole_because = resources.whole_because.empty()
                                ? needs_whole_history(agreement).value_or("")
                                : resources.whole_because;
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
