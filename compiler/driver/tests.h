#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/exercise/coverage.h"
#include "compiler/exercise/judge.h"

namespace sla::driver {

/// Which engines play a test. With both, a test fails where they do not agree.
enum class TestEngines : std::uint8_t { both, reference, jit };

struct TestOptions {
  TestEngines engines = TestEngines::both;
  /// Titles to run: a part of the title, or a pattern if it has `*` or `?`; case does not matter.
  /// Empty: all.
  std::string filter;
  bool tell = false;  ///< Tell what each test came to, also of those that pass.
};

/// One expectation that does not hold, or (`expectation` null) two engines that do not agree.
struct TestFailure {
  const agreement::Expectation* expectation = nullptr;
  std::vector<exercise::Difference> differences;
  std::string as_of;  ///< The instant of judgement, local, with the zone's abbreviation.
  /// What happened to the lead until then, what the clause made of it, and what was done around it;
  /// several lines each, or empty where that does not concern the expectation.
  std::string happened, clause_story, actions_story;
};

struct TestResult {
  /// The part about leads, which has the title of the whole.
  const agreement::Test* test = nullptr;
  std::vector<TestFailure> failures;
  std::size_t expectations = 0;  ///< Of all records.
  std::int64_t micros = 0;       ///< How long it took.
  std::string story;             ///< What it came to at its last instant; empty unless asked for.
  bool passed() const { return failures.empty(); }
};

struct TestReport {
  std::vector<TestResult> results;  ///< Of the tests that the filter names, as written.
  exercise::Coverage coverage;
  std::int64_t micros = 0;
};

/// Plays the agreement's tests; compiles it once, if at all. The error is a calendar that does not
/// open long enough, a missing code generation library, or a bug of ours. The report borrows the
/// agreement.
std::expected<TestReport, std::string> run_tests(const agreement::Agreement& agreement,
                                                 const TestOptions& options);

/// Whether a filter (as in TestOptions) names a title.
bool is_named(const std::string& title, const std::string& filter);

}  // namespace sla::driver
