#include "compiler/driver/history.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/driver/describe.h"
#include "compiler/driver/inputs.h"
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

std::expected<events::Log, IngestError> read_log(const Agreement& agreement,
                                                 const Readings& readings,
                                                 const HistoryRequest& request,
                                                 ingest::Duckdb& duckdb, const time::Zone& zone,
                                                 ingest::DataFindings& findings) {
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
    auto read = ingest::read_events(duckdb, reading.inputs, *mapping, zone, builder, findings,
                                    request.progress);
    if (!read) return std::unexpected(read.error());
  }
  return policy::finish_log(std::move(builder), describe_record(agreement), request.as_of,
                            findings);
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
  auto duckdb = ingest::Duckdb::open();
  if (!duckdb) return std::unexpected(duckdb.error());
  const auto readings = assign_inputs(agreement, request.events, *duckdb);
  if (!readings) return std::unexpected(explained(readings.error(), agreement, request.events));
  const std::vector<const Agreement*> records = records_of(agreement);
  Histories histories;
  for (std::size_t r = 0; r < records.size(); ++r) {
    History& history = *histories.emplace_back(std::make_unique<History>());
    auto log = read_log(*records[r], (*readings)[r], request, *duckdb, *zone, history.findings);
    if (!log) return std::unexpected(explained(log.error(), agreement, request.events));
    history.log = std::move(*log);
  }
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
