#pragma once

// Clocks told by hand, for tests of the steps around them.

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/actions/actions.h"
#include "runtime/time/testing.h"
#include "runtime/verdicts/summary.h"

namespace sla::actions::testing {

using time::kHour;
using time::kMinute;
using time::testing::at;
using verdicts::MarkKind;
using verdicts::Status;

inline constexpr time::Target business(std::int64_t micros) {
  return {time::TargetKind::kBusinessMicros, micros};
}
inline constexpr time::Target plain(std::int64_t micros) {
  return {time::TargetKind::kElapsed, micros};
}
inline constexpr time::Target days(std::int64_t n) { return {time::TargetKind::kBusinessDays, n}; }

/// "2026-03-02 09:00" in UTC.
inline Instant utc(std::string_view text) { return at(text, "UTC"); }

/// One clause `answer` of sales with calendar 0, `office`: Monday to Friday 09:00-17:00 UTC. The
/// marks and rows of a lead are told after its events.
struct World {
  events::Log log;
  events::People people;
  events::Roster roster;
  verdicts::Inputs inputs;
  verdicts::PolicyShape policy;
  PolicySteps steps;
  verdicts::Outcome outcome;

  explicit World(std::string_view as_of, time::Target target) {
    policy.clauses.resize(1);
    policy.clauses[0].name = "answer";
    policy.clauses[0].kind = "deadline";
    policy.clauses[0].party = "sales";
    steps.clauses.resize(1);
    clause().tiers = {target};
    clause().calendar = 0;
    calendar(time::testing::weekly("UTC", time::kMondayToFriday, {time::testing::hours(9, 17)}));
    log.subject_begin = {0};
    inputs.log = &log;
    inputs.people = &people;
    inputs.as_of = utc(as_of);
  }
  World(const World&) = delete;

  ClauseSteps& clause() { return steps.clauses[0]; }

  int calendar(const time::CalendarSpec& spec) {
    inputs.calendars.push_back(
        {std::make_shared<const time::Calendar>(time::testing::build(spec))});
    steps.calendars.push_back(ZoneOf::fixed);
    return static_cast<int>(inputs.calendars.size()) - 1;
  }

  /// The next lead and its events, each with the owner that it names or "".
  void lead(const std::string& name,
            const std::vector<std::pair<std::string_view, std::string>>& events) {
    log.subjects.intern(name);
    for (const auto& [time, owner] : events) {
      log.time.push_back(utc(time));
      log.owner.push_back(owner.empty() ? events::kNone : log.owners.intern(owner));
      log.team.push_back(events::kNone);
    }
    log.subject_begin.push_back(log.time.size());
  }

  verdicts::Mark& mark(MarkKind kind, std::string_view time, std::int64_t value = 0,
                       std::uint32_t cycle = 1) {
    verdicts::Mark made;
    made.kind = kind;
    made.value = value;
    made.cycle = cycle;
    made.subject = log.subjects.size() - 1;
    made.event = log.subject_begin[made.subject];
    while (log.time[made.event] != utc(time)) ++made.event;
    return outcome.marks.emplace_back(made);
  }

  verdicts::Row& row(Status status, std::string_view start, std::string_view stop = "",
                     std::string_view breach = "", const std::string& owner = "",
                     const std::string& team = "") {
    verdicts::Row made;
    made.status = status;
    made.start = utc(start);
    if (!stop.empty()) made.stop = utc(stop);
    if (!breach.empty()) made.breach = utc(breach);
    made.subject = log.subjects.size() - 1;
    if (!owner.empty()) made.owner = log.owners.intern(owner);
    if (!team.empty()) made.team = log.teams.intern(team);
    const bool again = !outcome.rows.empty() && outcome.rows.back().subject == made.subject;
    made.cycle = again ? outcome.rows.back().cycle + 1 : 1;
    return outcome.rows.emplace_back(made);
  }

  /// A step with one reminder to the owner.
  StepShape& step(StepAt when, std::int64_t micro_percent = 0, time::Target offset = {}) {
    StepShape made;
    made.at = when;
    made.micro_percent = micro_percent;
    made.offset = offset;
    made.effects = {EffectShape{.kind = EffectKind::remind,
                                .to = {{RecipientShape::Kind::owner, ""}},
                                .channel = "",
                                .calendar = -1,
                                .message = "",
                                .points = 0}};
    return clause().steps.emplace_back(made);
  }
  StepShape& percent(std::int64_t whole) { return step(StepAt::percent, whole * 1'000'000); }
  /// Points for the owner; negative ones are deducted.
  StepShape& points(StepAt when, std::int64_t points) {
    StepShape& made = step(when);
    made.effects[0].kind = points > 0 ? EffectKind::award : EffectKind::deduct;
    made.effects[0].points = points > 0 ? points : -points;
    return made;
  }

  Actions actions() {
    outcome.settle();
    const verdicts::Summary summary = verdicts::summarize(policy, outcome, inputs);
    return work_out({policy, steps, outcome, summary, inputs, roster});
  }

  /// "answer/L/1/1 sent Mon 2026-03-02 12:00", with "-> Mon 2026-03-02 13:00" when it is delivered
  /// later; times in UTC.
  std::vector<std::string> notices() {
    std::vector<std::string> lines;
    for (const Notice& notice : actions().notices) {
      std::string line = fmt::format("{} {} {}", text_of(notice.key, policy), name_of(notice.state),
                                     shown(notice.at));
      if (notice.deliver_at != notice.at) line += " -> " + shown(notice.deliver_at);
      lines.push_back(line);
    }
    return lines;
  }

  /// "answer/L/1/1 +10 Ann Mon 2026-03-02 12:00".
  std::vector<std::string> ledger() {
    std::vector<std::string> lines;
    for (const PointsEntry& entry : actions().points) {
      lines.push_back(fmt::format("{} {:+} {} {}", text_of(entry.key, policy), entry.points,
                                  words_of(entry.to), shown(entry.at)));
    }
    return lines;
  }

  static std::string shown(Instant t) {
    return t == time::kNever ? "never" : time::format_local(t, time::Zone::utc());
  }
};

}  // namespace sla::actions::testing
