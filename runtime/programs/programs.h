#pragma once

#include <span>
#include <string>
#include <vector>

#include "runtime/programs/standings.h"

namespace sla::programs {

struct EarnedBadge {
  std::string holder;
  std::int64_t times = 0;  ///< How often it was earned.
  Instant first = 0, last = 0;
  std::int64_t progress = 0;  ///< Towards the next one.
};

struct BadgeResult {
  std::string name, title, clause;
  Holder kind = Holder::owner;
  std::int64_t needed = 1;
  bool in_a_row = false;
  std::vector<EarnedBadge> holders;  ///< Earned first, most often first, then by name.
};

struct LeaderboardResult {
  std::string title;
  Holder kind = Holder::owner;
  std::vector<Standing> standings;
};

/// Who wins what in a period that has ended.
struct Win {
  std::string label;
  std::string name;
  int rank = 1;
  bool shared = false;  ///< More are tied than there are places left: the money is divided.
  std::int64_t points = 0;
  std::int64_t money = 0;  ///< Millionths of the currency; 0 for a prize in kind.
};

struct PrizeResult {
  PrizeShape prize;
  std::vector<Win> wins;  ///< By period, then as listed.
};

struct ProgramResult {
  std::string name, title;
  std::vector<BadgeResult> badges;
  std::vector<LeaderboardResult> leaderboards;
  std::vector<PrizeResult> prizes;
};

/// A program as of inputs.as_of: docs/reference/evaluation.md, "Programs". Nothing is remembered
/// between calls, so an event that is taken back takes its points, badges and prizes with it.
ProgramResult evaluate(const ProgramShape& program, const actions::Facts& facts,
                       std::span<const actions::PointsEntry> points);

BadgeResult count_badge(const BadgeShape& badge, const actions::Facts& facts);

/// The winners of one period. Places 1 to `top` win the prize each; those with equal points share
/// what their places win, in hundredths of the currency where that is a whole number of them (else
/// in millionths), the indivisible rest going to those listed first. Nobody wins without points
/// above zero.
std::vector<Win> award(const PrizeShape& prize, const Standing& standing);

}  // namespace sla::programs
