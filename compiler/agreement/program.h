#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/agreement/clause.h"

/// What keeping promises is worth: badges, leaderboards and prizes.
namespace sla::agreement {

/// "badge lightning when speed_to_lead is met 20 times in a row"
struct Badge {
  std::string name, title;
  int clause = 0;
  bool met = true;         ///< Otherwise: breached.
  std::int64_t times = 1;  ///< 1..1'000'000.
  bool in_a_row = false;
  Grouping holder;  ///< owner (default) or team.
  Span span;
  /// Whose clause it is: 0 of the agreement's own record, n of `others[n - 1]`.
  int record = 0;
};

/// Who has the most points in each period.
struct Leaderboard {
  std::string title;
  Grouping group;  ///< owner or team.
  Period period;
  Span span;
};

/// "prize 5000 USD to the top team each quarter"
struct Prize {
  std::int64_t money = 0;  ///< Millionths of the currency; 0: `title` says what it is.
  std::string title;
  int top = 1;     ///< How many places win.
  Grouping group;  ///< owner or team.
  Period period;
  Span span;
};

struct Program {
  std::string name, title;
  std::vector<Badge> badges;
  std::vector<Leaderboard> leaderboards;
  std::vector<Prize> prizes;
  Span span;
};

}  // namespace sla::agreement
