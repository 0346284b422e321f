// SLA2105: a cadence that cannot be kept from some arrivals on, however hard people try.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "compiler/agreement/period_shape.h"
#include "compiler/agreement/words.h"
#include "compiler/analyze/time/bans.h"
#include "compiler/analyze/time/duties.h"
#include "compiler/analyze/time/findings.h"
#include "compiler/analyze/time/scenario.h"
#include "compiler/analyze/time/watch.h"
#include "runtime/verdicts/period.h"

namespace sla::analyze {
namespace {

using agreement::Clause;
using agreement::Volume;
using diagnose::Code;

/// A clause that lets only so many of the touches of a cadence be made in a period.
struct Cap {
  const Clause* clause = nullptr;
  verdicts::PeriodShape shape;
  std::int64_t amount = 0;
};

/// Caps on all touches of the cadence. One that counts a subject once in each period is none: the
/// same subject may be touched again.
std::vector<Cap> caps_on(const agreement::Agreement& record, const Clause& cadence) {
  std::vector<Cap> caps;
  const agreement::EventSet& touches = cadence.deadline.discharges.front().events;
  for (const Clause& clause : record.clauses) {
    const Volume& volume = clause.volume;
    if (clause.kind != agreement::ClauseKind::volume || volume.at_least || !volume.every_entry ||
        volume.sum_of >= 0 || volume.counted.kind != agreement::Trigger::Kind::event ||
        volume.counted.in_states != 0 || !std::ranges::includes(volume.counted.events, touches)) {
      continue;
    }
    caps.push_back({&clause, agreement::shape_of(volume.period), volume.amount});
  }
  return caps;
}

/// As many touches as can be made by when.
struct Room {
  std::int64_t touches = 0, periods = 0;
  std::vector<Instant> at;  ///< The first permitted instant of each period.
};

class Cadences {
 public:
  Cadences(const TimeCheck& check, const Clause& clause) : check_(check), clause_(clause) {}

  void look() {
    for (std::size_t tier = 0; tier < clause_.deadline.tiers.size(); ++tier) {
      if (too_few_periods(tier) || gap_without_work(tier)) return;
    }
  }

 private:
  const agreement::Deadline& deadline() const { return clause_.deadline; }

  /// The hours in which the touches are made: those that the window is counted in.
  const time::Calendar* hours() const {
    const agreement::Duration& window = deadline().tiers.front().target;
    const bool plain = window.kind == agreement::TargetKind::elapsed;
    const int calendar =
        plain ? working_calendar(check_.record, clause_, window.amount) : deadline().calendar;
    return check_.timetable.calendar(calendar, {});
  }

  std::vector<Ban> bans() const {
    const agreement::Discharge& touches = deadline().discharges.front();
    std::vector<Ban> all;
    for (const events::Code event : touches.events) {
      auto bans = bans_against(check_, clause_, touches, event, {});
      // Prohibitions of some touches only leave the others; what is forbidden for good is SLA2106.
      std::erase_if(bans, [](const Ban& ban) {
        return ban.hours == nullptr || ban.clause->when || ban.clause->prohibition.while_;
      });
      if (bans.empty()) return {};
      all = std::move(bans);
    }
    return all;
  }

  // --- so many in a period
  // ------------------------------------------------------------------------

  Instant period_end(const Cap& cap, Instant t) const {
    if (cap.shape.unit == verdicts::PeriodUnit::whole_term) return time::kNever;
    const std::int64_t period = verdicts::period_of(cap.shape, check_.timetable.zone().date_of(t));
    return check_.timetable.zone().start_of(verdicts::first_date_of(cap.shape, period + 1));
  }

  Room room(const Cap& cap, const std::vector<Ban>& bans, const time::Calendar* hours, Instant from,
            Instant breach) const {
    Room room;
    for (Instant t = from; t <= breach;) {
      t = first_permitted(bans, hours, t, breach);
      // An opening at the very last instant is no time to do anything in.
      if (t == time::kNever || (t == breach && room.periods > 0)) break;
      room.touches += cap.amount;
      ++room.periods;
      room.at.push_back(t);
      if (room.touches >= deadline().needed) break;
      t = period_end(cap, t);
      if (t == time::kNever) break;
    }
    return room;
  }

  bool too_few_periods(std::size_t tier) {
    const Watch watch(check_.timetable, check_.record, deadline().calendar,
                      deadline().tiers[tier].target, {});
    if (!watch.is_sound()) return false;
    const std::vector<Ban> bans = this->bans();
    const time::Calendar* hours = this->hours();
    for (const Cap& cap : caps_on(check_.record, clause_)) {
      std::vector<const time::Calendar*> calendars = {watch.calendar(), hours};
      for (const Ban& ban : bans) calendars.push_back(ban.hours);
      const auto swept = arrivals(check_.timetable, calendars, {watch.target().amount});
      const Instant arrival = earliest_arrival(swept, [&](Instant t) {
        const Instant breach = watch.deadline(t).breach;
        return breach != time::kNever &&
               room(cap, bans, hours, t, breach).touches < deadline().needed;
      });
      if (arrival == time::kNever) continue;
      if (tell_of_cap(tier, cap, bans, hours, arrival, watch.deadline(arrival))) return true;
    }
    return false;
  }

  bool tell_of_cap(std::size_t tier, const Cap& cap, const std::vector<Ban>& bans,
                   const time::Calendar* hours, Instant arrival, time::Deadline due) {
    std::vector<Ask> asks;
    if (cap.clause->when) asks.push_back({&*cap.clause->when, true, true});
    if (cap.clause->volume.where) asks.push_back({&*cap.clause->volume.where, true, true});
    const auto coming = coming_to(check_.record, clause_, tier, true, asks);
    const agreement::Discharge& touches = deadline().discharges.front();
    const auto touch = deed(check_.record, touches, touches.events.front(), true);
    if (!coming || !touch) return false;
    const Room best = room(cap, bans, hours, arrival, due.breach);

    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(coming->values, {}, clause_.party);
    story.arrives(a, *coming, arrival);
    for (const Instant t : best.at) {
      for (std::int64_t i = 0; i < cap.amount; ++i) story.happens(t, a, *touch);
    }
    const Instant over = due.breach / time::kMinute * time::kMinute + time::kMinute;
    if (!best.at.empty()) {
      const auto group = cap.clause->volume.group.by;
      const std::string whom = group == agreement::GroupBy::owner
                                   ? fmt::format(" for \"{}\"", kPerson)
                               : group == agreement::GroupBy::team ? " for \"A team\""
                                                                   : "";
      const bool whole = cap.shape.unit == verdicts::PeriodUnit::whole_term;
      const std::int64_t period =
          whole ? 0
                : verdicts::period_of(cap.shape, check_.timetable.zone().date_of(best.at.front()));
      if (group != agreement::GroupBy::field && !whole) {
        story.expects(over,
                      fmt::format("{} at {} in {}{}", cap.clause->name, cap.amount,
                                  verdicts::label_of(cap.shape, period), whom),
                      fmt::format("{} lets no more be made", cap.clause->name));
      }
    }
    story.expects(over, fmt::format("{} of {} breached", clause_.name, a),
                  fmt::format("{} is breached with {} of {} touches", clause_.name, best.touches,
                              deadline().needed));
    auto timeline = story.finish(
        fmt::format("SLA2105: {} cannot be kept under {}", clause_.name, cap.clause->name));
    if (!timeline) return false;
    auto found = make_finding(Code::impossible_cadence, touches.span,
                              fmt::format("`{}` asks for {} where at most {} can be made",
                                          clause_.name, deadline().needed, best.touches),
                              fmt::format("{} are owed from {} to {}", deadline().needed,
                                          story.shown(arrival), story.shown(due.due)));
    found.secondary.push_back(
        {cap.clause->volume.counted.span,
         fmt::format("at most {} {}, and the window has {} of them to work in", cap.amount,
                     agreement::words(cap.clause->volume.period), best.periods)});
    found.help = fmt::format("ask for at most {}, or give the window more time", best.touches);
    found.timeline = std::move(*timeline);
    check_.findings.push_back(std::move(found));
    return true;
  }

  // --- a gap of plain time in which nobody works
  // ---------------------------------------------------

  bool gap_without_work(std::size_t tier) {
    const auto& apart = deadline().apart;
    if (!apart || apart->kind != agreement::TargetKind::elapsed ||
        !is_for_people(check_.record, clause_) || !starts_at_any_hour(check_.record, clause_)) {
      return false;
    }
    // A window that is as short by itself is SLA2103.
    const agreement::Duration& window = deadline().tiers[tier].target;
    if (window.kind == agreement::TargetKind::elapsed && window.amount <= apart->amount)
      return false;
    const int calendar = working_calendar(check_.record, clause_, apart->amount);
    const time::Calendar* office = check_.timetable.calendar(calendar, {});
    if (office == nullptr) return false;
    const auto swept = arrivals(check_.timetable, {office}, {apart->amount});
    const Instant arrival = earliest_arrival(swept, [&](Instant t) {
      const Instant opens = office->next_open(t);
      return opens != time::kNever && opens > t + apart->amount;
    });
    if (arrival == time::kNever) return false;
    return tell_of_gap(tier, calendar, *office, arrival, arrival + apart->amount);
  }

  bool tell_of_gap(std::size_t tier, int calendar, const time::Calendar& office, Instant arrival,
                   Instant over) {
    const auto coming = coming_to(check_.record, clause_, tier, true);
    const agreement::Discharge& touches = deadline().discharges.front();
    const auto touch = deed(check_.record, touches, touches.events.front(), true);
    if (!coming || !touch) return false;
    const auto& declared = check_.record.calendars[static_cast<std::size_t>(calendar)];
    const Instant opens = office.next_open(arrival);
    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(coming->values, {}, clause_.party);
    story.arrives(a, *coming, arrival);
    story.tells(over, "the first touch had to be made by now");
    story.happens(opens, a, *touch);
    story.expects(opens,
                  fmt::format("{} of {} breached at {}", clause_.name, a, story.moment(over)),
                  fmt::format("`{}` opens; {} is breached already", declared.name, clause_.name));
    auto timeline =
        story.finish(fmt::format("SLA2105: the first gap of {} has no working time", clause_.name));
    if (!timeline) return false;
    auto found = make_finding(
        Code::impossible_cadence, touches.span,
        fmt::format("the gap of {} in `{}` can be over before anybody works",
                    agreement::words(*deadline().apart), clause_.name),
        fmt::format("the first is owed from {} to {}", story.shown(arrival), story.shown(over)));
    found.secondary.push_back({declared.span, fmt::format("closed until {}", story.shown(opens))});
    found.help = "count the gap in business time";
    found.timeline = std::move(*timeline);
    check_.findings.push_back(std::move(found));
    return true;
  }

  const TimeCheck& check_;
  const Clause& clause_;
};

}  // namespace

void cadences(const TimeCheck& check) {
  for (const Clause& clause : check.record.clauses) {
    if (clause.kind == agreement::ClauseKind::cadence && !clause.deadline.discharges.empty())
      Cadences(check, clause).look();
  }
}

}  // namespace sla::analyze
