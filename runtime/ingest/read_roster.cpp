#include "runtime/ingest/read_roster.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "runtime/ingest/failure_text.h"
#include "runtime/ingest/nearest_name.h"
#include "runtime/ingest/roster_terms.h"
#include "runtime/ingest/table.h"
#include "runtime/time/zone.h"

namespace sla::ingest {
namespace {

using Error = std::unexpected<IngestError>;

/// Where each part of a person stands among the chosen columns; -1: not in the file.
struct RosterColumns {
  std::vector<std::size_t> chosen;
  int owner = -1, team = -1, manager = -1, zone = -1, calendar = -1, party = -1;
  int from = -1, until = -1;
  std::vector<std::pair<std::string, int>> roles;
};

int choose(const RosterRows& table, RosterColumns& columns,
           std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (fold_case(table.columns[c]) != name) continue;
      const auto known = std::ranges::find(columns.chosen, c);
      if (known != columns.chosen.end()) return static_cast<int>(known - columns.chosen.begin());
      columns.chosen.push_back(c);
      return static_cast<int>(columns.chosen.size()) - 1;
    }
  }
  return -1;
}

std::expected<RosterColumns, IngestError> find_columns(const RosterRows& table,
                                                       const std::vector<std::string>& roles,
                                                       DataFindings& findings) {
  RosterColumns columns;
  columns.owner = choose(table, columns, {"owner", "name", "rep", "sales_rep", "agent", "email"});
  if (columns.owner < 0) {
    return Error(
        IngestError{fmt::format("the roster {} has no column for the owner; it has {}",
                                table.origin, fmt::join(table.columns, ", ")),
                    "name it `owner`, `name`, `rep` or `email`, as owners are written in the log"});
  }
  columns.team = choose(table, columns, {"team"});
  columns.manager = choose(table, columns, {"manager"});
  columns.zone = choose(table, columns, {"time_zone", "timezone", "tz"});
  columns.calendar = choose(table, columns, {"calendar"});
  columns.party = choose(table, columns, {"party"});
  columns.from = choose(table, columns, {"from", "valid_from"});
  columns.until = choose(table, columns, {"until", "valid_until"});
  for (const std::string& role : roles) {
    const int position = choose(table, columns, {fold_case(role)});
    if (position >= 0) columns.roles.emplace_back(role, position);
  }
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (std::ranges::find(columns.chosen, c) != columns.chosen.end()) continue;
    findings.add(DataFindingKind::unknown_column, table.columns[c], table.origin, 0,
                 table.columns[c]);
  }
  return columns;
}

std::string cell(const Chunk& chunk, int column, std::uint64_t row) {
  return column < 0 ? std::string()
                    : std::string(trim(chunk.text(static_cast<std::size_t>(column), row)));
}

events::Person person_of(const Chunk& chunk, const RosterColumns& columns, std::uint64_t row) {
  events::Person person{.owner = cell(chunk, columns.owner, row),
                        .team = cell(chunk, columns.team, row),
                        .manager = cell(chunk, columns.manager, row),
                        .zone = cell(chunk, columns.zone, row),
                        .calendar = cell(chunk, columns.calendar, row),
                        .roles = {},
                        .party = cell(chunk, columns.party, row),
                        .from = time::kMinInstant,
                        .until = time::kNever};
  for (const auto& [role, column] : columns.roles) {
    std::string holder = cell(chunk, column, row);
    if (!holder.empty()) person.roles.emplace_back(role, std::move(holder));
  }
  return person;
}

void add_unknown_zone(const std::string& zone, const std::string& origin, std::uint64_t row,
                      DataFindings& findings) {
  const auto found = time::Zone::find(zone);
  if (found) return;
  DataExample* example = findings.add(DataFindingKind::unknown_zone, "", origin, row, zone);
  if (example != nullptr && !found.error().nearest.empty()) {
    example->help = fmt::format("did you mean `{}`?", found.error().nearest.front());
  }
}

/// Collects people; where two lines of one overlap, the first of them counts.
class RosterReader {
 public:
  RosterReader(const std::string& origin, const std::vector<std::string>& parties,
               const time::Zone& zone, DataFindings& findings)
      : origin_(origin), parties_(parties), findings_(findings), terms_(origin, zone, findings) {}

  void add(events::Person person, const std::string& from, const std::string& until) {
    ++row_;
    if (person.owner.empty()) {
      findings_.add(DataFindingKind::missing_subject, "", origin_, row_, person.team);
      return;
    }
    const std::vector<RosterTerm> parts = terms_.claim(person.owner, from, until, row_);
    if (parts.empty()) return;
    if (!person.zone.empty()) add_unknown_zone(person.zone, origin_, row_, findings_);
    if (!person.party.empty()) check_party(person.party);
    for (const RosterTerm& part : parts) {
      person.from = part.from;
      person.until = part.until;
      roster_.people.push_back(person);
    }
  }

  events::Roster finish() {
    terms_.report_gaps();
    return std::move(roster_);
  }

 private:
  void check_party(const std::string& party) {
    if (events::party_of_name(party, parties_) != events::kNone) return;
    DataExample* example = findings_.add(DataFindingKind::unknown_party, "", origin_, row_, party);
    if (example != nullptr) example->help = did_you_mean(party, parties_);
  }

  const std::string& origin_;
  const std::vector<std::string>& parties_;
  DataFindings& findings_;
  std::uint64_t row_ = 0;
  RosterTerms terms_;
  events::Roster roster_;
};

}  // namespace

std::expected<events::Roster, IngestError> read_roster(const RosterRows& rows,
                                                       const std::vector<std::string>& roles,
                                                       const std::vector<std::string>& parties,
                                                       const time::Zone& zone,
                                                       DataFindings& findings) {
  const auto columns = find_columns(rows, roles, findings);
  if (!columns) return Error(columns.error());
  rows.choose(columns->chosen);
  RosterReader reader(rows.origin, parties, zone, findings);
  for (;;) {
    const auto chunk = rows.next();
    if (!chunk) return Error(chunk.error());
    if (*chunk == nullptr) return reader.finish();
    for (std::uint64_t row = 0; row < (*chunk)->size(); ++row) {
      reader.add(person_of(**chunk, *columns, row), cell(**chunk, columns->from, row),
                 cell(**chunk, columns->until, row));
    }
  }
}

std::expected<events::Roster, IngestError> read_roster(
    Duckdb& duckdb, const std::string& path_or_query, const std::vector<std::string>& roles,
    const std::vector<std::string>& parties, const time::Zone& zone, DataFindings& findings) {
  const auto table = open_table(duckdb, path_or_query);
  if (!table) return Error(table.error());
  std::optional<std::expected<QueryResult, DuckdbFailure>> result;
  std::unique_ptr<Chunk> chunk;
  RosterRows rows;
  rows.origin = table->input.origin;
  rows.columns = table->columns;
  rows.choose = [&](const std::vector<std::size_t>& chosen) {
    result.emplace(duckdb.query(table->select(chosen)));
  };
  rows.next = [&]() -> std::expected<const Chunk*, IngestError> {
    if (!*result) return Error(describe_failure(result->error(), table->input));
    auto next = (*result)->next();
    if (!next) return Error(describe_failure(next.error(), table->input));
    chunk = std::move(*next);
    return chunk.get();
  };
  return read_roster(rows, roles, parties, zone, findings);
}

void check_people(const events::Log& log, const events::Roster& roster,
                  const events::People& people, DataFindings& findings) {
  std::unordered_map<std::string_view, std::vector<const events::Person*>> listed;
  std::unordered_set<std::string_view> reported_zones;
  for (const events::Person& person : roster.people) {
    listed[person.owner].push_back(&person);
    reported_zones.insert(person.zone);
  }
  for (const std::string& zone : people.unknown_zones) {
    if (!reported_zones.contains(zone)) add_unknown_zone(zone, "", 0, findings);
  }
  if (listed.empty()) return;
  std::vector<const std::vector<const events::Person*>*> lines(log.owners.size());
  for (std::uint32_t owner = 0; owner < log.owners.size(); ++owner) {
    const auto found = listed.find(log.owners.text(owner));
    if (found != listed.end()) lines[owner] = &found->second;
  }
  for (std::uint64_t i = 0; i < log.size(); ++i) {
    const std::uint32_t owner = log.owner[i];
    if (owner == events::kNone) continue;
    const auto holds = [&](const events::Person* line) { return line->holds_at(log.time[i]); };
    if (lines[owner] != nullptr && std::ranges::any_of(*lines[owner], holds)) continue;
    findings.add(lines[owner] == nullptr ? DataFindingKind::unknown_owner
                                         : DataFindingKind::owner_not_listed_then,
                 "", log.origins[log.origin[i]], log.row[i], log.owners.text(owner));
  }
}

}  // namespace sla::ingest
