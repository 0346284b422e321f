#include "compiler/driver/comparison_history.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "compiler/driver/joint.h"
#include "runtime/verdicts/corrections.h"

namespace sla::driver {
namespace {

using verdicts::Correction;
using verdicts::NamedRow;

/// (record, clause) of a row or promise, with the name that the new version has.
using Id = std::pair<std::string, std::string>;

bool is_broken(const NamedRow& row) { return row.status == "breached" || row.status == "met late"; }

struct SideRows {
  std::vector<NamedRow> rows;
  Joint joint;
};

SideRows rows_of(const Version& version, const std::map<Id, std::string>& new_names) {
  SideRows side{{}, join(version)};
  side.joint.shape.several_records = true;  // So that rows say what they are about.
  verdicts::for_each_row(side.joint.shape, *side.joint.outcome, side.joint.summary,
                         side.joint.history->inputs, [&](const NamedRow& row) {
                           NamedRow named = row;
                           const auto renamed = new_names.find({row.record, row.clause});
                           if (renamed != new_names.end()) named.clause = renamed->second;
                           if (row.status != "no data") side.rows.push_back(std::move(named));
                         });
  return side;
}

/// Corrections pair rows by clause and subject; one id may be in two records.
std::string qualified(const NamedRow& row) { return row.record + "\n" + row.clause; }

std::vector<Correction> paired(std::vector<NamedRow> was, std::vector<NamedRow> is) {
  for (std::vector<NamedRow>* rows : {&was, &is}) {
    for (NamedRow& row : *rows) row.clause = qualified(row);
  }
  std::vector<Correction> all = verdicts::compare(was, is);
  for (Correction& each : all) {
    for (std::optional<NamedRow>* row : {&each.was, &each.is}) {
      if (*row) (*row)->clause = (*row)->clause.substr((*row)->clause.find('\n') + 1);
    }
  }
  return all;
}

std::optional<FlippedRow> flip_of(Correction& correction) {
  if (!correction.was) return FlippedRow{Flip::added, {}, std::move(*correction.is)};
  if (!correction.is) return FlippedRow{Flip::removed, std::move(*correction.was), {}};
  const bool was = is_broken(*correction.was), is = is_broken(*correction.is);
  if (was == is) return std::nullopt;
  return FlippedRow{is ? Flip::met_to_breached : Flip::breached_to_met, std::move(*correction.was),
                    std::move(*correction.is)};
}

void add_summary(const Joint& joint, const std::string& record, const std::string& clause,
                 Kept& kept, Kept& periods) {
  for (std::size_t c = 0; c < joint.summary.clauses.size(); ++c) {
    const verdicts::ClauseSummary& summary = joint.summary.clauses[c];
    const verdicts::ClauseShape& shape = joint.shape.clauses[c];
    if (shape.record != record || summary.name != clause) continue;
    if (!shape.is_volume) kept = {summary.met, summary.decided};
    for (const verdicts::PeriodSummary& period : summary.periods) {
      const bool met = period.verdict == verdicts::Verdict::met;
      if (!met && period.verdict != verdicts::Verdict::breached) continue;
      ++periods.decided;
      periods.met += met ? 1 : 0;
    }
  }
}

void count(ClauseEffect& effect, const FlippedRow& flipped) {
  const auto flip = static_cast<std::size_t>(flipped.flip);
  ++effect.flips[flip];
  const NamedRow& row = flipped.row();
  if (!row.owner.empty()) ++effect.owners[row.owner][flip];
  if (!row.team.empty()) ++effect.teams[row.team][flip];
}

std::string clause_name(const agreement::Agreement* record, int clause) {
  return clause < 0 ? std::string() : record->clauses[static_cast<std::size_t>(clause)].name;
}

constexpr std::array<verdicts::RecordColumn, 13> kColumns = {{
    {"change", verdicts::CellType::text},
    {"record", verdicts::CellType::text},
    {"clause", verdicts::CellType::text},
    {"subject", verdicts::CellType::text},
    {"owner", verdicts::CellType::text},
    {"team", verdicts::CellType::text},
    {"start", verdicts::CellType::instant},
    {"was_status", verdicts::CellType::text},
    {"is_status", verdicts::CellType::text},
    {"was_breach", verdicts::CellType::instant},
    {"is_breach", verdicts::CellType::instant},
    {"was_stop", verdicts::CellType::instant},
    {"is_stop", verdicts::CellType::instant},
}};

}  // namespace

const char* name_of(Flip flip) {
  switch (flip) {
    case Flip::met_to_breached: return "met -> breached";
    case Flip::breached_to_met: return "breached -> met";
    case Flip::added: return "new";
    case Flip::removed: return "gone";
  }
  return "";
}

HistoryEffect effect_of(const Comparison& comparison, const Version& was, const Version& is) {
  HistoryEffect effect;
  effect.as_of = is.history->inputs.as_of;
  std::map<Id, std::string> new_names;
  std::map<Id, std::size_t> places;
  std::vector<std::string> old_names;
  for (const ComparedPromise& promise : comparison.promises) {
    const compare::RecordPair& pair = comparison.changes.records[promise.change.record];
    const std::string before = clause_name(pair.was, promise.change.was);
    const std::string now = clause_name(pair.is, promise.change.is);
    ClauseEffect& clause = effect.clauses.emplace_back();
    clause.clause = now.empty() ? before : now;
    clause.record = pair.kind();
    clause.party = comparison.party_of(promise.change);
    clause.was_there = !before.empty();
    clause.is_there = !now.empty();
    if (!before.empty() && !now.empty()) new_names[{clause.record, before}] = now;
    places.try_emplace({clause.record, clause.clause}, effect.clauses.size() - 1);
    old_names.push_back(before);
  }
  const SideRows before = rows_of(was, new_names), now = rows_of(is, {});
  for (std::size_t c = 0; c < effect.clauses.size(); ++c) {
    ClauseEffect& clause = effect.clauses[c];
    if (clause.was_there)
      add_summary(before.joint, clause.record, old_names[c], clause.was, clause.was_periods);
    if (clause.is_there)
      add_summary(now.joint, clause.record, clause.clause, clause.is, clause.is_periods);
  }
  for (Correction& correction : paired(before.rows, now.rows)) {
    auto flipped = flip_of(correction);
    if (!flipped) continue;
    const auto place = places.find({flipped->row().record, flipped->row().clause});
    if (place != places.end()) count(effect.clauses[place->second], *flipped);
    effect.rows.push_back(std::move(*flipped));
  }
  std::ranges::stable_sort(effect.rows, {}, [&](const FlippedRow& each) {
    const auto place = places.find({each.row().record, each.row().clause});
    return std::pair(place == places.end() ? places.size() : place->second, each.flip);
  });
  return effect;
}

verdicts::Records flip_records(const HistoryEffect& effect) {
  return {kColumns, [&effect](const auto& take) {
            for (const FlippedRow& each : effect.rows) {
              const NamedRow& row = each.row();
              take({name_of(each.flip), row.record, row.clause, row.subject, row.owner, row.team,
                    row.start, each.was.status, each.is.status, each.was.breach, each.is.breach,
                    each.was.stop, each.is.stop});
            }
          }};
}

}  // namespace sla::driver
