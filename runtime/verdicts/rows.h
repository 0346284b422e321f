#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "runtime/verdicts/record.h"
#include "runtime/verdicts/summary.h"

namespace sla::verdicts {

/// A verdict as text, the way files and pipes carry it. Instants are RFC 3339 in UTC; empty when
/// there is none. Spans are whole microseconds.
struct NamedRow {
  std::string clause, subject;
  std::uint64_t cycle = 1;
  std::string tier, status;
  std::string start, due, breach, stop;
  std::int64_t elapsed_business_us = 0, elapsed_wall_us = 0;
  std::string owner, team;
  std::int64_t version = 1;
  std::string record;  ///< What the subject is; empty where all are leads.
};

/// The columns, in the order of every file.
inline constexpr std::array<RecordColumn, 14> kRowColumns = {{
    {"clause", CellType::text},
    {"subject", CellType::text},
    {"cycle", CellType::integer},
    {"tier", CellType::text},
    {"status", CellType::text},
    {"start", CellType::instant},
    {"due", CellType::instant},
    {"breach", CellType::instant},
    {"stop", CellType::instant},
    {"elapsed_business_us", CellType::integer},
    {"elapsed_wall_us", CellType::integer},
    {"owner", CellType::text},
    {"team", CellType::text},
    {"version", CellType::integer},
}};

/// The same where a policy has several records, with what the subject is.
inline constexpr std::array<RecordColumn, 15> kRowColumnsOfRecords = [] {
  std::array<RecordColumn, 15> columns;
  std::copy(kRowColumns.begin(), kRowColumns.end(), columns.begin());
  columns.back() = {"record", CellType::text};
  return columns;
}();

/// Every verdict in the policy's order: a deadline's rows as they are; of a volume one row per
/// period and group of its summary, with the group as subject, the period's number in the list as
/// cycle (from 1), its label as tier and its end as due and breach. The row is only valid during
/// the call.
void for_each_row(const PolicyShape& policy, const Outcome& outcome, const Summary& summary,
                  const Inputs& inputs, const std::function<void(const NamedRow&)>& take);

/// The obligations of an outcome alone, each with the index of its clause.
void for_each_obligation(const PolicyShape& policy, const Outcome& outcome, const events::Log& log,
                         const std::function<void(std::size_t clause, const NamedRow&)>& take);
/// The rows of a volume or share; none of another clause.
void for_each_period(const PolicyShape& policy, std::size_t clause, const Summary& summary,
                     const std::function<void(const NamedRow&)>& take);

/// The cells of a row as text, in the order of kRowColumns; with the record at the end when it has
/// one. Empty for what there is not.
Records::Cells cells_of(const NamedRow& row);

/// The columns of a policy's rows.
std::span<const RecordColumn> row_columns(const PolicyShape& policy);

/// The same as records of a file. Borrows its arguments.
Records row_records(const PolicyShape& policy, const Outcome& outcome, const Summary& summary,
                    const Inputs& inputs);

}  // namespace sla::verdicts
