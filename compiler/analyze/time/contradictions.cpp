// SLA2106: something that must be done at a time at which it must not be done.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/time/bans.h"
#include "compiler/analyze/time/findings.h"
#include "compiler/analyze/time/scenario.h"
#include "compiler/analyze/time/watch.h"

namespace sla::analyze {
namespace {

using agreement::Clause;
using agreement::Discharge;
using diagnose::Code;

/// One thing that would do what is owed, and what stands against it.
struct Act {
  const Discharge* discharge = nullptr;
  events::Code event{};
  std::vector<Ban> bans;
};

/// Everything that would do, if all of it is forbidden at some time; else nothing. Where several
/// things are owed together, one that is forbidden is enough.
std::vector<Act> forbidden_acts(const TimeCheck& check, const Clause& duty,
                                const Whereabouts& where) {
  std::vector<Act> all;
  for (const Discharge& discharge : duty.deadline.discharges) {
    std::vector<Act> acts;
    for (const events::Code event : discharge.events)
      acts.push_back({&discharge, event, bans_against(check, duty, discharge, event, where)});
    const bool forbidden =
        discharge.fields.empty() && discharge.left_states == 0 && !acts.empty() &&
        std::ranges::none_of(acts, [](const Act& act) { return act.bans.empty(); });
    if (forbidden && duty.deadline.all) return acts;
    if (!forbidden && !duty.deadline.all) return {};
    if (forbidden) all.insert(all.end(), acts.begin(), acts.end());
  }
  return all;
}

class Contradictions {
 public:
  Contradictions(const TimeCheck& check, const Clause& duty) : check_(check), duty_(duty) {}

  void look() {
    std::vector<int> calendars = calendars_of_bans(check_.record);
    calendars.push_back(duty_.deadline.calendar);
    for (const Whereabouts& where : check_.timetable.whereabouts(calendars)) {
      const std::vector<Act> acts = forbidden_acts(check_, duty_, where);
      if (acts.empty()) return;
      for (std::size_t tier = 0; tier < duty_.deadline.tiers.size(); ++tier) {
        if (const auto found = conflict(tier, where, acts)) {
          check_.findings.push_back(*found);
          return;
        }
      }
    }
  }

 private:
  std::optional<diagnose::Finding> conflict(std::size_t tier, const Whereabouts& where,
                                            const std::vector<Act>& acts) const {
    const Watch watch(check_.timetable, check_.record, duty_.deadline.calendar,
                      duty_.deadline.tiers[tier].target, where);
    if (!watch.is_sound()) return std::nullopt;
    std::vector<const time::Calendar*> calendars = {watch.calendar()};
    std::vector<Ask> asks;
    for (const Act& act : acts) {
      for (const Ban& ban : act.bans) {
        calendars.push_back(ban.hours);
        for (const Ask& ask : asks_of(ban)) asks.push_back(ask);
      }
    }
    const auto coming = coming_to(check_.record, duty_, tier, true, asks);
    if (!coming) return std::nullopt;
    const auto swept = arrivals(check_.timetable, calendars, {watch.target().amount}, where);
    const Instant arrival = earliest_arrival(swept, [&](Instant t) {
      const Instant breach = watch.deadline(t).breach;
      if (breach == time::kNever) return false;
      return std::ranges::all_of(acts, [&](const Act& act) {
        return first_permitted(act.bans, nullptr, t, breach) == time::kNever;
      });
    });
    if (arrival == time::kNever) return std::nullopt;
    return tell(tier, where, acts.front(), *coming, arrival, watch.deadline(arrival));
  }

  std::optional<diagnose::Finding> tell(std::size_t tier, const Whereabouts& where, const Act& act,
                                        const Coming& coming, Instant arrival,
                                        time::Deadline deadline) const {
    const Clause& rule = *act.bans.front().clause;
    const std::vector<std::string> deeds = deeds_with(act);
    if (deeds.empty()) return std::nullopt;
    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(coming.values, where, duty_.party);
    const std::string b = story.subject(coming.values, where, duty_.party);
    for (const std::string& each : {a, b}) story.arrives(each, coming, arrival);
    for (const std::string& done : deeds) story.happens(deadline.due, a, done);
    const Instant over = deadline.breach / time::kMinute * time::kMinute + time::kMinute;
    story.expects(deadline.due, fmt::format("{} of {} met", duty_.name, a),
                  fmt::format("{} of {} is met at the last moment", duty_.name, a));
    story.expects(deadline.due, fmt::format("{} of {} breached", rule.name, a),
                  fmt::format("{} of {} is breached by that", rule.name, a));
    story.expects(over, fmt::format("{} of {} breached", duty_.name, b),
                  fmt::format("{} of {}, for which nothing was done, is breached", duty_.name, b));
    auto timeline =
        story.finish(fmt::format("SLA2106: {} asks for what {} forbids", duty_.name, rule.name));
    if (!timeline) return std::nullopt;

    auto found = make_finding(Code::must_and_must_not, duty_.deadline.tiers[tier].span,
                              fmt::format("all the time that `{}` leaves can be forbidden by `{}`",
                                          duty_.name, rule.name),
                              fmt::format("has to be done from {} to {}", story.shown(arrival),
                                          story.shown(deadline.due)));
    for (const Ban& ban : act.bans) {
      found.secondary.push_back({ban.forbidden->span, ban_words(ban, arrival, deadline)});
    }
    if (where.known()) {
      found.notes.push_back(fmt::format("where the {} is in {}",
                                        where.lead.empty() ? "owner" : check_.record.subject_kind,
                                        where.lead.empty() ? where.owner : where.lead));
    }
    found.help = act.bans.front().hours == nullptr
                     ? "leave out of one of the clauses what the other is about, with `when`"
                     : "count the deadline in the calendar of the prohibition";
    found.timeline = std::move(*timeline);
    return found;
  }

  /// All that has to be done, the forbidden act among it; empty where a test cannot say it.
  std::vector<std::string> deeds_with(const Act& act) const {
    constexpr int kMostDeeds = 20;
    std::vector<std::string> deeds;
    const auto add = [&](const Discharge& discharge, events::Code event) {
      if (const auto done = deed(check_.record, discharge, event, true)) deeds.push_back(*done);
    };
    if (!duty_.deadline.all) {
      if (duty_.deadline.needed > kMostDeeds) return {};
      for (int i = 0; i < duty_.deadline.needed; ++i) add(*act.discharge, act.event);
      return deeds;
    }
    for (const Discharge& discharge : duty_.deadline.discharges) {
      if (discharge.events.empty() || discharge.left_states != 0) return {};
      add(discharge, &discharge == act.discharge ? act.event : discharge.events.front());
    }
    return deeds;
  }

  std::string ban_words(const Ban& ban, Instant arrival, time::Deadline deadline) const {
    if (ban.hours == nullptr) return "is forbidden at any time";
    const auto& hours =
        check_.record.calendars[static_cast<std::size_t>(ban.clause->prohibition.outside)];
    const Instant opens = ban.hours->next_open(arrival);
    const std::string zone(ban.hours->zone().name());
    if (opens > deadline.due && opens != time::kNever) {
      return fmt::format("is forbidden until `{}` opens on {} in {}", hours.name,
                         time::format_local(opens, ban.hours->zone()), zone);
    }
    return fmt::format("is forbidden while `{}` is closed in {}", hours.name, zone);
  }

  const TimeCheck& check_;
  const Clause& duty_;
};

}  // namespace

void contradictions(const TimeCheck& check) {
  for (const Clause& clause : check.record.clauses) {
    if (agreement::has_clock(clause.kind)) Contradictions(check, clause).look();
  }
}

}  // namespace sla::analyze
