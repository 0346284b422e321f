// SLA2111: something is counted before whoever owes it has to have done it.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "compiler/agreement/period_shape.h"
#include "compiler/agreement/words.h"
#include "compiler/analyze/time/chains.h"
#include "compiler/analyze/time/findings.h"
#include "compiler/analyze/time/scenario.h"
#include "compiler/analyze/time/time_checks.h"
#include "compiler/analyze/time/watch.h"
#include "runtime/verdicts/outcome.h"
#include "runtime/verdicts/period.h"

namespace sla::analyze {
namespace {

using agreement::Clause;
using agreement::Expression;
using agreement::Op;
using diagnose::Code;

constexpr std::int64_t bit(verdicts::Status status) {
  return std::int64_t{1} << static_cast<int>(status);
}

/// The clauses of which a condition asks whether they are (one of) this.
void asked_outcomes(const Expression& e, std::int64_t bits, std::vector<int>& clauses) {
  if (e.op == Op::clause_is && (e.value & bits) != 0) clauses.push_back(e.index);
  if (e.op != Op::and_ && e.op != Op::or_) return;
  for (const Expression& child : e.children) asked_outcomes(child, bits, clauses);
}

/// The first whole minute after an instant.
Instant just_after(Instant t) { return t / time::kMinute * time::kMinute + time::kMinute; }

class EarlyReports {
 public:
  explicit EarlyReports(const TimeCheck& check) : check_(check) {}

  void look_at(const Clause& report) {
    if (report.kind == agreement::ClauseKind::conversion) {
      for (const Clause& duty : check_.record.clauses) closes_before(report, duty);
      if (report.conversion.not_counting) relief_too_late(report);
    } else if (agreement::has_counter(report.kind)) {
      asks_at_the_start(report);
    }
  }

 private:
  struct Race {
    std::size_t tier = 0;
    Coming coming;
    Instant arrival = 0, window = 0;
    time::Deadline duty;
  };

  /// The earliest arrival at which both begin and the duty still runs when the window is over:
  /// `late(duty's instants, end of the window)`.
  template <class Late>
  std::optional<Race> race(const Clause& report, const Clause& duty, const std::vector<Ask>& asks,
                           const Late& late) const {
    const agreement::Conversion& conversion = report.conversion;
    const Watch window(check_.timetable, check_.record, conversion.calendar, conversion.window, {});
    if (!window.is_sound()) return std::nullopt;
    for (const Way& way : ways_of(check_.record, conversion.entering)) {
      if (!starts_at(duty, way.event, states_of(check_.record, way))) continue;
      for (std::size_t tier = 0; tier < duty.deadline.tiers.size(); ++tier) {
        const Watch clock(check_.timetable, check_.record, duty.deadline.calendar,
                          duty.deadline.tiers[tier].target, {});
        std::vector<Ask> all = asks_of(duty, tier);
        all.insert(all.end(), asks.begin(), asks.end());
        if (report.when) all.push_back({&*report.when});
        const auto coming = coming_along(check_.record, way, all, false);
        if (!coming || !clock.is_sound()) continue;
        const auto swept = arrivals(check_.timetable, {window.calendar(), clock.calendar()},
                                    {window.target().amount, clock.target().amount});
        const auto is_late = [&](Instant t) {
          const Instant end = window.deadline(t).breach;
          const time::Deadline due = clock.deadline(t);
          return end != time::kNever && due.breach != time::kNever && late(due, end);
        };
        const Instant arrival = earliest_arrival(swept, is_late);
        if (arrival == time::kNever) continue;
        return Race{tier, *coming, arrival, window.deadline(arrival).breach,
                    clock.deadline(arrival)};
      }
    }
    return std::nullopt;
  }

  // A subject that arrives in time by the clause is not counted by the conversion any more.
  void closes_before(const Clause& report, const Clause& duty) {
    if (duty.kind != agreement::ClauseKind::deadline || duty.deadline.all) return;
    const agreement::Conversion& conversion = report.conversion;
    if (!conversion.at_least) return;
    const agreement::Discharge* way_there = nullptr;
    events::Code reached{};
    for (const agreement::Discharge& discharge : duty.deadline.discharges) {
      for (const events::Code event : discharge.events) {
        if (way_there != nullptr || !std::ranges::binary_search(conversion.reached, event))
          continue;
        way_there = &discharge;
        reached = event;
      }
    }
    if (way_there == nullptr) return;
    std::vector<Ask> asks;
    if (conversion.not_counting) asks.push_back({&*conversion.not_counting, false, true});
    const auto found_race =
        race(report, duty, asks, [](time::Deadline due, Instant end) { return due.due > end; });
    const auto done = deed(check_.record, *way_there, reached);
    if (!found_race || !done) return;
    const Race& r = *found_race;
    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(r.coming.values, {}, duty.party);
    story.arrives(a, r.coming, r.arrival);
    story.tells(r.window, fmt::format("the window of {} is over", report.name));
    story.happens(r.duty.due, a, *done);
    story.expects(r.duty.due, fmt::format("{} of {} met", duty.name, a),
                  fmt::format("{} is met", duty.name));
    story.expects(r.duty.due, fmt::format("{} of {} breached", report.name, a),
                  fmt::format("{} has counted {} as not arrived", report.name, a));
    auto timeline =
        story.finish(fmt::format("SLA2111: {} is over before {} is due", report.name, duty.name));
    if (!timeline) return;
    auto found = make_finding(
        Code::early_report, conversion.target.span,
        fmt::format("`{}` is counted before `{}` has to be done", report.name, duty.name),
        fmt::format("counts {} of {} until {}", agreement::one(check_.record.subject_kind),
                    story.shown(r.arrival), story.shown(r.window)));
    found.secondary.push_back({duty.deadline.tiers[r.tier].span,
                               fmt::format("leaves time until {}", story.shown(r.duty.due))});
    found.help = fmt::format("let the window of `{}` be no shorter than that of `{}`", report.name,
                             duty.name);
    found.timeline = std::move(*timeline);
    check_.findings.push_back(std::move(found));
  }

  // `not counting leads where X is breached`, decided while X still runs.
  void relief_too_late(const Clause& report) {
    std::vector<int> clauses;
    asked_outcomes(*report.conversion.not_counting,
                   bit(verdicts::Status::breached) | bit(verdicts::Status::met_late), clauses);
    for (const int index : clauses) {
      const Clause& duty = check_.record.clauses[static_cast<std::size_t>(index)];
      if (!agreement::has_clock(duty.kind)) continue;
      const auto found_race =
          race(report, duty, {}, [](time::Deadline due, Instant end) { return due.breach >= end; });
      if (found_race) tell_of_relief(report, duty, *found_race);
    }
  }

  void tell_of_relief(const Clause& report, const Clause& duty, const Race& r) {
    const Instant over = just_after(std::max(r.duty.breach, r.window));
    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(r.coming.values, {}, duty.party);
    story.arrives(a, r.coming, r.arrival);
    story.tells(r.window,
                fmt::format("the window of {} is over, and {} still runs", report.name, duty.name));
    story.expects(over, fmt::format("{} of {} breached", duty.name, a),
                  fmt::format("{} is breached", duty.name));
    story.expects(over, fmt::format("{} of {} breached", report.name, a),
                  fmt::format("{} has counted {} all the same", report.name, a));
    auto timeline = story.finish(
        fmt::format("SLA2111: {} is over before {} can be breached", report.name, duty.name));
    if (!timeline) return;
    auto found = make_finding(
        Code::early_report, report.conversion.not_counting->span,
        fmt::format("`{}` is decided before `{}` can be breached", report.name, duty.name),
        fmt::format("asked on {} at the latest", story.shown(r.window)));
    found.secondary.push_back({duty.deadline.tiers[r.tier].span,
                               fmt::format("runs until {}", story.shown(r.duty.breach))});
    found.help =
        fmt::format("let the window of `{}` be longer than that of `{}`", report.name, duty.name);
    found.timeline = std::move(*timeline);
    check_.findings.push_back(std::move(found));
  }

  // A volume or share that asks whether a clause is met at the very event that starts it.
  void asks_at_the_start(const Clause& report) {
    const agreement::Volume& volume = report.volume;
    const auto& asked = volume.part ? volume.part : volume.where;
    if (!asked || volume.sum_of >= 0) return;
    std::vector<int> clauses;
    asked_outcomes(*asked, bit(verdicts::Status::met) | bit(verdicts::Status::met_late), clauses);
    for (const int index : clauses) {
      const Clause& duty = check_.record.clauses[static_cast<std::size_t>(index)];
      if (duty.kind != agreement::ClauseKind::deadline || duty.deadline.all ||
          duty.deadline.discharges.front().events.empty() ||
          duty.deadline.discharges.front().left_states != 0) {
        continue;
      }
      for (const Way& way : ways_of(check_.record, volume.counted)) {
        if (!starts_at(duty, way.event, states_of(check_.record, way))) continue;
        tell_of_start(report, duty, way, *asked);
        return;
      }
    }
  }

  void tell_of_start(const Clause& report, const Clause& duty, const Way& way,
                     const Expression& asked) {
    const std::size_t last = duty.deadline.tiers.size() - 1;
    if (duty.deadline.tiers[last].target.amount == 0) return;
    std::vector<Ask> asks = asks_of(duty, last);
    if (report.when) asks.push_back({&*report.when});
    const auto coming = coming_along(check_.record, way, asks, true);
    const agreement::Discharge& how = duty.deadline.discharges.front();
    const auto done = deed(check_.record, how, how.events.front());
    if (!coming || !done) return;
    // Well inside the term and inside a period, on a quiet Tuesday or whatever day follows.
    const Instant arrival = just_after(check_.timetable.from() + 34 * time::kHour);
    const Instant finished = arrival + time::kMinute;
    const verdicts::PeriodShape shape = agreement::shape_of(report.volume.period);
    const auto group = report.volume.group.by;
    if (shape.unit == verdicts::PeriodUnit::whole_term || group == agreement::GroupBy::field)
      return;
    const std::int64_t period =
        verdicts::period_of(shape, check_.timetable.zone().date_of(arrival));
    const Instant closed =
        check_.timetable.zone().start_of(verdicts::first_date_of(shape, period + 1));
    const std::string whom = group == agreement::GroupBy::owner
                                 ? fmt::format(" for \"{}\"", kPerson)
                             : group == agreement::GroupBy::team ? " for \"A team\""
                                                                 : "";
    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(coming->values, {}, duty.party);
    story.arrives(a, *coming, arrival);
    story.expects(arrival, fmt::format("{} of {} running", duty.name, a),
                  fmt::format("{} asks now, and {} has only begun", report.name, duty.name));
    story.happens(finished, a, *done);
    story.expects(finished, fmt::format("{} of {} met", duty.name, a),
                  fmt::format("{} is met", duty.name));
    story.expects(closed,
                  fmt::format("{} at {} in {}{}", report.name, report.volume.part ? "0%" : "0",
                              verdicts::label_of(shape, period), whom),
                  fmt::format("{} has counted none", report.name));
    auto timeline =
        story.finish(fmt::format("SLA2111: {} asks when {} begins", report.name, duty.name));
    if (!timeline) return;
    auto found =
        make_finding(Code::early_report, asked.span,
                     fmt::format("`{}` asks what became of `{}` at the moment in which that begins",
                                 report.name, duty.name),
                     "never met yet");
    found.secondary.push_back({duty.deadline.start.span, "begins with the same event"});
    found.help = fmt::format(
        "count a later event, give `{}` a `target`, or write a conversion, which waits for each {}",
        duty.name, check_.record.subject_kind);
    found.timeline = std::move(*timeline);
    check_.findings.push_back(std::move(found));
  }

  const TimeCheck& check_;
};

}  // namespace

void early_reports(const TimeCheck& check) {
  for (const Clause& clause : check.record.clauses) EarlyReports(check).look_at(clause);
}

}  // namespace sla::analyze
