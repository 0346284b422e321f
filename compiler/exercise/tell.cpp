#include "compiler/exercise/tell.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/exercise/history.h"
#include "compiler/reference/evaluate.h"
#include "compiler/reference/story.h"
#include "runtime/actions/words.h"
#include "runtime/time/zone.h"

namespace sla::exercise {
namespace {

using verdicts::PeriodSummary;

time::Zone zone_of(const Played& played) {
  return time::Zone::find(played.agreement.zone).value_or(time::Zone::utc());
}

/// Lines on what became known later, which the log itself does not show any more.
std::string rewrites_of(const Played& played, int lead) {
  const agreement::Test& test = played.test;
  const time::Zone zone = zone_of(played);
  const auto name = [&](int index) -> const std::string& {
    return test.leads[static_cast<std::size_t>(index)].name;
  };
  std::string text;
  for (const agreement::TestMerge& merge : test.merges) {
    if (merge.loser != lead || merge.at > played.inputs.as_of) continue;
    text += fmt::format("  {}  merged into {}: what happened to it is told there\n",
                        time::format_local(merge.at, zone), name(merge.winner));
  }
  for (const agreement::TestRetraction& each : test.retractions) {
    const bool ours =
        each.of_merge ? test.merges[each.what].loser == lead : test.events[each.what].lead == lead;
    if (!ours || each.at > played.inputs.as_of) continue;
    const std::string what =
        each.of_merge
            ? fmt::format("merged into {}", name(test.merges[each.what].winner))
            : fmt::format("{}, of {}", played.agreement.event_name(test.events[each.what].code),
                          time::format_local(test.events[each.what].at, zone));
    text += fmt::format("  {}  taken back: {}\n", time::format_local(each.at, zone), what);
  }
  return text;
}

bool concerns(const Played& played, std::size_t clause, std::uint32_t subject) {
  const auto ours = [&](const auto& each) {
    return each.clause == clause && each.subject == subject;
  };
  return std::ranges::any_of(played.outcome.rows, ours) ||
         std::ranges::any_of(played.outcome.hits, ours);
}

std::string lead_text(const Played& played, int lead) {
  std::string text = story_of_lead(played, lead);
  const std::uint32_t subject = subject_of(played.test, lead, *played.inputs.log);
  if (subject == events::kNone) return text;
  const reference::Trace trace = reference::trace(played.agreement, played.inputs, subject);
  for (std::size_t c = 0; c < played.agreement.clauses.size(); ++c) {
    if (!concerns(played, c, subject)) continue;
    text += "\n" + reference::story_of_clause(played.agreement, played.inputs, trace,
                                              static_cast<std::uint16_t>(c));
  }
  return text;
}

std::string percent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "no data";
  // Hundredths of a percent, rounded down, as reports show them.
  const auto hundredths = static_cast<std::int64_t>(part * 10'000 / whole);
  return agreement::exact_decimal(hundredths * 10'000) + "%";
}

/// What a volume counts or sums, in its own scale.
std::string amount(const Played& played, const agreement::Clause& clause, std::int64_t value) {
  if (clause.volume.sum_of < 0) return fmt::format("{}", value);
  const auto field = static_cast<std::size_t>(clause.volume.sum_of);
  return agreement::value_words(played.agreement, played.agreement.fields[field].type, value);
}

std::string value_of(const Played& played, const agreement::Clause& clause,
                     const PeriodSummary& period) {
  if (clause.kind == agreement::ClauseKind::volume) {
    return fmt::format("{} of {}", amount(played, clause, period.met),
                       amount(played, clause, period.target));
  }
  std::string text = fmt::format("{} ({} of {} decided)", percent(period.met, period.decided),
                                 period.met, period.decided);
  if (period.provisional && period.cohort > 0) {
    text += fmt::format(", {} to {} can still be reached", percent(period.worst, period.cohort),
                        percent(period.best, period.cohort));
  }
  return text;
}

std::string period_line(const Played& played, const agreement::Clause& clause,
                        const PeriodSummary& period) {
  const std::string group = period.group.empty() ? "" : fmt::format(" for \"{}\"", period.group);
  return fmt::format("  {} in {}{}: {}, {}{}\n", clause.name, period.label, group,
                     verdicts::name_of(period.verdict), value_of(played, clause, period),
                     period.provisional ? ", provisional" : "");
}

bool is_empty(const PeriodSummary& period) { return period.cohort == 0 && period.met == 0; }

std::string actions_text(const Played& played, const verdicts::PolicyShape& policy) {
  const time::Zone zone = zone_of(played);
  std::vector<std::pair<time::Instant, std::string>> lines;
  const auto line = [&](const actions::Key& key, time::Instant at, const std::string& words) {
    const std::string lead = played.test.leads.size() > 1 ? key.subject + ": " : "";
    lines.emplace_back(at, lead + words);
  };
  for (const actions::Notice& notice : played.actions.notices) {
    line(notice.key, notice.at, told(notice, policy, zone));
  }
  for (const actions::PointsEntry& entry : played.actions.points) {
    line(entry.key, entry.at, told(entry, policy));
  }
  if (lines.empty()) return "";
  return "Reminders and points\n" + actions::timeline(std::move(lines), zone);
}

}  // namespace

std::string story_of_lead(const Played& played, int lead) {
  const std::uint32_t subject = subject_of(played.test, lead, *played.inputs.log);
  std::string text = "What happened\n";
  if (subject != events::kNone) {
    const reference::Trace trace = reference::trace(played.agreement, played.inputs, subject);
    text = reference::story_of_events(played.agreement, played.inputs, trace);
  }
  text += rewrites_of(played, lead);
  if (text == "What happened\n") text += "  nothing\n";
  return text;
}

std::string story_of_periods(const Played& played, int clause) {
  std::string text;
  for (std::size_t c = 0; c < played.agreement.clauses.size(); ++c) {
    if (clause >= 0 && c != static_cast<std::size_t>(clause)) continue;
    for (const PeriodSummary& period : played.summary.clauses[c].periods) {
      if (!is_empty(period)) text += period_line(played, played.agreement.clauses[c], period);
    }
  }
  return text.empty() ? "" : "Periods\n" + text;
}

std::string story_of_programs(const Played& played) {
  std::string text;
  for (const programs::ProgramResult& program : played.programs) {
    const std::string& name = program.title.empty() ? program.name : program.title;
    for (const programs::LeaderboardResult& board : program.leaderboards) {
      for (const programs::Standing& standing : board.standings) {
        std::vector<std::string> places;
        for (const programs::Place& place : standing.places) {
          places.push_back(fmt::format("{}. {} {}", place.rank, place.name, place.points));
        }
        text += fmt::format("  {}, {}: {}\n", name, standing.label, fmt::join(places, ", "));
      }
    }
    for (const programs::BadgeResult& badge : program.badges) {
      for (const programs::EarnedBadge& earned : badge.holders) {
        text += fmt::format("  {}, badge {}: {} {} times, {} of {} towards the next\n", name,
                            badge.name, earned.holder, earned.times, earned.progress, badge.needed);
      }
    }
    for (const programs::PrizeResult& prize : program.prizes) {
      for (const programs::Win& win : prize.wins) {
        const std::string what =
            win.money == 0 ? prize.prize.title
                           : agreement::exact_decimal(win.money) + " " + played.agreement.currency;
        text += fmt::format("  {}, {}: {} wins {}\n", name, win.label, win.name, what);
      }
    }
  }
  return text.empty() ? "" : "Standings\n" + text;
}

std::string tell(const Played& played, const verdicts::PolicyShape& policy) {
  std::string text;
  const std::size_t leads = played.test.leads.size();
  for (std::size_t lead = 0; lead < leads; ++lead) {
    if (leads > 1) {
      text += fmt::format("{}Lead {}\n\n", lead > 0 ? "\n" : "", played.test.leads[lead].name);
    }
    text += lead_text(played, static_cast<int>(lead));
  }
  for (const std::string& part :
       {story_of_periods(played, -1), actions_text(played, policy), story_of_programs(played)}) {
    if (!part.empty()) text += "\n" + part;
  }
  return text;
}

}  // namespace sla::exercise
