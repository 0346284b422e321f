// Reference and compiled evaluator, two implementations that share nothing but this project's
// language, must give identical rows, hits, violations and faults on random agreements and logs.
//
// SLA_PROPERTY_CASES sets how many agreements are tried, SLA_PROPERTY_SEED the first seed (to run
// one again).

#include <cstdlib>

#include <gtest/gtest.h>

#include "tests/property/recipe.h"

namespace sla::property {
namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

TEST(EnginesAgree, OnRandomAgreementsAndLogs) {
  std::uint64_t first = setting("SLA_PROPERTY_SEED", 1);
  std::uint64_t cases = setting("SLA_PROPERTY_CASES", 2000);
  std::uint64_t events = 0;
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + cases && failures < 3; ++seed) {
    Recipe recipe = random_recipe(seed);
    events += recipe.events.size();
    if (difference(recipe).empty()) continue;
    ++failures;
    Recipe smallest = shrink(recipe);
    ADD_FAILURE() << "seed " << seed << "\n" << difference(smallest) << describe(smallest);
  }
  RecordProperty("agreements", static_cast<int>(cases));
  RecordProperty("events", static_cast<int>(events));
}

}  // namespace
}  // namespace sla::property
