// A plan that was tampered with is refused, or holds together and compiles: code generation never
// sees another.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/driver/compile.h"
#include "compiler/plan/print.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/shrink.h"
#include "tests/fuzz/watch.h"

namespace sla::fuzz {
namespace {

std::string problem_of_plan(const std::string& text) {
  const Watch watch(text, ".plan");
  const auto plan = plan::read(text);
  if (!plan) return plan.error().empty() ? "a plan that is refused without a reason" : "";
  if (!plan::verify(*plan).empty()) return "";
  const std::string printed = plan::print(*plan);
  const auto again = plan::read(printed);
  if (!again) return "a plan that does not read back: " + again.error();
  if (*again != *plan) return "a plan that reads back as another";
  if (watch.seconds() > kLongestSeconds)
    return fmt::format("takes {:.1f} seconds", watch.seconds());
  return "";
}

/// A plan that verifies must be fit for code generation.
std::string problem_of_code(const std::string& text) {
  if (std::string problem = problem_of_plan(text); !problem.empty()) return problem;
  const auto plan = plan::read(text);
  if (!plan || !plan::verify(*plan).empty()) return "";
  const Watch watch(text, ".plan");
  const auto evaluator = driver::compile(*plan);
  return evaluator ? "" : "a plan that verifies and does not compile: " + evaluator.error();
}

bool verifies(const std::string& text) {
  const auto plan = plan::read(text);
  return plan && plan::verify(*plan).empty();
}

TEST(FuzzPlans, AreRefusedOrHoldTogether) {
  const Material material = plans();
  ASSERT_GT(material.seeds.size(), 30u);
  const std::uint64_t first = first_seed(), count = cases(3000);
  // Compiling takes thousands of times as long as reading.
  std::uint64_t compiled = 0;
  const std::uint64_t most_compiled = 1 + count / 100;
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 5; ++seed) {
    Random random(seed);
    const std::string text = mutated(material, random);
    const bool compile = compiled < most_compiled && verifies(text);
    if (compile) ++compiled;
    const Problem problem = compile ? problem_of_code : problem_of_plan;
    if (problem(text).empty()) continue;
    ++failures;
    report(text, problem, seed, ".plan");
  }
  if (count >= 1000) {
    EXPECT_EQ(compiled, most_compiled) << "too few plans survive to test what compiles them";
  }
}

}  // namespace
}  // namespace sla::fuzz
