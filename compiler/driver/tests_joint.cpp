#include "compiler/driver/tests_joint.h"

#include <algorithm>

#include "compiler/driver/inputs.h"
#include "compiler/driver/joint.h"
#include "compiler/exercise/history.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::Expectation;

/// The version of the agreement that a test is, with all that is known at an instant.
std::expected<Version, std::string> version_at(const Agreement& agreement, std::size_t test,
                                               time::Instant as_of) {
  Histories histories;
  events::Roster roster;
  for (const Agreement* record : records_of(agreement)) {
    exercise::TestHistory made = exercise::make_history(*record, record->tests[test], as_of);
    histories.push_back(std::make_unique<History>());
    histories.back()->log = std::move(made.log);
    if (record == &agreement) roster = std::move(made.roster);
  }
  if (auto done = complete(agreement, histories, roster, as_of); !done)
    return std::unexpected(done.error().message);
  Version version = version_of(agreement, std::move(histories));
  if (auto done = evaluate(version, Engine::reference, as_of); !done)
    return std::unexpected(done.error());
  return version;
}

/// The expectation with the clause that it names by its place among those of all records.
Expectation placed(Expectation expectation, const Joint& joint) {
  const std::string& name = expectation.standing->points_from_other;
  if (name.empty()) return expectation;
  const auto clause = std::ranges::find(joint.shape.clauses, name, &verdicts::ClauseShape::name);
  expectation.standing->points_from = static_cast<int>(clause - joint.shape.clauses.begin());
  return expectation;
}

}  // namespace

std::expected<std::vector<TestFailure>, std::string> play_standings(const Agreement& agreement,
                                                                    std::size_t test) {
  std::vector<TestFailure> failures;
  const agreement::Test& played_test = agreement.tests[test];
  const time::Zone zone = time::Zone::find(agreement.zone).value_or(time::Zone::utc());
  for (const Expectation& expectation : played_test.expectations) {
    if (!expectation.standing) continue;
    const auto version = version_at(agreement, test, expectation.as_of);
    if (!version) return std::unexpected(version.error());
    const Joint joint = join(*version);
    const Around people = around(joint);
    const exercise::Played played{agreement,      played_test,   joint.history->inputs,
                                  *joint.outcome, joint.summary, people.actions,
                                  people.programs};
    const Expectation meant = placed(expectation, joint);
    TestFailure failure;
    failure.differences = exercise::judge(meant, played);
    if (failure.differences.empty()) continue;
    failure.expectation = &expectation;
    failure.as_of = time::format_local_with_zone(expectation.as_of, zone);
    failure.actions_story = exercise::story_of_actions(meant, played, joint.shape);
    failures.push_back(std::move(failure));
  }
  return failures;
}

}  // namespace sla::driver
