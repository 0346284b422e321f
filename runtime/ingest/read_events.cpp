#include "runtime/ingest/read_events.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/ingest/bind_columns.h"
#include "runtime/ingest/event_reader.h"
#include "runtime/ingest/failure_text.h"
#include "runtime/ingest/table.h"

namespace sla::ingest {
namespace {

using Error = std::unexpected<IngestError>;

constexpr const char* kMoreRoom =
    "give the command more memory with `--memory`, or set TMPDIR to a folder with more room";

std::expected<void, IngestError> read_input(Duckdb& duckdb, const std::string& path_or_query,
                                            const Mapping& mapping, EventReader& reader,
                                            const events::LogBuilder& builder,
                                            DataFindings& findings, const Progress& progress) {
  const auto table = open_table(duckdb, path_or_query);
  if (!table) return Error(table.error());
  const auto columns = bind_columns(*table, mapping, findings);
  if (!columns) return Error(columns.error());
  auto result = duckdb.query(table->select(columns->chosen));
  if (!result) return Error(describe_failure(result.error(), table->input));
  reader.begin_input(table->input.origin, *columns);
  for (;;) {
    const auto chunk = result->next();
    if (!chunk) return Error(describe_failure(chunk.error(), table->input));
    if (*chunk == nullptr) return {};
    reader.read(**chunk);
    if (!builder.problem().empty()) return Error(IngestError{builder.problem(), kMoreRoom});
    if (progress) progress(reader.rows());
  }
}

}  // namespace

std::expected<time::Zone, IngestError> zone_of(const Mapping& mapping,
                                               const time::Zone& agreement_zone) {
  if (mapping.zone.empty()) return agreement_zone;
  auto zone = time::Zone::find(mapping.zone);
  if (zone) return *zone;
  return Error(
      IngestError{zone.error().message(),
                  zone.error().nearest.empty()
                      ? std::string()
                      : fmt::format("did you mean {}?", fmt::join(zone.error().nearest, " or "))});
}

std::expected<ReadSummary, IngestError> read_events(
    Duckdb& duckdb, const std::vector<std::string>& inputs, const Mapping& mapping,
    const time::Zone& agreement_zone, events::LogBuilder& builder, DataFindings& findings,
    const Progress& progress) {
  const auto zone = zone_of(mapping, agreement_zone);
  if (!zone) return Error(zone.error());
  EventReader reader(mapping, *zone, builder, findings);
  for (const std::string& input : inputs) {
    auto read = read_input(duckdb, input, mapping, reader, builder, findings, progress);
    if (!read) return Error(read.error());
  }
  const ReadSummary summary{.rows = reader.rows(), .events = reader.events()};
  reader.finish();
  return summary;
}

std::expected<std::vector<std::string>, IngestError> read_columns(
    Duckdb& duckdb, const std::string& path_or_query) {
  auto table = open_table(duckdb, path_or_query);
  if (!table) return Error(table.error());
  return std::move(table->columns);
}

}  // namespace sla::ingest
