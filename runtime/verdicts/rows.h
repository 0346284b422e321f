#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

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
};

/// The columns, in the order of every file.
inline constexpr std::array<std::string_view, 14> kRowColumns = {
    "clause",          "subject", "cycle",  "tier",   "status",
    "start",           "due",     "breach", "stop",   "elapsed_business_us",
    "elapsed_wall_us", "owner",   "team",   "version"};

/// Every verdict in the policy's order: a deadline's rows as they are; of a volume one row per
/// period and group of its summary, with the group as subject, the period's number in the list as
/// cycle (from 1), its label as tier and its end as due and breach. The row is only valid during
/// the call.
void for_each_row(const PolicyShape& policy, const Outcome& outcome, const Summary& summary,
                  const Inputs& inputs, const std::function<void(const NamedRow&)>& take);

/// A header line, fields quoted as RFC 4180 asks, lines ended by LF. Write errors are the stream's
/// state.
void write_csv(std::ostream& out, const PolicyShape& policy, const Outcome& outcome,
               const Summary& summary, const Inputs& inputs);

/// One JSON object a line, keys as the columns; what is empty is null, numbers are numbers.
void write_ndjson(std::ostream& out, const PolicyShape& policy, const Outcome& outcome,
                  const Summary& summary, const Inputs& inputs);

}  // namespace sla::verdicts
