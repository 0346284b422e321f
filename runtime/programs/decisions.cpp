#include "runtime/programs/decisions.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace sla::programs {
namespace {

using verdicts::Row;
using verdicts::Status;

std::string name_of_holder(const actions::Facts& facts, const Row& row, Holder holder) {
  const events::Interner& names =
      holder == Holder::owner ? facts.inputs.log->owners : facts.inputs.log->teams;
  const std::uint32_t id = holder == Holder::owner ? row.owner : row.team;
  return id == events::kNone ? std::string() : std::string(names.text(id));
}

std::optional<Decision> decision_of(const actions::Facts& facts, const Row& row, Holder holder) {
  const bool met = row.status == Status::met;
  if (!met && row.status != Status::breached && row.status != Status::met_late) {
    return std::nullopt;
  }
  std::string name = name_of_holder(facts, row, holder);
  if (name.empty()) return std::nullopt;
  return Decision{.holder = std::move(name),
                  .at = met ? row.stop : row.breach,
                  .met = met,
                  .subject = std::string(facts.inputs.log->subjects.text(row.subject)),
                  .cycle = row.cycle};
}

}  // namespace

std::vector<Decision> decisions(const actions::Facts& facts, std::size_t clause, Holder holder) {
  std::vector<Decision> all;
  for (const Row& row : facts.outcome.rows) {
    if (row.clause != clause) continue;
    if (auto decision = decision_of(facts, row, holder)) all.push_back(std::move(*decision));
  }
  std::ranges::sort(all, {},
                    [](const Decision& d) { return std::tie(d.holder, d.at, d.subject, d.cycle); });
  return all;
}

}  // namespace sla::programs
