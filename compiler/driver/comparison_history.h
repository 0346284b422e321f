#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <vector>

#include "compiler/driver/comparison.h"
#include "compiler/driver/versions.h"
#include "runtime/verdicts/record.h"
#include "runtime/verdicts/rows.h"

namespace sla::driver {

/// How a verdict would have been another.
enum class Flip : std::uint8_t {
  met_to_breached,  ///< It was not broken and is.
  breached_to_met,  ///< It was broken and is not.
  added,            ///< There was no such obligation (or period).
  removed,          ///< There is none any more.
};
const char* name_of(Flip flip);  ///< "met -> breached", "breached -> met", "new", "gone".
inline constexpr std::size_t kFlips = 4;

/// One verdict of a history that the two versions give differently.
struct FlippedRow {
  Flip flip = Flip::met_to_breached;
  verdicts::NamedRow was, is;  ///< Under the new names; empty statuses where there is no row.
  const verdicts::NamedRow& row() const { return flip == Flip::removed ? was : is; }
};

using FlipCounts = std::array<std::int64_t, kFlips>;

/// Obligations that were kept, of those decided; of a volume or share its periods.
struct Kept {
  std::int64_t met = 0, decided = 0;
};

struct ClauseEffect {
  std::string clause, record, party;
  bool was_there = false, is_there = false;
  Kept was, is;
  /// Periods that reached their target, of those judged; zero without a target.
  Kept was_periods, is_periods;
  FlipCounts flips = {};
  std::map<std::string, FlipCounts> owners, teams;  ///< Of obligations with one.
};

/// What a comparison would have changed on a history.
struct HistoryEffect {
  time::Instant as_of = 0;
  std::vector<ClauseEffect> clauses;  ///< By the comparison's promises, all of them.
  std::vector<FlippedRow> rows;       ///< By clause, then as the new version lists them.
};

/// Compares what both versions made of a history; both have been judged as of one instant.
HistoryEffect effect_of(const Comparison& comparison, const Version& was, const Version& is);

/// The flipped verdicts as records of a file: docs/reference/command.md. Borrows its argument.
verdicts::Records flip_records(const HistoryEffect& effect);

}  // namespace sla::driver
