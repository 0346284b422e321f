#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/verdicts/period.h"
#include "runtime/verdicts/shape.h"

namespace sla::programs {

/// Who takes part: people or teams.
enum class Holder : std::uint8_t { owner, team };
constexpr const char* name_of(Holder holder) { return holder == Holder::owner ? "owner" : "team"; }

struct BadgeShape {
  std::string name, title;
  int clause = 0;
  bool met = true;  ///< Otherwise: breached.
  std::int64_t times = 1;
  bool in_a_row = false;
  Holder holder = Holder::owner;
};

struct LeaderboardShape {
  std::string title;
  Holder holder = Holder::owner;
  verdicts::PeriodShape period;
};

struct PrizeShape {
  std::int64_t money = 0;  ///< Millionths of the currency, for each place; 0: `title` is the prize.
  std::string title;
  int top = 1;  ///< How many places win.
  Holder holder = Holder::owner;
  verdicts::PeriodShape period;
};

/// A program of the policy. The driver fills it from the agreement.
struct ProgramShape {
  std::string name, title;
  std::vector<BadgeShape> badges;
  std::vector<LeaderboardShape> leaderboards;
  std::vector<PrizeShape> prizes;
};

}  // namespace sla::programs
