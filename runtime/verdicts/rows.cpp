#include "runtime/verdicts/rows.h"

#include "runtime/time/instant.h"

namespace sla::verdicts {
namespace {

std::string text_of(Instant t) { return t == kNoInstant ? std::string() : time::format_utc(t); }

std::string text_of(const events::Interner& names, std::uint32_t id) {
  return id == events::kNone ? std::string() : std::string(names.text(id));
}

NamedRow named(const PolicyShape& policy, const Row& row, const events::Log& log) {
  const ClauseShape& clause = policy.clauses[row.clause];
  NamedRow named;
  named.clause = clause.name;
  named.subject = log.subjects.text(row.subject);
  named.cycle = row.cycle;
  if (row.tier < clause.tiers.size()) named.tier = clause.tiers[row.tier];
  named.status = name_of(row.status);
  named.start = text_of(row.start);
  named.due = text_of(row.due);
  named.breach = text_of(row.breach);
  named.stop = text_of(row.stop);
  named.elapsed_business_us = row.elapsed_business;
  named.elapsed_wall_us = row.elapsed_wall;
  named.owner = text_of(log.owners, row.owner);
  named.team = text_of(log.teams, row.team);
  named.version = policy.version;
  if (policy.several_records) named.record = clause.record;
  return named;
}

NamedRow named(const PolicyShape& policy, const ClauseShape& clause, const PeriodSummary& period,
               std::uint64_t cycle) {
  NamedRow named;
  named.clause = clause.name;
  named.subject = period.group;
  named.cycle = cycle;
  named.tier = period.label;
  named.status = name_of(period.verdict);
  named.start = text_of(period.begin);
  named.due = named.breach = text_of(period.end);
  const bool has_group = period.group_key != kNoGroup;
  if (has_group && clause.group == GroupKind::owner) named.owner = period.group;
  if (has_group && clause.group == GroupKind::team) named.team = period.group;
  named.version = policy.version;
  if (policy.several_records) named.record = clause.record;
  return named;
}

}  // namespace

Records::Cells cells_of(const NamedRow& row) {
  Records::Cells cells = {row.clause,
                          row.subject,
                          std::to_string(row.cycle),
                          row.tier,
                          row.status,
                          row.start,
                          row.due,
                          row.breach,
                          row.stop,
                          std::to_string(row.elapsed_business_us),
                          std::to_string(row.elapsed_wall_us),
                          row.owner,
                          row.team,
                          std::to_string(row.version)};
  if (!row.record.empty()) cells.push_back(row.record);
  return cells;
}

void for_each_obligation(const PolicyShape& policy, const Outcome& outcome, const events::Log& log,
                         const std::function<void(std::size_t, const NamedRow&)>& take) {
  for (const Row& row : outcome.rows) take(row.clause, named(policy, row, log));
}

void for_each_period(const PolicyShape& policy, std::size_t clause, const Summary& summary,
                     const std::function<void(const NamedRow&)>& take) {
  if (!policy.clauses[clause].is_volume) return;
  const std::vector<PeriodSummary>& periods = summary.clauses[clause].periods;
  for (const PeriodSummary& period : periods) {
    const std::int64_t ordinal = period.period - periods.front().period + 1;
    take(named(policy, policy.clauses[clause], period, static_cast<std::uint64_t>(ordinal)));
  }
}

void for_each_row(const PolicyShape& policy, const Outcome& outcome, const Summary& summary,
                  const Inputs& inputs, const std::function<void(const NamedRow&)>& take) {
  auto row = outcome.rows.begin();
  for (std::size_t c = 0; c < policy.clauses.size(); ++c) {
    for (; row != outcome.rows.end() && row->clause == c; ++row) {
      take(named(policy, *row, *inputs.log));
    }
    for_each_period(policy, c, summary, take);
  }
}

std::span<const RecordColumn> row_columns(const PolicyShape& policy) {
  if (policy.several_records) return kRowColumnsOfRecords;
  return kRowColumns;
}

Records row_records(const PolicyShape& policy, const Outcome& outcome, const Summary& summary,
                    const Inputs& inputs) {
  return {row_columns(policy), [&](const auto& take) {
            for_each_row(policy, outcome, summary, inputs,
                         [&](const NamedRow& row) { take(cells_of(row)); });
          }};
}

}  // namespace sla::verdicts
