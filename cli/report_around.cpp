// What `sla run` says about steps and programs: next actions, points, leaderboards, badges, prizes.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <ranges>

#include <fmt/format.h>

#include "cli/report.h"
#include "cli/table.h"
#include "compiler/agreement/words.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

using actions::Notice;
using actions::NoticeState;
using programs::Holder;

constexpr std::size_t kShown = 10;

time::Zone zone_of(const Report& report) {
  return time::Zone::find(report.agreement.zone).value_or(time::Zone::utc());
}

std::string names_of(const std::vector<actions::Addressee>& to) {
  std::string names;
  for (const actions::Addressee& addressee : to) {
    names += (names.empty() ? "" : ", ") + words_of(addressee);
  }
  return names;
}

std::string heading(const std::string& text, const std::string& aside, bool colour) {
  return fmt::format("\n{}{}\n", shaded(text, Shade::strong, colour),
                     aside.empty() ? "" : shaded("  " + aside, Shade::faint, colour));
}

std::string and_more(std::size_t all) {
  return all > kShown ? fmt::format("  and {} more\n", all - kShown) : "";
}

std::string notices_text(const Report& report, bool colour) {
  const NoticeCounts counts = count_notices(report.around.actions);
  const std::vector<const Notice*> next = next_notices(report.around.actions);
  std::string text = heading("next actions",
                             fmt::format("{} sent, {} scheduled, {} withdrawn", counts.sent,
                                         counts.scheduled, counts.withdrawn),
                             colour);
  const char* subject = report.shape.several_records ? "subject" : "lead";
  Table table({"at", "what", "to", subject, "clause", "because"});
  for (const Notice* notice : next | std::views::take(kShown)) {
    const std::string what = fmt::format("{}{}{}", name_of(notice->kind),
                                         notice->channel.empty() ? "" : " by " + notice->channel,
                                         notice->message.empty() ? "" : ": " + notice->message);
    table.add({{time::format_local(notice->deliver_at, zone_of(report))},
               {what},
               {names_of(notice->to)},
               {notice->key.subject},
               {report.shape.clauses[notice->key.clause].name, Shade::strong},
               {notice->when}});
  }
  if (!next.empty()) text += table.render(colour, 2);
  return text + and_more(next.size());
}

std::string points_text(const Report& report, bool colour) {
  const std::vector<PointsTotal> totals = points_totals(report.around.actions);
  if (totals.empty()) return "";
  Table table({"who", "points", "got", "lost"});
  for (const std::size_t column : {1, 2, 3}) table.align_right(column);
  for (const PointsTotal& total : totals | std::views::take(kShown)) {
    table.add({{total.name},
               {fmt::format("{}", total.points())},
               {fmt::format("{}", total.awarded)},
               {fmt::format("{}", total.deducted)}});
  }
  return heading("points", "of everything so far", colour) + table.render(colour, 2) +
         and_more(totals.size());
}

std::string leaderboard_text(const programs::LeaderboardResult& board, bool colour) {
  std::string text;
  // The open period, and the last that has ended; the others are in the JSON report.
  const std::size_t first = board.standings.size() > 2 ? board.standings.size() - 2 : 0;
  for (std::size_t s = board.standings.size(); s-- > first;) {
    const programs::Standing& standing = board.standings[s];
    text += heading(board.title.empty()
                        ? fmt::format("leaderboard per {}", programs::name_of(board.kind))
                        : board.title,
                    standing.label + (standing.ended ? "" : " so far"), colour);
    Table table({"rank", std::string(programs::name_of(board.kind)), "points", "met", "breached"});
    for (const std::size_t column : {0, 2, 3, 4}) table.align_right(column);
    for (const programs::Place& place : standing.places | std::views::take(kShown)) {
      table.add({{fmt::format("{}{}", place.rank, place.tied ? "=" : "")},
                 {place.name},
                 {fmt::format("{}", place.points)},
                 {fmt::format("{}", place.met)},
                 {fmt::format("{}", place.breached)}});
    }
    text += table.render(colour, 2) + and_more(standing.places.size());
  }
  return text;
}

std::string badge_text(const programs::BadgeResult& badge, bool colour) {
  Table table({std::string(programs::name_of(badge.kind)), "earned", "next"});
  for (const std::size_t column : {1, 2}) table.align_right(column);
  for (const programs::EarnedBadge& earned : badge.holders | std::views::take(kShown)) {
    table.add({{earned.holder},
               {fmt::format("{} ×", earned.times)},
               {fmt::format("{} of {}", earned.progress, badge.needed)}});
  }
  if (badge.holders.empty()) return "";
  return heading(badge.title.empty() ? badge.name : badge.title,
                 fmt::format("badge of {}", badge.clause), colour) +
         table.render(colour, 2) + and_more(badge.holders.size());
}

std::string prize_words(const Report& report, const programs::PrizeShape& prize) {
  if (prize.money == 0) return prize.title;
  return fmt::format("{} {}{}", scaled(prize.money, 1'000'000), report.agreement.currency,
                     prize.title.empty() ? "" : ", " + prize.title);
}

std::string prize_text(const Report& report, const programs::PrizeResult& result, bool colour) {
  if (result.wins.empty()) return "";
  Table table(
      {"period", "rank", std::string(programs::name_of(result.prize.holder)), "points", "wins"});
  for (const std::size_t column : {1, 3, 4}) table.align_right(column);
  const std::size_t hidden = result.wins.size() > kShown ? result.wins.size() - kShown : 0;
  for (const programs::Win& win : result.wins | std::views::drop(hidden)) {
    table.add(
        {{win.label},
         {fmt::format("{}", win.rank)},
         {win.name},
         {fmt::format("{}", win.points)},
         {win.money == 0 ? result.prize.title
                         : fmt::format("{} {}{}", scaled(win.money, 1'000'000),
                                       report.agreement.currency, win.shared ? " shared" : "")}});
  }
  return heading("prize: " + prize_words(report, result.prize), "", colour) +
         table.render(colour, 2);
}

}  // namespace

NoticeCounts count_notices(const actions::Actions& actions) {
  NoticeCounts counts;
  for (const Notice& notice : actions.notices) {
    switch (notice.state) {
      case NoticeState::sent: ++counts.sent; break;
      case NoticeState::scheduled: ++counts.scheduled; break;
      case NoticeState::withdrawn: ++counts.withdrawn; break;
    }
  }
  return counts;
}

std::vector<const Notice*> next_notices(const actions::Actions& actions) {
  std::vector<const Notice*> next;
  for (const Notice& notice : actions.notices) {
    if (notice.state == NoticeState::scheduled) next.push_back(&notice);
  }
  std::ranges::stable_sort(next, {}, &Notice::deliver_at);
  return next;
}

std::vector<PointsTotal> points_totals(const actions::Actions& actions) {
  std::map<std::string, PointsTotal> by_name;
  for (const actions::PointsEntry& entry : actions.points) {
    const std::string name = entry.owner.empty() ? words_of(entry.to) : entry.owner;
    PointsTotal& total = by_name[name];
    total.name = name;
    (entry.points > 0 ? total.awarded : total.deducted) += std::abs(entry.points);
  }
  std::vector<PointsTotal> totals;
  for (auto& [name, total] : by_name) totals.push_back(std::move(total));
  std::ranges::stable_sort(totals, std::ranges::greater{}, &PointsTotal::points);
  return totals;
}

std::string around_text(const Report& report, bool colour) {
  std::string text;
  if (report.around.has_steps) {
    if (!report.around.actions.notices.empty()) text += notices_text(report, colour);
    text += points_text(report, colour);
  }
  for (const programs::ProgramResult& program : report.around.programs) {
    for (const auto& board : program.leaderboards) text += leaderboard_text(board, colour);
    for (const auto& badge : program.badges) text += badge_text(badge, colour);
    for (const auto& prize : program.prizes) text += prize_text(report, prize, colour);
  }
  return text;
}

}  // namespace sla::cli
