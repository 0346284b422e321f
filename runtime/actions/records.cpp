#include "runtime/actions/records.h"

#include <array>

namespace sla::actions {
namespace {

using verdicts::CellType;
using verdicts::RecordColumn;
using verdicts::Records;

constexpr std::array<RecordColumn, 16> kNoticeColumns = {{
    {"key", CellType::text},
    {"clause", CellType::text},
    {"subject", CellType::text},
    {"cycle", CellType::text},
    {"run", CellType::integer},
    {"step", CellType::integer},
    {"effect", CellType::integer},
    {"kind", CellType::text},
    {"when", CellType::text},
    {"state", CellType::text},
    {"at", CellType::instant},
    {"deliver_at", CellType::instant},
    {"to", CellType::text},
    {"channel", CellType::text},
    {"message", CellType::text},
    {"version", CellType::integer},
}};

constexpr std::array<RecordColumn, 14> kPointsColumns = {{
    {"key", CellType::text},
    {"clause", CellType::text},
    {"subject", CellType::text},
    {"cycle", CellType::text},
    {"run", CellType::integer},
    {"step", CellType::integer},
    {"effect", CellType::integer},
    {"at", CellType::instant},
    {"counts_at", CellType::instant},
    {"points", CellType::integer},
    {"to", CellType::text},
    {"owner", CellType::text},
    {"team", CellType::text},
    {"version", CellType::integer},
}};

std::string instant(Instant t) { return t == time::kNever ? std::string() : time::format_utc(t); }

/// The cells that both kinds begin with.
Records::Cells key_cells(const Key& key, const verdicts::PolicyShape& policy) {
  return {text_of(key, policy),
          policy.clauses[key.clause].name,
          key.subject,
          key.cycle,
          std::to_string(key.run),
          std::to_string(key.step),
          std::to_string(key.effect == 0 ? 1 : key.effect)};
}

}  // namespace

Records notice_records(const Actions& actions, const verdicts::PolicyShape& policy) {
  return {kNoticeColumns, [&](const auto& take) {
            for (const Notice& notice : actions.notices) {
              Records::Cells cells = key_cells(notice.key, policy);
              std::string to;
              for (const Addressee& addressee : notice.to) {
                to += (to.empty() ? "" : "; ") + words_of(addressee);
              }
              for (std::string cell : {std::string(name_of(notice.kind)), notice.when,
                                       std::string(name_of(notice.state)), instant(notice.at),
                                       instant(notice.deliver_at), to, notice.channel,
                                       notice.message, std::to_string(policy.version)}) {
                cells.push_back(std::move(cell));
              }
              take(cells);
            }
          }};
}

Records points_records(const Actions& actions, const verdicts::PolicyShape& policy) {
  return {kPointsColumns, [&](const auto& take) {
            for (const PointsEntry& entry : actions.points) {
              Records::Cells cells = key_cells(entry.key, policy);
              for (std::string cell :
                   {instant(entry.at), instant(entry.counts_at), std::to_string(entry.points),
                    words_of(entry.to), entry.owner, entry.team, std::to_string(policy.version)}) {
                cells.push_back(std::move(cell));
              }
              take(cells);
            }
          }};
}

}  // namespace sla::actions
