// Reference and compiled evaluator, two implementations that share nothing but this project's
// language, must give identical rows, hits, marks, violations and faults on random agreements and
// logs.
//
// SLA_PROPERTY_CASES sets how many agreements are tried, SLA_PROPERTY_SEED the first seed (to run
// one again).

#include <algorithm>
#include <cstdlib>
#include <set>

#include <gtest/gtest.h>

#include "compiler/driver/compile.h"
#include "compiler/reference/evaluate.h"
#include "tests/property/recipe.h"
#include "tests/property/settings.h"

namespace sla::property {
namespace {

TEST(EnginesAgree, OnRandomAgreementsAndLogs) {
  std::uint64_t first = setting("SLA_PROPERTY_SEED", 1);
  std::uint64_t cases = setting("SLA_PROPERTY_CASES", 1200);
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

// Most agreements are judged step by step as well; those with conversions cannot be.
TEST(EnginesAgree, StepwiseExceptOverConversions) {
  int stepwise = 0, whole = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Recipe recipe = random_recipe(seed);
    const auto evaluator = driver::compile(driver::lower(recipe.agreement));
    ASSERT_TRUE(evaluator) << evaluator.error();
    const kernel::Kernel kernel = (*evaluator)->kernel();
    const bool converts = std::ranges::any_of(recipe.agreement.clauses, [](const auto& clause) {
      return clause.kind == agreement::ClauseKind::conversion;
    });
    ASSERT_NE(kernel.evaluate, nullptr);
    EXPECT_EQ(kernel.state_size == 0, converts) << "seed " << seed;
    EXPECT_EQ(kernel.state_size % 8, 0u);
    EXPECT_EQ(kernel.begin == nullptr, converts);
    EXPECT_EQ(kernel.step == nullptr, converts);
    EXPECT_EQ(kernel.finish == nullptr, converts);
    ++(converts ? whole : stepwise);
  }
  EXPECT_GT(stepwise, 0);
  EXPECT_GT(whole, 0);
}

/// So many clauses "an email within some minutes of a call", over nothing yet.
Recipe answers(int clauses) {
  Recipe recipe;
  agreement::Agreement& a = recipe.agreement;
  a.title = "many";
  a.parties = {{"marketing"}, {"sales"}};
  a.zone = "Etc/UTC";
  a.events = {{"call", "", true}, {"email", "", true}, {"meeting", "", true}};
  for (int c = 0; c < clauses; ++c) {
    agreement::Clause clause;
    clause.name = "answer" + std::to_string(c);
    clause.party = 1;
    clause.deadline.start.events = {a.code_of_event(c % 2)};
    agreement::Discharge answer;
    answer.events = {a.code_of_event(1 + c % 2)};
    clause.deadline.discharges = {answer};
    agreement::Tier tier;
    tier.target = {agreement::TargetKind::elapsed, (90 + c) * time::kSecond};
    clause.deadline.tiers = {tier};
    a.clauses.push_back(clause);
  }
  return recipe;
}

void add_event(Recipe& recipe, const std::string& subject, int minute, int event) {
  RawEvent added;
  added.subject = subject;
  added.time = time::Instant{minute} * 60 * time::kSecond;
  added.code = recipe.agreement.code_of_event(event);
  recipe.events.push_back(added);
  recipe.as_of = added.time + 60 * time::kSecond;
}

// More events of one subject than a kept clock can count: the steps go through them again.
TEST(EnginesAgree, OnASubjectWithMoreEventsThanAKeptClockCounts) {
  Recipe recipe = answers(1);
  for (int e = 0; e < 65'536 + 200; ++e) {
    // A clock that waits over the limit, and cycles on both sides of it.
    const bool waits = e > 65'500 && e < 65'560;
    add_event(recipe, "one", e, waits || e % 2 == 0 ? 0 : 1);
  }
  EXPECT_EQ(difference(recipe), "");
}

// More clauses than are reset one by one.
TEST(EnginesAgree, OnManyClauses) {
  Recipe recipe = answers(100);
  for (int e = 0; e < 60; ++e) add_event(recipe, std::to_string(e % 4), e, e * e % 7 % 3);
  EXPECT_EQ(difference(recipe), "");
}

// Clauses of every kind, more than share a function.
TEST(EnginesAgree, OnRandomAgreementsOfManyClauses) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Recipe recipe = random_recipe(seed);
    std::vector<agreement::Clause>& clauses = recipe.agreement.clauses;
    const std::vector<agreement::Clause> once = clauses;
    recipe.agreement.order = recipe.agreement.evaluation_order();
    for (int copy = 1; clauses.size() < 100 && !once.empty(); ++copy) {
      for (agreement::Clause clause : once) {
        clause.name += "_" + std::to_string(copy);
        recipe.agreement.order.push_back(static_cast<int>(clauses.size()));
        clauses.push_back(std::move(clause));
      }
    }
    EXPECT_EQ(difference(recipe), "") << "seed " << seed;
  }
}

// What the random cases are made of: a kind of clause with a status, a part of a share, a mark, a
// fault.
std::set<std::string> outcomes_of(std::uint64_t cases) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    const Recipe recipe = random_recipe(seed);
    const auto world = build(recipe);
    const verdicts::Outcome outcome = reference::evaluate(recipe.agreement, world->inputs);
    auto kind = [&](std::uint16_t clause) {
      return std::string(name_of(recipe.agreement.clauses[clause].kind));
    };
    for (const verdicts::Row& row : outcome.rows)
      seen.insert(kind(row.clause) + " " + std::string(verdicts::name_of(row.status)));
    for (const verdicts::Hit& hit : outcome.hits)
      seen.insert(kind(hit.clause) + " part " + std::to_string(hit.part));
    for (const verdicts::Mark& mark : outcome.marks)
      seen.insert("mark " + std::to_string(static_cast<int>(mark.kind)));
    for (const verdicts::Fault& fault : outcome.faults)
      seen.insert(std::string(verdicts::name_of(fault.kind)));
    for (const verdicts::Violation& violation : outcome.violations)
      seen.insert("violation " + std::to_string(static_cast<int>(violation.kind)));
  }
  return seen;
}

// Agreement says nothing about what never comes up.
TEST(RandomCases, SpeakOfEverything) {
  std::vector<std::string> wanted = {"prohibition met", "prohibition breached", "volume part 1",
                                     "share part 0",    "share part 1",         "violation 0",
                                     "violation 1"};
  for (const char* kind : {"deadline", "cadence", "time in state"}) {
    for (const char* status :
         {"running", "paused", "met", "breached", "met late", "cancelled", "excused"})
      wanted.push_back(std::string(kind) + " " + status);
  }
  for (const char* status : {"running", "met", "breached", "excused"})
    wanted.push_back(std::string("conversion ") + status);
  for (int mark = 0; mark <= static_cast<int>(verdicts::MarkKind::stopped); ++mark)
    wanted.push_back("mark " + std::to_string(mark));
  for (auto fault : {verdicts::FaultKind::missing_field, verdicts::FaultKind::overflow,
                     verdicts::FaultKind::division_by_zero})
    wanted.emplace_back(verdicts::name_of(fault));
  const std::set<std::string> seen = outcomes_of(1500);
  for (const std::string& outcome : wanted) EXPECT_TRUE(seen.contains(outcome)) << outcome;
}

}  // namespace
}  // namespace sla::property
