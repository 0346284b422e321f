#include "compiler/driver/lint.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/check/check.h"
#include "compiler/driver/load_solve.h"
#include "compiler/driver/tests.h"
#include "compiler/parse/parse.h"
#include "compiler/reference/conditions.h"

namespace sla::driver {
namespace {

using diagnose::Finding;

const std::string& test_of(const Finding& finding) {
  static const std::string none;
  return finding.timeline ? finding.timeline->test : none;
}

/// The tests of findings, each a file of its own, so that one that is garbled spoils no other.
class Rehearsal {
 public:
  Rehearsal(Checked& checked, const std::vector<Finding>& findings)
      : checked_(checked), came_true_(findings.size(), false) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (test_of(findings[i]).empty()) {
        came_true_[i] = true;
      } else if (const auto file = checked.sources.add("counter-example", test_of(findings[i]))) {
        read(*file, i);
      }
    }
  }

  std::expected<void, std::string> run() {
    // The first round tells which tests do not fit the policy, the second goes without them.
    for (int round = 0; round < 2 && !tests_.empty(); ++round) {
      if (const auto agreement = check_all()) return play(*agreement);
    }
    return {};
  }

  bool came_true(std::size_t finding) const { return came_true_[finding]; }

 private:
  void read(std::uint32_t file, std::size_t finding) {
    diagnose::Findings problems;
    syntax::File test = parse::parse(checked_.sources, file, problems);
    if (!problems.has_errors()) tests_.emplace(file, Parsed{finding, std::move(test)});
  }

  /// The agreement with these tests and no others. Nothing when some do not fit, which are left out
  /// from then on.
  std::optional<agreement::Agreement> check_all() {
    std::vector<syntax::File> files = checked_.files;
    for (const auto& [file, parsed] : tests_) files.push_back(parsed.test);
    diagnose::Findings problems;
    auto agreement = check::check(files, checked_.sources, problems, checked_.imports);
    for (const Finding& problem : problems.all()) {
      if (problem.severity == diagnose::Severity::error) tests_.erase(problem.primary.span.file);
    }
    if (agreement) keep_own(*agreement);
    return agreement;
  }

  void keep_own(agreement::Agreement& agreement) const {
    std::erase_if(agreement.tests,
                  [&](const agreement::Test& test) { return !tests_.contains(test.span.file); });
    for (agreement::Agreement& other : agreement.others) keep_own(other);
  }

  std::expected<void, std::string> play(const agreement::Agreement& agreement) {
    TestOptions plain;
    plain.engines = TestEngines::reference;
    const auto report = run_tests(agreement, plain);
    if (!report) return std::unexpected(report.error());
    std::map<std::uint32_t, bool> all_passed;
    for (const TestResult& result : report->results) {
      const auto [all, is_first] = all_passed.try_emplace(result.test->span.file, true);
      all->second = all->second && result.passed() && result.expectations > 0;
    }
    for (const auto& [file, passed] : all_passed) came_true_[tests_.at(file).finding] = passed;
    return {};
  }

  struct Parsed {
    std::size_t finding;
    syntax::File test;
  };

  Checked& checked_;
  std::vector<bool> came_true_;
  std::map<std::uint32_t, Parsed> tests_;  ///< By file; those that are to be played.
};

/// The reference evaluator's reading of a condition; nothing where the subject cannot be judged.
std::optional<bool> evaluated(const agreement::Expression& condition, const analyze::Facts& facts) {
  reference::Subject subject;
  subject.fields = facts.fields;
  subject.state = facts.state;
  subject.on_hold = facts.on_hold;
  const auto value = reference::value_of(condition, {subject, 0, facts.state_before, nullptr});
  return value ? std::optional(*value != 0) : std::nullopt;
}

/// A library is written for other policies as well, which may need what it allows.
void report_unused_allowances(Checked& checked) {
  std::vector<suppress::Allowance> own = checked.allowances;
  std::erase_if(own, [&](const suppress::Allowance& allowance) {
    return checked.borrowed.contains(allowance.span.file);
  });
  suppress::report_unused(own, checked.sources, checked.findings);
}

}  // namespace

std::expected<std::vector<Finding>, std::string> rehearse(Checked& checked,
                                                          std::vector<Finding> findings) {
  Rehearsal rehearsal(checked, findings);
  if (auto done = rehearsal.run(); !done) return std::unexpected(done.error());
  std::vector<Finding> kept;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (rehearsal.came_true(i)) kept.push_back(std::move(findings[i]));
  }
  return kept;
}

std::expected<void, std::string> lint(Checked& checked, analyze::Options options) {
  if (!checked.agreement) return {};
  std::optional<std::string> missing;
  if (!options.solver) {
    options.solver = [&missing]() -> const solve::Provider* {
      const auto solver = load_solve();
      if (!solver) missing = solver.error();
      return solver ? *solver : nullptr;
    };
  }
  if (!options.holds) options.holds = evaluated;
  std::vector<Finding> made = analyze::analyze(*checked.agreement, options);
  if (missing) return std::unexpected(*missing);
  auto findings = rehearse(checked, std::move(made));
  if (!findings) return std::unexpected(findings.error());
  for (Finding& finding : *findings) checked.findings.each().push_back(std::move(finding));
  checked.findings.trace_back(checked.sources);
  suppress::apply(checked.allowances, checked.sources, checked.findings);
  report_unused_allowances(checked);
  checked.findings.settle();
  return {};
}

std::string counter_examples(const Checked& checked) {
  std::string text;
  for (const Finding& finding : checked.findings.all()) {
    if (test_of(finding).empty() || finding.suppressed) continue;
    text += (text.empty() ? "" : "\n") + test_of(finding);
    if (!text.ends_with('\n')) text += '\n';
  }
  return text;
}

}  // namespace sla::driver
