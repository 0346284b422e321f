#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/verdicts/inputs.h"

namespace sla::property {

struct CellValue {
  int field = 0;
  std::uint8_t set = 1;
  std::int64_t value = 0;
};

/// One event of a recipe, in source order.
struct RawEvent {
  std::string subject;
  time::Instant time = 0;
  events::Code code = 0;
  std::string owner, team, actor;  ///< Empty: the row does not say.
  std::vector<CellValue> cells;
};

/// A whole case as plain values, so that it can be printed, cut down and tried again.
struct Recipe {
  agreement::Agreement agreement;
  std::vector<RawEvent> events;
  events::Roster roster;
  time::Instant as_of = 0;
};

/// A recipe made ready for the engines. Owns everything that `inputs` points to.
struct World {
  events::Log log;
  events::People people;
  verdicts::Inputs inputs;
};
std::unique_ptr<World> build(const Recipe& recipe);

using Random = std::mt19937_64;
/// Uniform in [low, high].
int pick(Random& random, int low, int high);
bool chance(Random& random, int percent);

/// A well-typed agreement with 1..5 clauses over every construct the engines know.
agreement::Agreement random_agreement(Random& random);
/// A history for it: ties, duplicates, reassignments, holds, field changes, re-entries, nights of
/// clock change.
Recipe random_recipe(std::uint64_t seed);

/// Where the engines differ, in words; empty when they agree.
std::string difference(const Recipe& recipe);
/// The smallest recipe found that still differs: clauses, then parts of clauses, then events are
/// removed one at a time.
Recipe shrink(Recipe recipe);
std::string describe(const Recipe& recipe);

}  // namespace sla::property
