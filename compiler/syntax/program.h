#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/source/source.h"
#include "compiler/syntax/record.h"
#include "compiler/syntax/words.h"

/// Badges, leaderboards and prizes.
namespace sla::syntax {

struct Badge {  ///< badge lightning "Lightning" when speed_to_lead is met 20 times in a row per
                ///< team
  Name name;
  std::optional<Text> title;
  Name clause;
  bool met = true;            ///< Otherwise: breached.
  std::optional<Name> times;  ///< Digits.
  bool in_a_row = false;
  std::optional<Name> per;
  Span span;
};

struct Leaderboard {  ///< leaderboard "Fastest" per owner each month
  std::optional<Text> title;
  std::optional<Name> per;
  std::optional<Period> each;
  Span span;
};

struct Prize {        ///< prize 5000 USD to the top team each quarter | prize "Dinner" to the top 3
                      ///< owners
  std::string money;  ///< Digits; empty: `title` says what it is.
  std::optional<Name> currency;
  std::optional<Text> title;
  std::optional<Name> top;  ///< Digits.
  Name group;               ///< "team", "owners", ...
  std::optional<Period> each;
  Span span;
};

struct Program {
  Name name;
  std::optional<Text> title;
  std::vector<Badge> badges;
  std::vector<Leaderboard> leaderboards;
  std::vector<Prize> prizes;
  Span span;
};

}  // namespace sla::syntax
