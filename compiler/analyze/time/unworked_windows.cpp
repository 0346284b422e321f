// SLA2103: a window of plain time in which whoever owes something never works.
#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/time/duties.h"
#include "compiler/analyze/time/findings.h"
#include "compiler/analyze/time/scenario.h"
#include "compiler/analyze/time/time_checks.h"
#include "compiler/analyze/time/watch.h"

namespace sla::analyze {
namespace {

using agreement::Clause;
using diagnose::Code;

/// From a closing until the opening after the deadline; `opens` is kNever when some of the window
/// is working time.
struct Gap {
  Instant closed = 0, opens = time::kNever;
};

Gap gap_of(const time::Calendar& office, Instant arrival, Instant breach) {
  const Instant opens = office.next_open(arrival);
  // An opening at the very last instant leaves no time, but what is done then is still met.
  if (opens == time::kNever || opens <= breach) return {};
  const Instant worked = sla_calendar_before(office.table(), arrival);
  return {sla_calendar_earliest(office.table(), worked), opens};
}

class UnworkedWindows {
 public:
  UnworkedWindows(const TimeCheck& check, const Clause& clause) : check_(check), clause_(clause) {}

  void look() {
    for (std::size_t tier = 0; tier < clause_.deadline.tiers.size(); ++tier) look_at(tier);
  }

 private:
  void look_at(std::size_t tier) {
    const agreement::Duration& target = clause_.deadline.tiers[tier].target;
    if (target.kind != agreement::TargetKind::elapsed || target.amount == 0) return;
    const int calendar = working_calendar(check_.record, clause_, target.amount);
    const time::Calendar* office = check_.timetable.calendar(calendar, {});
    if (office == nullptr) return;
    const Watch watch(check_.timetable, check_.record, -1, target, {});
    const auto swept = arrivals(check_.timetable, {office}, {target.amount});
    const Instant arrival = earliest_arrival(swept, [&](Instant t) {
      return gap_of(*office, t, watch.deadline(t).breach).opens != time::kNever;
    });
    if (arrival == time::kNever) return;
    report(tier, calendar, arrival, watch.deadline(arrival),
           gap_of(*office, arrival, watch.deadline(arrival).breach));
  }

  void report(std::size_t tier, int calendar, Instant arrival, time::Deadline deadline, Gap gap) {
    const agreement::Calendar& office = check_.record.calendars[static_cast<std::size_t>(calendar)];
    const auto coming = coming_to(check_.record, clause_, tier, false);
    if (!coming) return;
    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(coming->values, {}, clause_.party);
    story.arrives(a, *coming, arrival);
    story.tells(
        deadline.due,
        fmt::format("{} is due: `{}` has been closed since {}, so there was no working time",
                    clause_.name, office.name, story.shown(gap.closed)));
    // A cadence may have been due even earlier, by its gap.
    const bool has_gap = clause_.deadline.apart.has_value();
    const std::string due = has_gap ? "" : fmt::format(", due {}", story.moment(deadline.due));
    story.expects(gap.opens, fmt::format("{} of {} breached{}", clause_.name, a, due),
                  fmt::format("`{}` opens; {} is breached already", office.name, clause_.name));
    auto timeline =
        story.finish(fmt::format("SLA2103: {} leaves {} no working time", clause_.name, party()));
    if (!timeline) return;
    const agreement::Tier& where = clause_.deadline.tiers[tier];
    auto found = make_finding(
        Code::no_working_time, where.span,
        fmt::format("`{}` can be over before {} works for a minute", clause_.name, party()),
        fmt::format("from {} to {}", story.shown(arrival), story.shown(deadline.due)));
    found.secondary.push_back(
        {office.span,
         fmt::format("closed from {} to {}", story.shown(gap.closed), story.shown(gap.opens))});
    found.notes.push_back(
        fmt::format("`{}` says when people work; the clause asks for something "
                    "that only people do",
                    office.name));
    found.help = fmt::format(
        "count it in business time, or name a calendar that is always open in the clause if people "
        "do work at those hours");
    found.timeline = std::move(*timeline);
    check_.findings.push_back(std::move(found));
  }

  const std::string& party() const {
    return check_.record.parties[static_cast<std::size_t>(clause_.party)].name;
  }

  const TimeCheck& check_;
  const Clause& clause_;
};

}  // namespace

void unworked_windows(const TimeCheck& check) {
  for (const Clause& clause : check.record.clauses) {
    if (agreement::has_clock(clause.kind) && is_for_people(check.record, clause) &&
        starts_at_any_hour(check.record, clause)) {
      UnworkedWindows(check, clause).look();
    }
  }
}

}  // namespace sla::analyze
