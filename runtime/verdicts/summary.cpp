#include "runtime/verdicts/summary.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <span>
#include <utility>

#include "runtime/verdicts/period_grid.h"

namespace sla::verdicts {
namespace {

__extension__ using Wide = __int128;  // Products of two 64-bit numbers compare exactly in it.

using CellKey = std::pair<std::int64_t, std::int64_t>;  // Period, group.

CellKey key_of(const PeriodSummary& cell) { return {cell.period, cell.group_key}; }

struct Tally {
  std::int64_t cohort = 0, decided = 0, met = 0;
};

void count(Counts& counts, Status status) {
  ++counts.attached;
  switch (status) {
    case Status::running: ++counts.running; break;
    case Status::paused: ++counts.paused; break;
    case Status::met: ++counts.met; break;
    case Status::breached: ++counts.breached; break;
    case Status::met_late: ++counts.met_late; break;
    case Status::cancelled: ++counts.cancelled; break;
    case Status::excused: ++counts.excused; break;
  }
}

bool is_in_a_cohort(Status status) {
  return status != Status::cancelled && status != Status::excused;
}

void add(Tally& tally, Status status) {
  ++tally.cohort;
  if (status != Status::running && status != Status::paused) ++tally.decided;
  if (status == Status::met) ++tally.met;
}

/// Whether part / whole keeps to a percentage; `whole` is not 0. Sums of amounts may be negative.
bool keeps_to(const ClauseShape& clause, Wide part, Wide whole) {
  constexpr std::int64_t kHundred = 100'000'000;
  const int sign = whole < 0 ? -1 : 1;
  const Wide is = sign * part * kHundred;
  const Wide bound = sign * whole * clause.micro_percent;
  return clause.at_least ? is >= bound : is <= bound;
}

Verdict verdict_of(const Tally& tally, const ClauseShape& clause) {
  if (tally.decided == 0) return tally.cohort == 0 ? Verdict::no_data : Verdict::running;
  return keeps_to(clause, tally.met, tally.decided) ? Verdict::met : Verdict::breached;
}

/// A sum beyond 64 bits is shown as the end of the range.
std::int64_t shown(Wide sum) {
  return static_cast<std::int64_t>(std::clamp(sum, Wide{INT64_MIN}, Wide{INT64_MAX}));
}

/// The sums of a share in one cell. Exact: 2^37 amounts of any size fit into them, compared too.
struct Parts {
  Wide part = 0, whole = 0;
};

/// Of a clause that has periods.
Verdict overall_verdict(const std::vector<PeriodSummary>& periods) {
  const auto any = [&](auto holds) { return std::ranges::any_of(periods, holds); };
  if (any([](const PeriodSummary& p) {
        return !p.provisional && p.verdict == Verdict::breached;
      })) {
    return Verdict::breached;
  }
  if (any([](const PeriodSummary& p) { return p.provisional; })) return Verdict::running;
  if (any([](const PeriodSummary& p) { return p.verdict == Verdict::met; })) return Verdict::met;
  return Verdict::no_data;
}

/// Of rows without a target, and of volumes: every obligation has to be met.
Verdict overall_verdict(const Counts& counts) {
  if (counts.breached + counts.met_late > 0) return Verdict::breached;
  if (counts.running + counts.paused > 0) return Verdict::running;
  return counts.met > 0 ? Verdict::met : Verdict::no_data;
}

class Summarizer {
 public:
  Summarizer(const PolicyShape& policy, const ClauseShape& clause, const Inputs& inputs)
      : policy_(policy), clause_(clause), inputs_(inputs), grid_(policy, clause, inputs) {
    summary_.name = clause.name;
    summary_.title = clause.title;
    summary_.kind = clause.kind;
    summary_.party = clause.party;
  }

  void add(std::span<const Row> rows, std::span<const Hit> hits) {
    if (!clause_.is_volume) add_rows(rows);
    else if (clause_.is_share) add_share(hits);
    else add_volume(hits);
  }

  /// `first_event`: of the whole log.
  ClauseSummary finish(std::optional<Instant> first_event) {
    if (!clause_.is_volume) return of_rows(first_event);
    return clause_.is_share ? share(first_event) : volume(first_event);
  }

 private:
  void add_rows(std::span<const Row> rows) {
    for (const Row& row : rows) {
      count(summary_.counts, row.status);
      if (is_in_a_cohort(row.status)) verdicts::add(overall_, row.status);
      if (clause_.has_target) tally(row);
    }
  }

  ClauseSummary of_rows(std::optional<Instant> first_event) {
    summary_.cohort = overall_.cohort;
    summary_.decided = overall_.decided;
    summary_.met = overall_.met;
    if (!clause_.has_target) {
      summary_.verdict = overall_verdict(summary_.counts);
      return std::move(summary_);
    }
    if (policy_.has_term) grid_.list_term(first_event);
    summary_.periods = grid_.cells();
    for (PeriodSummary& cell : summary_.periods) judge_rows(cell, tallies_[key_of(cell)]);
    drop_empty_remainder();
    summary_.verdict = overall_verdict(summary_.periods);
    return std::move(summary_);
  }

  void add_volume(std::span<const Hit> hits) {
    for_each_counted(hits, [&](const Hit& hit, const CellKey& cell) {
      std::int64_t& value = values_[cell];
      // A sum beyond 64 bits stays at the end of the range, on its side of every bound.
      if (__builtin_add_overflow(value, hit.amount, &value)) {
        value = hit.amount > 0 ? INT64_MAX : INT64_MIN;
      }
    });
  }

  ClauseSummary volume(std::optional<Instant> first_event) {
    grid_.list_term(first_event);
    summary_.periods = grid_.cells();
    for (PeriodSummary& cell : summary_.periods) judge_volume(cell, values_[key_of(cell)]);
    drop_empty_remainder();
    count_periods();
    summary_.verdict = overall_verdict(summary_.counts);
    return std::move(summary_);
  }

  void add_share(std::span<const Hit> hits) {
    for_each_counted(hits, [&](const Hit& hit, const CellKey& cell) {
      Parts& sum = sums_[cell];
      sum.whole += hit.amount;
      if (hit.part != 0) sum.part += hit.amount;
    });
  }

  ClauseSummary share(std::optional<Instant> first_event) {
    grid_.list_term(first_event);
    summary_.periods = grid_.cells();
    for (PeriodSummary& cell : summary_.periods) judge_share(cell, sums_[key_of(cell)]);
    drop_empty_remainder();
    count_periods();
    summary_.verdict = overall_verdict(summary_.periods);
    return std::move(summary_);
  }

  /// Of volumes and shares, where every period and group is an obligation.
  void count_periods() {
    for (const PeriodSummary& cell : summary_.periods) {
      if (cell.verdict == Verdict::no_data) continue;
      count(summary_.counts, cell.verdict == Verdict::met        ? Status::met
                             : cell.verdict == Verdict::breached ? Status::breached
                                                                 : Status::running);
    }
    summary_.met = summary_.counts.met;
    summary_.decided = summary_.counts.met + summary_.counts.breached;
    summary_.cohort = summary_.counts.attached;
  }

  /// What belongs to no group is shown where there is something of it; it is not a group that could
  /// be empty.
  void drop_empty_remainder() {
    if (clause_.group == GroupKind::none) return;
    std::erase_if(summary_.periods, [](const PeriodSummary& cell) {
      return cell.group_key == kNoGroup && cell.cohort == 0;
    });
  }

  void tally(const Row& row) {
    const Instant t = clause_.judged_when_due ? row.due : row.start;
    // What is never due is judged in no period.
    if (t == kNoInstant) return;
    const std::int64_t period = grid_.period_at(t);
    const std::int64_t group = grid_.group_key(row.owner, row.team, row.group);
    grid_.list_period(period);
    if (is_in_a_cohort(row.status)) verdicts::add(tallies_[{period, group}], row.status);
    if (is_in_a_cohort(row.status) || clause_.group == GroupKind::owner) grid_.list_group(group);
  }

  void judge_rows(PeriodSummary& cell, const Tally& tally) const {
    cell.cohort = tally.cohort;
    cell.decided = tally.decided;
    cell.met = tally.met;
    cell.best = tally.met + (tally.cohort - tally.decided);
    cell.worst = tally.met;
    if (!clause_.at_least) std::swap(cell.best, cell.worst);
    cell.target = clause_.micro_percent;
    cell.verdict = verdict_of(tally, clause_);
    cell.provisional = cell.end > inputs_.as_of || tally.cohort > tally.decided;
  }

  /// Hits come by subject and time, so a subject's first hit of a period is the one after a change.
  template <typename Take>
  void for_each_counted(std::span<const Hit> hits, Take take) {
    const Hit* previous = nullptr;
    std::int64_t previous_period = 0;
    for (const Hit& hit : hits) {
      const std::int64_t period = grid_.period_at(hit.time);
      const bool again =
          previous != nullptr && previous->subject == hit.subject && previous_period == period;
      previous = &hit;
      previous_period = period;
      if (again && !clause_.every_entry) continue;
      const std::int64_t group = grid_.group_key(hit.owner, hit.team, hit.group);
      grid_.list_period(period);
      grid_.list_group(group);
      take(hit, CellKey{period, group});
    }
  }

  void judge_share(PeriodSummary& cell, const Parts& sum) const {
    cell.cohort = cell.decided = shown(sum.whole);
    cell.met = cell.best = cell.worst = shown(sum.part);
    cell.target = clause_.micro_percent;
    cell.provisional = cell.end > inputs_.as_of;
    cell.verdict = sum.whole == 0                           ? Verdict::no_data
                   : cell.provisional                       ? Verdict::running
                   : keeps_to(clause_, sum.part, sum.whole) ? Verdict::met
                                                            : Verdict::breached;
  }

  void judge_volume(PeriodSummary& cell, std::int64_t value) const {
    cell.cohort = cell.decided = cell.met = cell.best = cell.worst = value;
    cell.target = clause_.amount;
    const bool ended = cell.end <= inputs_.as_of;
    if (clause_.at_least) {
      cell.verdict = value >= clause_.amount ? Verdict::met
                     : ended                 ? Verdict::breached
                                             : Verdict::running;
    } else {
      cell.verdict = value > clause_.amount ? Verdict::breached
                     : ended                ? Verdict::met
                                            : Verdict::running;
    }
    cell.provisional = !ended;
    if (clause_.paced) cell.pace = pace_of(cell);
  }

  std::int64_t pacing_time(Instant from, Instant to) const {
    if (clause_.calendar < 0) return to - from;
    return inputs_.calendars[static_cast<std::size_t>(clause_.calendar)][0]->between(from, to);
  }

  std::optional<Pace> pace_of(const PeriodSummary& cell) const {
    const std::int64_t whole = pacing_time(cell.begin, cell.end);
    if (whole <= 0) return std::nullopt;
    const std::int64_t done =
        pacing_time(cell.begin, std::clamp(inputs_.as_of, cell.begin, cell.end));
    const Wide line = Wide{clause_.amount} * done;
    return Pace{static_cast<std::int64_t>(line / whole), Wide{cell.met} * whole < line};
  }

  const PolicyShape& policy_;
  const ClauseShape& clause_;
  const Inputs& inputs_;
  PeriodGrid grid_;
  ClauseSummary summary_;
  // What was added so far; a clause uses one of the last three.
  Tally overall_;
  std::map<CellKey, Tally> tallies_;
  std::map<CellKey, std::int64_t> values_;
  std::map<CellKey, Parts> sums_;
};

/// The part of a settled list that is about one clause.
template <typename T>
std::span<const T> of_clause(const std::vector<T>& all, std::size_t clause) {
  const auto part = std::ranges::equal_range(
      all, clause, {}, [](const T& item) { return std::size_t{item.clause}; });
  return {part.begin(), part.end()};
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met: return "met";
    case Verdict::breached: return "breached";
    case Verdict::running: return "running";
    case Verdict::no_data: return "no data";
  }
  return "unknown";
}

struct Summing::Clauses {
  std::vector<Summarizer> all;
  std::optional<Instant> first_event;
};

Summing::Summing(const PolicyShape& policy, const Inputs& inputs)
    : clauses_(std::make_unique<Clauses>()) {
  clauses_->all.reserve(policy.clauses.size());
  for (const ClauseShape& clause : policy.clauses) {
    clauses_->all.emplace_back(policy, clause, inputs);
  }
}

Summing::~Summing() = default;

void Summing::add(const Outcome& outcome, const events::Log& log) {
  for (std::size_t c = 0; c < clauses_->all.size(); ++c) {
    clauses_->all[c].add(of_clause(outcome.rows, c), of_clause(outcome.hits, c));
  }
  std::optional<Instant>& first = clauses_->first_event;
  for (std::size_t s = 0; s + 1 < log.subject_begin.size(); ++s) {
    if (log.subject_begin[s] == log.subject_begin[s + 1]) continue;
    const Instant t = log.time[log.subject_begin[s]];
    if (!first || t < *first) first = t;
  }
}

Summary Summing::finish() {
  Summary summary;
  for (Summarizer& clause : clauses_->all) {
    summary.clauses.push_back(clause.finish(clauses_->first_event));
  }
  return summary;
}

Summary summarize(const PolicyShape& policy, const Outcome& outcome, const Inputs& inputs) {
  Summing summing(policy, inputs);
  summing.add(outcome, *inputs.log);
  return summing.finish();
}

}  // namespace sla::verdicts
