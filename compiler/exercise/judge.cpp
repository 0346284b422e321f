#include "compiler/exercise/judge.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/exercise/history.h"
#include "compiler/exercise/judge_parts.h"
#include "runtime/time/zone.h"

namespace sla::exercise {
namespace {

using agreement::Clause;
using agreement::Expectation;
using agreement::Expected;
using verdicts::Row;
using verdicts::Status;

bool is(Status status, Expected expected) {
  switch (expected) {
    case Expected::met: return status == Status::met;
    case Expected::met_late: return status == Status::met_late;
    case Expected::breached: return status == Status::breached || status == Status::met_late;
    case Expected::running: return status == Status::running;
    case Expected::paused: return status == Status::paused;
    case Expected::cancelled: return status == Status::cancelled;
    case Expected::excused: return status == Status::excused;
    default: return false;
  }
}

class RowJudge {
 public:
  RowJudge(const Expectation& expectation, const Played& played)
      : expectation_(expectation),
        played_(played),
        clause_(played.agreement.clauses[static_cast<std::size_t>(expectation.clause)]),
        subject_(subject_of(played.test, expectation.lead, *played.inputs.log)),
        zone_(time::Zone::find(played.agreement.zone).value_or(time::Zone::utc())) {}

  std::vector<Difference> judge() {
    if (has_fault()) return std::move(differences_);
    const Row* row = find_row();
    if (row == nullptr || expectation_.status == Expected::not_started) {
      judge_absence(row);
      return std::move(differences_);
    }
    judge_status(*row);
    if (expectation_.due) judge_instant("due", *expectation_.due, row->due);
    if (expectation_.breach) judge_instant("breach", *expectation_.breach, row->breach);
    judge_after(*row);
    judge_used(*row);
    if (expectation_.owner) judge_name("owner", *expectation_.owner, owner_of(*row));
    if (expectation_.team) judge_name("team", *expectation_.team, team_of(*row));
    if (expectation_.tier && *expectation_.tier != row->tier) {
      differ("tier " + tier_name(*expectation_.tier), "tier " + tier_name(row->tier));
    }
    for (Difference& each : judge_actions(expectation_, row->cycle, played_)) {
      differences_.push_back(std::move(each));
    }
    return std::move(differences_);
  }

 private:
  void differ(std::string expected, std::string got) {
    differences_.push_back({std::move(expected), std::move(got)});
  }

  bool has_fault() {
    for (const verdicts::Fault& fault : played_.outcome.faults) {
      if (fault.subject != subject_) continue;
      differ(expected_words(),
             fmt::format("no verdict: on {} {}, so this lead cannot be judged",
                         when(played_.inputs.log->time[fault.event]), name_of(fault.kind)));
      return true;
    }
    return false;
  }

  /// The obligation of the cycle that is meant, or null.
  const Row* find_row() {
    const Row* found = nullptr;
    for (const Row& row : played_.outcome.rows) {
      const bool ours = row.clause == expectation_.clause && row.subject == subject_;
      if (!ours) continue;
      ++cycles_;
      if (expectation_.cycle == 0 || row.cycle == expectation_.cycle) found = &row;
    }
    return found;
  }

  void judge_absence(const Row* row) {
    if (expectation_.status == Expected::not_started) {
      if (row != nullptr) differ("nothing started", status_words(*row));
      return;
    }
    if (cycles_ == 0) {
      differ(expected_words(), "not started");
    } else {
      differ(fmt::format("cycle {}", expectation_.cycle),
             fmt::format("no such cycle: there {} {}", cycles_ == 1 ? "is" : "are", cycles_));
    }
  }

  void judge_status(const Row& row) {
    if (expectation_.status == Expected::anything) return;
    if (!is(row.status, expectation_.status)) return differ(status_expected(), status_words(row));
    if (expectation_.breached_at && *expectation_.breached_at != row.breach) {
      differ("breached at " + when(*expectation_.breached_at), "breached at " + when(row.breach));
    }
    if (expectation_.stopped_at && *expectation_.stopped_at != row.stop) {
      differ(fmt::format("{} at {}", name_of(expectation_.status), when(*expectation_.stopped_at)),
             status_words(row));
    }
  }

  void judge_instant(const char* what, time::Instant expected, time::Instant got) {
    if (expected == got) return;
    differ(fmt::format("{} {}", what, when(expected)), got == verdicts::kNoInstant
                                                           ? fmt::format("no {} instant", what)
                                                           : fmt::format("{} {}", what, when(got)));
  }

  void judge_after(const Row& row) {
    if (!expectation_.after || !is(row.status, expectation_.status)) return;
    const bool plain = expectation_.after_plain && counts_business(row);
    const std::int64_t got = plain ? row.elapsed_wall : row.elapsed_business;
    if (got == *expectation_.after) return;
    differ(fmt::format("{} after {}", name_of(expectation_.status),
                       span(row, *expectation_.after, plain)),
           fmt::format("{} after {}", verdicts::name_of(row.status), span(row, got, plain)));
  }

  void judge_used(const Row& row) {
    if (!expectation_.used) return;
    const bool plain = expectation_.used_plain && counts_business(row);
    const std::int64_t got = plain ? row.elapsed_wall : row.elapsed_business;
    if (got == *expectation_.used) return;
    differ(span(row, *expectation_.used, plain) + " used", span(row, got, plain) + " used");
  }

  void judge_name(const char* what, const std::string& expected, const std::string& got) {
    if (expected == got) return;
    differ(fmt::format("{} \"{}\"", what, expected),
           got.empty() ? fmt::format("no {}", what) : fmt::format("{} \"{}\"", what, got));
  }

  bool counts_business(const Row& row) const {
    return has_clock(clause_.kind) && row.tier < clause_.deadline.tiers.size() &&
           clause_.deadline.tiers[row.tier].target.kind != agreement::TargetKind::elapsed;
  }
  std::string span(const Row& row, std::int64_t micros, bool plain) const {
    const bool business = counts_business(row) && !plain;
    return time::format_span(micros) + (business ? " of working time" : "");
  }

  std::string status_expected() const {
    std::string text = name_of(expectation_.status);
    if (expectation_.breached_at) text += " at " + when(*expectation_.breached_at);
    return text;
  }

  /// The whole expectation, for where nothing of it can hold.
  std::string expected_words() const {
    std::vector<std::string> parts;
    if (expectation_.status != Expected::anything) parts.push_back(status_expected());
    if (expectation_.due) parts.push_back("due " + when(*expectation_.due));
    if (expectation_.breach) parts.push_back("breach " + when(*expectation_.breach));
    if (expectation_.tier) parts.push_back("tier " + tier_name(*expectation_.tier));
    if (expectation_.owner) parts.push_back(fmt::format("owner \"{}\"", *expectation_.owner));
    if (expectation_.team) parts.push_back(fmt::format("team \"{}\"", *expectation_.team));
    if (expectation_.used) parts.push_back(time::format_span(*expectation_.used) + " used");
    for (const agreement::ExpectedAction& action : expectation_.actions) {
      parts.push_back(action.words);
    }
    return fmt::format("{}", fmt::join(parts, ", "));
  }

  std::string status_words(const Row& row) const {
    std::string text(verdicts::name_of(row.status));
    if (row.stop != verdicts::kNoInstant) text += " on " + when(row.stop);
    const bool late = row.status == Status::breached || row.status == Status::met_late;
    if (late && row.stop != verdicts::kNoInstant && row.breach != verdicts::kNoInstant) {
      text += ", breached at " + when(row.breach);
    } else if (row.status == Status::breached && row.breach != verdicts::kNoInstant) {
      text += " at " + when(row.breach);
    } else if (row.status == Status::running && row.due != verdicts::kNoInstant) {
      text += ", due " + when(row.due);
    }
    return text;
  }

  std::string when(time::Instant t) const { return time::format_local(t, zone_); }
  std::string owner_of(const Row& row) const {
    if (row.owner == events::kNone) return "";
    return std::string(played_.inputs.log->owners.text(row.owner));
  }
  std::string team_of(const Row& row) const {
    if (row.team == events::kNone) return "";
    return std::string(played_.inputs.log->teams.text(row.team));
  }
  std::string tier_name(int tier) const {
    return fmt::format("`{}`", clause_.deadline.tiers[static_cast<std::size_t>(tier)].name);
  }

  const Expectation& expectation_;
  const Played& played_;
  const Clause& clause_;
  std::uint32_t subject_;
  time::Zone zone_;
  std::size_t cycles_ = 0;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> judge(const Expectation& expectation, const Played& played) {
  if (expectation.standing) return judge_standing(*expectation.standing, played);
  if (expectation.no_action) return judge_no_action(expectation, played);
  if (expectation.lead < 0) return judge_periods(expectation, played);
  return RowJudge(expectation, played).judge();
}

}  // namespace sla::exercise
