#include "compiler/driver/history.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "compiler/diagnose/finding.h"
#include "compiler/driver/calendars.h"
#include "compiler/driver/mapping.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/read_roster.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using ingest::IngestError;

// The inputs of one source; without a source block, of the default mapping.
struct Reading {
  const agreement::Source* source = nullptr;
  std::vector<std::string> inputs;
};

const agreement::Source* find_source(const Agreement& agreement, std::string_view name) {
  auto found = std::ranges::find(agreement.sources, name, &agreement::Source::name);
  return found == agreement.sources.end() ? nullptr : &*found;
}

// What stands before the `=` of `statuses,owners=path`, when it can be names; else nothing.
std::vector<std::string> names_before(const std::string& argument) {
  constexpr std::string_view kOfNames =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_,";
  const std::size_t equals = argument.find_first_not_of(kOfNames);
  std::vector<std::string> names;
  if (equals == argument.npos || argument[equals] != '=') return names;
  std::istringstream list(argument.substr(0, equals));
  for (std::string name; std::getline(list, name, ',');) names.push_back(name);
  return names;
}

// Of several names, the first that no source has.
std::optional<std::string> unknown_source(const Agreement& agreement,
                                          const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (find_source(agreement, name) == nullptr) return name;
  }
  return std::nullopt;
}

// `name=path` goes to the source of that name, `one,other=path` to those; a bare path goes to every
// source, because one export often holds several kinds of event.
std::vector<Reading> assign(const Agreement& agreement, const std::vector<std::string>& arguments) {
  std::vector<Reading> readings;
  for (const agreement::Source& source : agreement.sources) readings.push_back({&source, {}});
  if (readings.empty()) readings.push_back({});
  for (const std::string& argument : arguments) {
    const std::vector<std::string> names = names_before(argument);
    const bool named = !names.empty() && !unknown_source(agreement, names);
    for (Reading& reading : readings) {
      if (!named) reading.inputs.push_back(argument);
      else if (std::ranges::find(names, reading.source->name) != names.end())
        reading.inputs.push_back(argument.substr(argument.find('=') + 1));
    }
  }
  return readings;
}

// A file that cannot be read may be a misspelt name before the `=`.
IngestError explained(IngestError error, const Agreement& agreement,
                      const std::vector<std::string>& arguments) {
  if (agreement.sources.empty() || !error.help.empty()) return error;
  for (const std::string& argument : arguments) {
    const auto unknown = unknown_source(agreement, names_before(argument));
    if (!unknown || error.message.find(argument) == error.message.npos) continue;
    std::vector<std::string> names;
    for (const agreement::Source& source : agreement.sources) names.push_back(source.name);
    const auto near = diagnose::nearest(*unknown, names);
    error.help = fmt::format("the policy has no source `{}`{}", *unknown,
                             near ? fmt::format("; did you mean `{}`?", *near) : "");
  }
  return error;
}

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

std::expected<events::Log, IngestError> read_log(const Agreement& agreement,
                                                 const HistoryRequest& request,
                                                 ingest::Duckdb& duckdb, const time::Zone& zone,
                                                 ingest::DataFindings& findings) {
  events::LogBuilder builder(agreement.texts, agreement.fields.size());
  builder.keep_ids(agreement.sources.empty() || can_retract(agreement));
  for (const Reading& reading : assign(agreement, request.events)) {
    if (reading.inputs.empty()) {
      findings.add(ingest::DataFindingKind::unread_source, "", "", 0, reading.source->name);
      continue;
    }
    auto mapping = mapping_for(agreement, reading, duckdb);
    if (!mapping) return std::unexpected(mapping.error());
    auto read = ingest::read_events(duckdb, reading.inputs, *mapping, zone, builder, findings,
                                    request.progress);
    if (!read) return std::unexpected(explained(read.error(), agreement, request.events));
  }
  std::vector<events::RewriteNote> notes;
  events::Log log = std::move(builder).finish(request.as_of, &notes);
  note_rewriting(log, notes, findings);
  return log;
}

std::expected<void, IngestError> read_people(const Agreement& agreement,
                                             const HistoryRequest& request, ingest::Duckdb& duckdb,
                                             History& history) {
  const std::vector<std::string> parties = agreement.party_names();
  if (request.roster) {
    std::vector<std::string> roles;
    for (const agreement::Role& role : agreement.roles) roles.push_back(role.name);
    auto roster = ingest::read_roster(duckdb, *request.roster, roles, parties, history.findings);
    if (!roster) return std::unexpected(roster.error());
    history.roster = std::move(*roster);
  }
  history.people = events::bind_people(history.log, history.roster, agreement.zone_field, parties);
  ingest::check_people(history.log, history.roster, history.people, history.findings);
  return {};
}

}  // namespace

std::vector<std::string> inputs_of(const Agreement& agreement, const HistoryRequest& request) {
  std::vector<std::string> inputs;
  for (const Reading& reading : assign(agreement, request.events)) {
    inputs.insert(inputs.end(), reading.inputs.begin(), reading.inputs.end());
  }
  if (request.roster) inputs.push_back(*request.roster);
  return inputs;
}

std::expected<std::unique_ptr<History>, IngestError> read_history(const Agreement& agreement,
                                                                  const HistoryRequest& request) {
  auto zone = time::Zone::find(agreement.zone);
  if (!zone) return std::unexpected(IngestError{zone.error().message(), ""});
  auto duckdb = ingest::Duckdb::open();
  if (!duckdb) return std::unexpected(duckdb.error());
  auto history = std::make_unique<History>();
  auto log = read_log(agreement, request, *duckdb, *zone, history->findings);
  if (!log) return std::unexpected(log.error());
  history->log = std::move(*log);
  if (auto people = read_people(agreement, request, *duckdb, *history); !people) {
    return std::unexpected(people.error());
  }
  // Events after the as-of instant are not seen, so no clock can start after it.
  time::Instant first = request.as_of;
  for (time::Instant t : history->log.time) first = std::min(first, t);
  auto calendars = build_calendars(agreement, history->people, first, request.as_of);
  if (!calendars) return std::unexpected(IngestError{calendars.error(), ""});
  history->inputs = {&history->log, &history->people, std::move(*calendars), request.as_of};
  return history;
}

}  // namespace sla::driver
