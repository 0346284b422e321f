#include "compiler/analyze/graph/reset_loop.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/graph/example_path.h"
#include "compiler/analyze/graph/round_trip.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::ClauseKind;
using agreement::Duration;
using agreement::TargetKind;

constexpr int kFewestRounds = 3, kMostRounds = 12;

/// No less time than this passes on the wall until so much is used.
std::int64_t least_of(const Agreement& agreement, const Clause& clause, const Duration& duration) {
  // A business day ends at the same local time of a later day, which clock changes move by hours.
  constexpr std::int64_t kDayAtLeast = 20 * time::kHour;
  switch (duration.kind) {
    case TargetKind::business_days: {
      const int calendar = clause.deadline.calendar;
      const std::int64_t day =
          calendar < 0
              ? 0
              : agreement.calendars[static_cast<std::size_t>(calendar)].business_day_micros;
      return duration.amount * (day > 0 ? day : kDayAtLeast);
    }
    case TargetKind::end_of_business_day:
      return duration.amount == 0 ? time::kHour : duration.amount * kDayAtLeast / 2;
    default: return duration.amount;
  }
}

std::int64_t least_of(const Agreement& agreement, const Clause& clause) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (const agreement::Tier& tier : clause.deadline.tiers)
    least = std::min(least, least_of(agreement, clause, tier.target));
  if (clause.deadline.apart)
    least = std::min(least, least_of(agreement, clause, *clause.deadline.apart));
  return least;
}

bool concerns(const agreement::Trigger& trigger, const Agreement& agreement, const Lead& before,
              const Act& act) {
  Lead after = before;
  LeadModel(agreement).happen(after, act);
  return triggers(trigger, act.code, before.state, after.state);
}

/// Promises about many leads that somebody breaks by letting leads go round: those that must arrive
/// elsewhere, and those of which there may be only so many.
bool is_capped(const Agreement& agreement, const RoundTrip& trip) {
  const LeadModel model(agreement);
  Lead lead = model.newborn();
  for (const Act& act : trip.way) model.happen(lead, act);
  std::vector<Lead> before;
  for (const Act& act : trip.circle) {
    before.push_back(lead);
    model.happen(lead, act);
  }
  const auto meets = [&](const agreement::Trigger& trigger) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (concerns(trigger, agreement, before[i], trip.circle[i])) return true;
    }
    return false;
  };
  const auto reaches = [&](const agreement::EventSet& events) {
    return std::ranges::any_of(
        trip.circle, [&](const Act& act) { return std::ranges::binary_search(events, act.code); });
  };
  return std::ranges::any_of(agreement.clauses, [&](const Clause& clause) {
    if (clause.kind == ClauseKind::conversion)
      return meets(clause.conversion.entering) &&
             clause.conversion.at_least != reaches(clause.conversion.reached);
    return agreement::has_counter(clause.kind) && !clause.volume.at_least &&
           meets(clause.volume.counted);
  });
}

/// A lead that goes round several times, as a story.
class Rounds {
 public:
  Rounds(const Agreement& agreement, const RoundTrip& trip, std::size_t clause)
      : agreement_(agreement), trip_(trip), clause_(clause) {}

  /// Nothing when the stay in the circle would be too short to be told in minutes.
  std::optional<diagnose::Timeline> tell() {
    Path once = trip_.way;
    once.insert(once.end(), trip_.circle.begin(), trip_.circle.end());
    const Example example = example_for(agreement_, once);
    const LeadModel exact(agreement_, &example.values);
    dwell_ = dwell(example);
    if (dwell_ < 5 * time::kMinute) return std::nullopt;
    const std::int64_t target = least_of(agreement_, agreement_.clauses[clause_]);
    rounds_ = static_cast<int>(
        std::clamp<std::int64_t>(2 * target / dwell_ + 1, kFewestRounds, kMostRounds));
    Story story(agreement_, example.values, exact.recordable());
    Lead lead = exact.newborn();
    time::Instant at = Story::beginning(agreement_);
    for (std::size_t i = 0; i < trip_.way.size(); ++i) {
      if (i > 0) at += time::kMinute;
      at = happen(story, exact, lead, trip_.way[i], at);
    }
    for (int round = 1; round <= rounds_; ++round) at = go_round(story, exact, lead, round, at);
    expect_others(story, lead, at);
    return story.finish(fmt::format("SLA2107: {} never runs out while {} goes round",
                                    agreement_.clauses[clause_].name,
                                    agreement::one(agreement_.subject_kind)));
  }

  int rounds() const { return rounds_; }
  std::int64_t time_spent() const { return rounds_ * dwell_; }

 private:
  static time::Instant happen(Story& story, const LeadModel& model, Lead& lead, const Act& act,
                              time::Instant at) {
    model.happen(lead, act);
    return story.tell(act, at);
  }

  /// Three quarters of what the strictest clock gives that runs until the lead leaves.
  std::int64_t dwell(const Example& example) const {
    const Lead& leaving = example.after[trip_.way.size() + trip_.ending - 1];
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::size_t c = 0; c < leaving.places.size(); ++c) {
      if (leaving.places[c] == Place::open)
        least = std::min(least, least_of(agreement_, agreement_.clauses[c]));
    }
    if (least == std::numeric_limits<std::int64_t>::max()) return 0;
    return least / 4 * 3 / time::kMinute * time::kMinute;
  }

  time::Instant go_round(Story& story, const LeadModel& model, Lead& lead, int round,
                         time::Instant begin) {
    time::Instant at = begin;
    for (std::size_t i = 0; i < trip_.circle.size(); ++i) {
      at = i == trip_.ending ? std::max(begin + dwell_, at + time::kMinute) : at + time::kMinute;
      at = happen(story, model, lead, trip_.circle[i], at);
      if (i == trip_.ending)
        story.expect(static_cast<int>(clause_), fmt::format("cycle {}, cancelled", round), at);
      if (i == trip_.ending && round == rounds_) return at;
    }
    return at;
  }

  void expect_others(Story& story, const Lead& lead, time::Instant at) const {
    for (std::size_t c = 0; c < agreement_.clauses.size(); ++c) {
      const ClauseKind kind = agreement_.clauses[c].kind;
      if (c == clause_ || !agreement::has_clock(kind)) continue;
      story.expect(static_cast<int>(c), words_of(lead.places[c]), at);
    }
  }

  static std::string words_of(Place place) {
    switch (place) {
      case Place::met: return "met";
      case Place::cancelled: return "cancelled";
      case Place::excused: return "excused";
      case Place::open: return "running";
      default: return "not started";
    }
  }

  const Agreement& agreement_;
  const RoundTrip& trip_;
  std::size_t clause_;
  std::int64_t dwell_ = 0;
  int rounds_ = 0;
};

std::string hours(std::int64_t micros) {
  return agreement::words(Duration{TargetKind::elapsed, micros});
}

void label_moves(const Agreement& agreement, const RoundTrip& trip, diagnose::Finding& found) {
  const LeadModel model(agreement);
  Lead lead = model.newborn();
  for (const Act& act : trip.way) model.happen(lead, act);
  for (const Act& act : trip.circle) {
    const int from = lead.state;
    model.happen(lead, act);
    if (lead.state == from) continue;
    const auto is_this = [&](const agreement::Move& move) {
      return move.from == from && move.to == lead.state;
    };
    const auto& written = agreement.lifecycle.written;
    const auto move = std::ranges::find_if(written, is_this);
    if (move == written.end()) continue;
    found.secondary.push_back(
        {move->span,
         fmt::format("from {} to {}",
                     agreement.lifecycle.states[static_cast<std::size_t>(from)].name,
                     agreement.lifecycle.states[static_cast<std::size_t>(lead.state)].name)});
  }
}

void report(const Agreement& agreement, const RoundTrip& trip, std::size_t c,
            std::vector<diagnose::Finding>& findings) {
  const Clause& clause = agreement.clauses[c];
  Rounds rounds(agreement, trip, c);
  auto timeline = rounds.tell();
  if (!timeline) return;
  const std::string one = agreement::one(agreement.subject_kind);
  auto& found = findings.emplace_back(
      finding(diagnose::Code::reset_loop, clause.deadline.while_->span,
              fmt::format("`{}` can begin anew for ever, and never be done or broken", clause.name),
              fmt::format("ends the clock each time {} goes away", one)));
  found.secondary.push_back(
      {clause.deadline.start.span, "and a new one begins each time it comes back"});
  label_moves(agreement, trip, found);
  found.notes.push_back(
      fmt::format("after {} rounds the clock has run {} in all, and no clause is breached",
                  rounds.rounds(), hours(rounds.time_spent())));
  found.help =
      "let the clock go on when it comes back, with `on reentry resume`; or leave out the `while`, "
      "or add a promise that counts from the first time";
  found.timeline = std::move(*timeline);
}

void find_in(const Agreement& agreement, std::vector<diagnose::Finding>& findings) {
  for (std::size_t c = 0; c < agreement.clauses.size(); ++c) {
    const Clause& clause = agreement.clauses[c];
    const bool can_begin_anew = agreement::has_clock(clause.kind) && clause.deadline.while_ &&
                                clause.deadline.on_reentry == agreement::OnReentry::new_cycle;
    if (!can_begin_anew) continue;
    const auto trip = round_trip(agreement, c);
    if (trip && !is_capped(agreement, *trip)) report(agreement, *trip, c, findings);
  }
}

}  // namespace

void reset_loops(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  for (const Agreement* agreement : records_of(subject.whole)) {
    if (agreement->lifecycle.has_moves) find_in(*agreement, findings);
  }
}

}  // namespace sla::analyze
