#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/exercise/judge_parts.h"
#include "runtime/time/zone.h"
#include "runtime/verdicts/period.h"

namespace sla::exercise {
namespace {

using actions::PointsEntry;
using agreement::ExpectedStanding;
using programs::ProgramResult;

class StandingJudge {
 public:
  StandingJudge(const ExpectedStanding& expected, const Played& played)
      : expected_(expected),
        played_(played),
        kind_(expected.of_team ? programs::Holder::team : programs::Holder::owner),
        zone_(time::Zone::find(played.agreement.zone).value_or(time::Zone::utc())) {}

  std::vector<Difference> judge() {
    if (expected_.points) judge_points(*expected_.points);
    if (expected_.badge) judge_badge(*expected_.badge);
    if (expected_.rank) judge_rank(*expected_.rank);
    if (expected_.prize) judge_prize(*expected_.prize);
    return std::move(differences_);
  }

 private:
  void differ(std::string expected, std::string got) {
    differences_.push_back({std::move(expected), std::move(got)});
  }

  static std::string points_words(std::int64_t points) {
    return fmt::format("{} {}", points, points == 1 || points == -1 ? "point" : "points");
  }

  /// Whether an instant lies in the period that is meant, of whatever unit its label is.
  bool is_in_period(time::Instant t) const {
    if (expected_.period.empty()) return true;
    using verdicts::PeriodUnit;
    constexpr auto kUnits = std::to_array({PeriodUnit::day, PeriodUnit::week, PeriodUnit::month,
                                           PeriodUnit::quarter, PeriodUnit::year});
    const auto date = static_cast<time::Date>(
        (zone_.to_local(t) - floor_mod(zone_.to_local(t), time::kDay)) / time::kDay);
    return std::ranges::any_of(kUnits, [&](PeriodUnit unit) {
      const verdicts::PeriodShape shape{unit, expected_.first_month};
      return label_of(shape, period_of(shape, date)) == expected_.period;
    });
  }
  static std::int64_t floor_mod(std::int64_t a, std::int64_t b) { return (a % b + b) % b; }

  void judge_points(std::int64_t wanted) {
    std::int64_t sum = 0;
    for (const PointsEntry& entry : played_.actions.points) {
      if ((expected_.of_team ? entry.team : entry.owner) != expected_.holder) continue;
      if (expected_.points_from >= 0 && entry.key.clause != expected_.points_from) continue;
      if (is_in_period(entry.counts_at)) sum += entry.points;
    }
    if (sum != wanted) differ(points_words(wanted), points_words(sum));
  }

  void judge_badge(const ExpectedStanding::Badge& wanted) {
    const auto& badge = played_.programs[static_cast<std::size_t>(wanted.program)]
                            .badges[static_cast<std::size_t>(wanted.badge)];
    std::int64_t times = 0, progress = 0;
    for (const programs::EarnedBadge& earned : badge.holders) {
      if (earned.holder != expected_.holder) continue;
      times = earned.times;
      progress = earned.progress;
    }
    if (wanted.times < 0 ? times > 0 : times == wanted.times) return;
    differ(wanted.times < 0    ? fmt::format("badge {}", badge.name)
           : wanted.times == 0 ? fmt::format("no badge {}", badge.name)
                               : fmt::format("badge {} {} times", badge.name, wanted.times),
           times > 0 ? fmt::format("earned {} times", times)
                     : fmt::format("not earned: {} of {}", progress, badge.needed));
  }

  void judge_rank(const ExpectedStanding::Rank& wanted) {
    const auto& board = played_.programs[static_cast<std::size_t>(wanted.program)]
                            .leaderboards[static_cast<std::size_t>(wanted.leaderboard)];
    std::vector<const programs::Standing*> found;
    std::vector<std::string> labels;
    for (const programs::Standing& standing : board.standings) {
      labels.push_back(standing.label);
      if (expected_.period.empty() || standing.label == expected_.period) {
        found.push_back(&standing);
      }
    }
    const std::string place = fmt::format("place {}", wanted.rank);
    if (found.empty()) return differ(place, "nobody has points or decided obligations then");
    if (found.size() > 1) {
      return differ(place,
                    "more than one period, so say which: " + agreement::listing(labels, "and"));
    }
    const auto& places = found.front()->places;
    const auto own = std::ranges::find(places, expected_.holder, &programs::Place::name);
    if (own == places.end()) return differ(place, "no place: " + table(places));
    if (own->rank != wanted.rank) {
      differ(place, fmt::format("place {}: {}", own->rank, table(places)));
    }
  }

  static std::string table(const std::vector<programs::Place>& places) {
    std::vector<std::string> lines;
    for (const programs::Place& place : places) {
      lines.push_back(
          fmt::format("{}. {} with {}", place.rank, place.name, points_words(place.points)));
    }
    return fmt::format("{}", fmt::join(lines, ", "));
  }

  void judge_prize(const ExpectedStanding::Prize& wanted) {
    std::vector<std::string> wins;
    bool found = false;
    for (const ProgramResult& program : played_.programs) {
      for (const programs::PrizeResult& prize : program.prizes) {
        if (prize.prize.holder != kind_) continue;
        for (const programs::Win& win : prize.wins) {
          if (win.name != expected_.holder) continue;
          if (!expected_.period.empty() && win.label != expected_.period) continue;
          const bool same = wanted.title.empty()
                                ? win.money != 0 && win.money == wanted.money
                                : win.money == 0 && prize.prize.title == wanted.title;
          found |= same;
          wins.push_back(prize_words(win.money, prize.prize.title) + " in " + win.label);
        }
      }
    }
    if (wanted.none ? wins.empty() : found) return;
    differ(wanted.none ? "no prize" : prize_words(wanted.money, wanted.title),
           wins.empty() ? "no prize" : agreement::listing(wins, "and"));
  }

  std::string prize_words(std::int64_t money, const std::string& title) const {
    if (money == 0) return fmt::format("\"{}\"", title);
    return fmt::format("{} {}", agreement::exact_decimal(money), played_.agreement.currency);
  }

  const ExpectedStanding& expected_;
  const Played& played_;
  programs::Holder kind_;
  time::Zone zone_;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> judge_standing(const ExpectedStanding& expected, const Played& played) {
  return StandingJudge(expected, played).judge();
}

}  // namespace sla::exercise
