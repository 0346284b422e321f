#include "runtime/programs/programs.h"

#include <algorithm>
#include <tuple>

#include "runtime/programs/decisions.h"

namespace sla::programs {
namespace {

__extension__ using Wide = __int128;

/// Counts one holder's decisions in order.
class Streak {
 public:
  Streak(const BadgeShape& badge, std::string holder) : badge_(badge) {
    earned_.holder = std::move(holder);
  }

  void take(const Decision& decision) {
    if (decision.met != badge_.met) {
      if (badge_.in_a_row) earned_.progress = 0;
      return;
    }
    if (++earned_.progress < badge_.times) return;
    earned_.progress = 0;
    if (earned_.times++ == 0) earned_.first = decision.at;
    earned_.last = decision.at;
  }

  const EarnedBadge& earned() const { return earned_; }

 private:
  const BadgeShape& badge_;
  EarnedBadge earned_;
};

/// One equal share of `pool` for the i-th of `sharers`, in units that divide money as money is
/// paid.
std::int64_t share(Wide pool, std::int64_t sharers, std::int64_t i) {
  constexpr std::int64_t kHundredth = 10'000;
  const std::int64_t unit = pool % kHundredth == 0 ? kHundredth : 1;
  const Wide units = pool / unit;
  return static_cast<std::int64_t>((units / sharers + (i < units % sharers ? 1 : 0)) * unit);
}

}  // namespace

BadgeResult count_badge(const BadgeShape& badge, const actions::Facts& facts) {
  const auto clause = static_cast<std::size_t>(badge.clause);
  BadgeResult result{.name = badge.name,
                     .title = badge.title,
                     .clause = facts.policy.clauses[clause].name,
                     .kind = badge.holder,
                     .needed = badge.times,
                     .in_a_row = badge.in_a_row,
                     .holders = {}};
  std::vector<Streak> streaks;
  for (const Decision& decision : decisions(facts, clause, badge.holder)) {
    if (streaks.empty() || streaks.back().earned().holder != decision.holder) {
      streaks.emplace_back(badge, decision.holder);
    }
    streaks.back().take(decision);
  }
  for (const Streak& streak : streaks) result.holders.push_back(streak.earned());
  std::ranges::stable_sort(result.holders, {}, [](const EarnedBadge& earned) {
    return std::tuple(-earned.times, std::string_view(earned.holder));
  });
  return result;
}

std::vector<Win> award(const PrizeShape& prize, const Standing& standing) {
  std::vector<Win> wins;
  const auto top = static_cast<std::size_t>(prize.top);
  const std::vector<Place>& places = standing.places;
  for (std::size_t first = 0; first < std::min(top, places.size());) {
    std::size_t end = first;
    while (end < places.size() && places[end].points == places[first].points) ++end;
    if (places[first].points <= 0) break;
    const auto sharers = static_cast<std::int64_t>(end - first);
    const auto won = static_cast<std::int64_t>(std::min(end, top) - first);
    for (std::size_t i = first; i < end; ++i) {
      wins.push_back(
          {.label = standing.label,
           .name = places[i].name,
           .rank = places[i].rank,
           .shared = sharers > won,
           .points = places[i].points,
           .money = share(Wide{prize.money} * won, sharers, static_cast<std::int64_t>(i - first))});
    }
    first = end;
  }
  return wins;
}

ProgramResult evaluate(const ProgramShape& program, const actions::Facts& facts,
                       std::span<const actions::PointsEntry> points) {
  ProgramResult result{program.name, program.title, {}, {}, {}};
  for (const BadgeShape& badge : program.badges) result.badges.push_back(count_badge(badge, facts));
  for (const LeaderboardShape& board : program.leaderboards) {
    result.leaderboards.push_back(
        {board.title, board.holder, standings(facts, points, board.holder, board.period)});
  }
  for (const PrizeShape& prize : program.prizes) {
    PrizeResult won{prize, {}};
    for (const Standing& standing : standings(facts, points, prize.holder, prize.period)) {
      if (!standing.ended) continue;
      for (Win& win : award(prize, standing)) won.wins.push_back(std::move(win));
    }
    result.prizes.push_back(std::move(won));
  }
  return result;
}

}  // namespace sla::programs
