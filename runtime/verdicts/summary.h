#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"
#include "runtime/verdicts/shape.h"

namespace sla::verdicts {

enum class Verdict : std::uint8_t { met, breached, running, no_data };
std::string_view name_of(Verdict verdict);  ///< "no data" etc.

/// How a clause's obligations ended: one per row, or one per period and group of a volume or share
/// (of a share those with data).
struct Counts {
  std::int64_t attached = 0;
  std::int64_t met = 0, breached = 0, met_late = 0;
  std::int64_t running = 0, paused = 0, cancelled = 0, excused = 0;
};

/// Where a paced volume should be by now, on the straight line over the calendar's time of the
/// period.
struct Pace {
  std::int64_t expected = 0;  ///< Rounded down, in the clause's scale.
  bool behind = false;        ///< The value is below the line, compared exactly.
};

/// One period of one group.
struct PeriodSummary {
  std::int64_t period = 0;  ///< Its number (period.h).
  std::string label;
  Instant begin = 0, end = 0;
  /// Owner, team or field value; "" when not grouped, "(none)" for what has none.
  std::string group;
  std::int64_t group_key = kNoGroup;  ///< Owner id, team id or field value; kNoGroup: none.

  /// Rows: obligations; the percentage is met of decided, the best attainable (met + undecided) of
  /// cohort, the worst met of cohort (the other way round for `at most`), kept as whole numbers so
  /// that nothing is rounded. Volumes: all of them are the value reached, in the clause's scale,
  /// and the percentage is met of target. Shares: cohort and decided are the whole, the others the
  /// part, and the percentage is met of decided.
  std::int64_t cohort = 0, decided = 0, met = 0;
  std::int64_t best = 0, worst = 0;
  /// Millionths of a percent; volumes: the bound, in the clause's scale.
  std::int64_t target = 0;
  Verdict verdict = Verdict::no_data;
  /// Deadlines: the period has not ended or some of its cohort is undecided. Volumes: the verdict
  /// can still change.
  bool provisional = false;
  std::optional<Pace> pace;
};

struct ClauseSummary {
  std::string name, title, kind, party;
  Counts counts;
  std::vector<PeriodSummary>
      periods;  ///< By period, then group; empty for a deadline without a target.
  /// Of all obligations that are not cancelled or excused; the overall percentage is met of
  /// decided.
  std::int64_t cohort = 0, decided = 0, met = 0;
  Verdict verdict = Verdict::no_data;
};

struct Summary {
  std::vector<ClauseSummary> clauses;  ///< In the policy's order.
};

/// A summary of outcomes that come one after the other, each of other subjects of one log. The
/// calls are for one thread.
class Summing {
 public:
  /// Borrows both. The names of `inputs.log` are those of all outcomes when `finish` is called, its
  /// teams already now.
  Summing(const PolicyShape& policy, const Inputs& inputs);
  Summing(const Summing&) = delete;
  Summing& operator=(const Summing&) = delete;
  ~Summing();

  /// `outcome`: settled; `log`: what it was judged from.
  void add(const Outcome& outcome, const events::Log& log);
  Summary finish();

 private:
  struct Clauses;
  std::unique_ptr<Clauses> clauses_;
};

/// Counts and percentages per clause, period and group as of inputs.as_of. `outcome` must be
/// settled. Deadlines list every period from the first to the last that has a row, and with a term
/// those from its begin (or the log's first event, if later) to its end (or as-of, if earlier), so
/// that empty ones show. Volumes list the latter, term or not. Groups: every one with a row or hit,
/// and every known team.
Summary summarize(const PolicyShape& policy, const Outcome& outcome, const Inputs& inputs);

}  // namespace sla::verdicts
