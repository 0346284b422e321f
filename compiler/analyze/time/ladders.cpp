// Reminders and escalations against the deadline that they are about: SLA2101 and SLA2102.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/time/findings.h"
#include "compiler/analyze/time/ladder.h"
#include "compiler/analyze/time/scenario.h"

namespace sla::analyze {
namespace {

using agreement::Clause;
using agreement::Step;
using diagnose::Code;

/// A step that is there to be heard of while something can still be done. What is said at due or
/// later is about a deadline that has passed, whenever it is heard.
bool is_ahead(const Step& step) {
  return step.at == Step::At::before_due ||
         (step.at == Step::At::percent && step.micro_percent < 100'000'000);
}

/// Too late for the reader: when people hear of it, due is over and so is what is left to be met.
/// On a clock of working time that ends at a closing, an opening of another calendar may lie
/// between the two.
bool is_late(const Rung& rung, const Ladder& ladder, Instant arrival) {
  const actions::ClockState clock = ladder.watch.started(arrival);
  // `immediately` leaves no time in which anybody could be reminded.
  if (clock.quantity == 0) return false;
  const Instant heard = rung.delivered(rung.place(clock, ladder.offsets));
  return heard != time::kNever && heard > clock.due() && heard >= clock.breach();
}

/// Two rungs of a ladder, the earlier one first.
struct Pair {
  std::size_t first = 0, second = 0;
};

/// Two notices that are due at different times and are heard of at one, or the other way round.
std::optional<Pair> collapsed_at(const Ladder& ladder, Instant arrival) {
  const actions::ClockState clock = ladder.watch.started(arrival);
  if (clock.quantity == 0) return std::nullopt;
  struct Notice {
    Instant place = 0, heard = 0;
  };
  std::vector<Notice> notices;
  for (const Rung& rung : ladder.rungs) {
    const Instant place = rung.place(clock, ladder.offsets);
    notices.push_back({place, rung.delivered(place)});
  }
  for (std::size_t i = 0; i < notices.size(); ++i) {
    for (std::size_t k = 0; k < notices.size(); ++k) {
      const bool in_order = notices[i].place < notices[k].place &&
                            notices[k].place != time::kNever &&
                            ladder.rungs[i].step != ladder.rungs[k].step;
      if (in_order && notices[i].heard >= notices[k].heard) return Pair{i, k};
    }
  }
  return std::nullopt;
}

std::string step_words(const Rung& rung) { return agreement::words(*rung.step); }

class Ladders {
 public:
  explicit Ladders(const TimeCheck& check) : check_(check) {}

  void look_at(const Clause& clause) {
    std::vector<int> calendars = {clause.deadline.calendar};
    bool held = false;
    for (const Step& step : clause.steps) {
      for (const agreement::Effect& effect : step.effects) {
        calendars.push_back(effect.calendar);
        held = held || effect.calendar >= 0;
      }
    }
    // Without a calendar to wait for, every notice is heard of at its place, and places are in
    // order.
    if (!held) return;
    for (const Whereabouts& where : check_.timetable.whereabouts(calendars)) {
      for (std::size_t tier = 0; tier < clause.deadline.tiers.size(); ++tier) {
        Ladder ladder{clause,
                      tier,
                      where,
                      Watch(check_.timetable, check_.record, clause.deadline.calendar,
                            clause.deadline.tiers[tier].target, where),
                      nullptr,
                      rungs_of(check_, clause, where)};
        if (!ladder.watch.is_sound() || ladder.rungs.empty()) continue;
        if (const auto* offsets = check_.timetable.calendar(clause.deadline.calendar, where))
          ladder.offsets = offsets->table();
        climb(ladder);
      }
    }
    report(clause);
  }

 private:
  struct Hit {
    Code code{};
    std::size_t first = 0, second = 0;  ///< Rungs.
    std::size_t tier = 0;
    Whereabouts where;
    Instant arrival = time::kNever;
  };

  void climb(const Ladder& ladder) {
    const std::vector<Instant> swept = ladder.swept(check_);
    const auto note = [&](Code code, std::size_t first, std::size_t second, Instant arrival) {
      keep({code, first, second, ladder.tier, ladder.where, arrival});
    };
    for (std::size_t i = 0; i < ladder.rungs.size(); ++i) {
      const Rung& rung = ladder.rungs[i];
      if (is_ahead(*rung.step) && rung.held != nullptr) {
        note(Code::late_notice, i, i,
             earliest_arrival(swept, [&](Instant t) { return is_late(rung, ladder, t); }));
      }
    }
    const Instant collapsed =
        earliest_arrival(swept, [&](Instant t) { return collapsed_at(ladder, t).has_value(); });
    if (collapsed == time::kNever) return;
    const Pair pair = *collapsed_at(ladder, collapsed);
    note(Code::collapsed_ladder, pair.first, pair.second, collapsed);
  }

  /// Of each late step the earliest arrival, of all pairs that meet the earliest; whoever's place
  /// is not known comes before those elsewhere.
  void keep(Hit hit) {
    if (hit.arrival == time::kNever) return;
    const auto same = std::ranges::find_if(hits_, [&](const Hit& other) {
      return other.code == hit.code &&
             (hit.code == Code::collapsed_ladder || other.first == hit.first);
    });
    if (same == hits_.end()) {
      hits_.push_back(hit);
    } else if (same->where == hit.where && hit.arrival < same->arrival) {
      *same = hit;
    }
  }

  void report(const Clause& clause) {
    const agreement::Step* told = nullptr;
    for (const Hit& hit : hits_) {
      const std::vector<Rung> rungs = rungs_of(check_, clause, hit.where);
      // One step that tells several people is one finding.
      if (hit.code == Code::late_notice && rungs[hit.first].step == told) continue;
      auto found = hit.code == Code::late_notice ? late(clause, hit, rungs[hit.first])
                                                 : collapsed(clause, hit, rungs);
      if (!found) continue;
      if (hit.code == Code::late_notice) told = rungs[hit.first].step;
      check_.findings.push_back(std::move(*found));
    }
  }

  /// The clock of a hit as it starts.
  struct Seen {
    Watch watch;
    actions::ClockState clock;
    const sla_calendar* offsets;
  };
  Seen seen(const Clause& clause, const Hit& hit) const {
    const int calendar = clause.deadline.calendar;
    const Watch watch(check_.timetable, check_.record, calendar,
                      clause.deadline.tiers[hit.tier].target, hit.where);
    const time::Calendar* offsets = check_.timetable.calendar(calendar, hit.where);
    return {watch, watch.started(hit.arrival), offsets == nullptr ? nullptr : offsets->table()};
  }

  std::optional<diagnose::Finding> late(const Clause& clause, const Hit& hit, const Rung& rung) {
    const Seen at = seen(clause, hit);
    const Instant place = rung.place(at.clock, at.offsets);
    const Instant heard = rung.delivered(place);
    const Instant due = at.clock.due();
    const agreement::Tier& tier = clause.deadline.tiers[hit.tier];
    const auto coming = coming_to(check_.record, clause, hit.tier, true);
    if (!coming) return std::nullopt;

    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(coming->values, hit.where, clause.party);
    story.arrives(a, *coming, hit.arrival);
    story.tells(place, fmt::format("{} of {} is reached; the notice waits for `{}` to open",
                                   step_words(rung), clause.name, held_by(rung)));
    story.tells(due, fmt::format("{} is due", clause.name));
    // Steps go by the window of a cadence; it may be due even earlier, by its gap.
    const std::string said =
        clause.deadline.apart ? "" : fmt::format("due {}, ", story.moment(due));
    story.expects(
        heard,
        fmt::format("{} of {} {}{} at {}", clause.name, a, said,
                    claim_of(check_.record, *rung.effect), story.moment(heard)),
        fmt::format("{} {}, {} after the deadline", clause.name,
                    claim_of(check_.record, *rung.effect), time::format_span(heard - due)));
    auto timeline = story.finish(
        fmt::format("SLA2101: {} of {} comes after its deadline", step_words(rung), clause.name));
    if (!timeline) return std::nullopt;
    auto found = make_finding(
        Code::late_notice, rung.effect->span,
        fmt::format("the notice `{}` of `{}` can go out after the deadline that it is about",
                    step_words(rung), clause.name),
        fmt::format("heard of on {}", story.shown(heard)));
    found.secondary.push_back({tier.span, fmt::format("due on {}", story.shown(due))});
    found.notes.push_back(fmt::format("for {} that comes on {}",
                                      agreement::one(check_.record.subject_kind),
                                      story.shown(hit.arrival)));
    found.help = fmt::format(
        "say it at once, without `in {0}`, or count the deadline in the business time of `{0}`",
        held_by(rung));
    found.timeline = std::move(*timeline);
    return found;
  }

  std::optional<diagnose::Finding> collapsed(const Clause& clause, const Hit& hit,
                                             const std::vector<Rung>& rungs) {
    const Seen at = seen(clause, hit);
    const Rung& first = rungs[hit.first];
    const Rung& second = rungs[hit.second];
    const Instant place = first.place(at.clock, at.offsets);
    const Instant next = second.place(at.clock, at.offsets);
    const Instant heard = first.delivered(place), then = second.delivered(next);
    const auto coming = coming_to(check_.record, clause, hit.tier, true);
    if (!coming) return std::nullopt;

    Scenario story(check_.whole, check_.record, check_.timetable.zone());
    const std::string a = story.subject(coming->values, hit.where, clause.party);
    story.arrives(a, *coming, hit.arrival);
    story.tells(place, fmt::format("{} of {} is reached", step_words(first), clause.name));
    story.tells(next, fmt::format("{} is reached", step_words(second)));
    const bool same = heard == then;
    const std::string order = same ? "at one instant" : "in the wrong order";
    story.expects(std::max(heard, then),
                  fmt::format("{} of {} {} at {}, {} at {}", clause.name, a,
                              claim_of(check_.record, *first.effect), story.moment(heard),
                              claim_of(check_.record, *second.effect), story.moment(then)),
                  same ? fmt::format("{} {} and {}, both at once", clause.name,
                                     claim_of(check_.record, *first.effect),
                                     claim_of(check_.record, *second.effect))
                       : fmt::format("{} {}, after it {} on {}", clause.name,
                                     claim_of(check_.record, *first.effect),
                                     claim_of(check_.record, *second.effect), story.shown(then)));
    auto timeline = story.finish(fmt::format("SLA2102: {} and {} of {} come {}", step_words(first),
                                             step_words(second), clause.name, order));
    if (!timeline) return std::nullopt;
    auto found =
        make_finding(Code::collapsed_ladder, second.effect->span,
                     fmt::format("the steps `{}` and `{}` of `{}` can come {}", step_words(first),
                                 step_words(second), clause.name, order),
                     fmt::format("heard of on {}", story.shown(then)));
    found.secondary.push_back(
        {first.effect->span, fmt::format("heard of on {}", story.shown(heard))});
    found.notes.push_back(fmt::format("for {} that comes on {}",
                                      agreement::one(check_.record.subject_kind),
                                      story.shown(hit.arrival)));
    found.help = fmt::format(
        "put them in business time, such as `2 business hours after due`, so that there is "
        "working "
        "time between them");
    found.timeline = std::move(*timeline);
    return found;
  }

  std::string held_by(const Rung& rung) const {
    return check_.record.calendars[static_cast<std::size_t>(rung.effect->calendar)].name;
  }

  const TimeCheck& check_;
  std::vector<Hit> hits_;
};

}  // namespace

void ladders(const TimeCheck& check) {
  for (const Clause& clause : check.record.clauses) {
    if (agreement::has_clock(clause.kind)) Ladders(check).look_at(clause);
  }
}

}  // namespace sla::analyze
