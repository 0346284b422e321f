#include "runtime/policy/period_records.h"

#include <array>

#include "runtime/time/instant.h"

namespace sla::policy {
namespace {

using verdicts::CellType;

constexpr std::array<verdicts::RecordColumn, 16> kColumns = {{
    {"clause", CellType::text},
    {"period", CellType::text},
    {"group", CellType::text},
    {"begin", CellType::instant},
    {"end", CellType::instant},
    {"cohort", CellType::integer},
    {"decided", CellType::integer},
    {"met", CellType::integer},
    {"best", CellType::integer},
    {"worst", CellType::integer},
    {"target", CellType::integer},
    {"scale", CellType::integer},
    {"verdict", CellType::text},
    {"provisional", CellType::text},
    {"expected", CellType::integer},
    {"version", CellType::integer},
}};

std::string instant(time::Instant t) {
  return t < time::kMinInstant || t > time::kMaxInstant ? std::string() : time::format_utc(t);
}

}  // namespace

verdicts::Records period_records(const verdicts::PolicyShape& shape,
                                 const verdicts::Summary& summary) {
  return {kColumns, [&](const auto& take) {
            for (std::size_t c = 0; c < summary.clauses.size(); ++c) {
              const verdicts::ClauseShape& clause = shape.clauses[c];
              for (const verdicts::PeriodSummary& p : summary.clauses[c].periods) {
                take({clause.name, p.label, p.group, instant(p.begin), instant(p.end),
                      std::to_string(p.cohort), std::to_string(p.decided), std::to_string(p.met),
                      std::to_string(p.best), std::to_string(p.worst), std::to_string(p.target),
                      std::to_string(clause.is_volume ? clause.scale : 1),
                      std::string(verdicts::name_of(p.verdict)), p.provisional ? "yes" : "no",
                      p.pace ? std::to_string(p.pace->expected) : std::string(),
                      std::to_string(shape.version)});
              }
            }
          }};
}

}  // namespace sla::policy
