#include "compiler/driver/lint.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/check/check.h"
#include "compiler/driver/tests.h"
#include "compiler/parse/parse.h"

namespace sla::driver {
namespace {

using diagnose::Finding;
using source::Span;

const std::string& test_of(const Finding& finding) {
  static const std::string none;
  return finding.timeline ? finding.timeline->test : none;
}

/// The tests of findings as one text, and which of them came true.
class Rehearsal {
 public:
  Rehearsal(Checked& checked, std::vector<Finding>& findings)
      : checked_(checked), findings_(findings), came_true_(findings.size(), false) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (test_of(findings[i]).empty()) {
        came_true_[i] = true;
      } else {
        open_.push_back(i);
      }
    }
  }

  std::expected<void, std::string> run() {
    // A test that does not fit the policy must not take the others with it: a second round goes
    // without those.
    for (int round = 0; round < 2 && !open_.empty(); ++round) {
      auto told = check_all();
      if (!told) continue;
      return play(*told);
    }
    return {};
  }

  bool came_true(std::size_t finding) const { return came_true_[finding]; }

 private:
  /// The agreement with the tests of the open findings and no others. Nothing when some cannot be
  /// read; they are not open any more then.
  std::optional<agreement::Agreement> check_all() {
    places_.clear();
    std::string text;
    for (const std::size_t i : open_) {
      const auto begin = static_cast<std::uint32_t>(text.size());
      text += test_of(findings_[i]) + "\n";
      places_.push_back({file_, begin, static_cast<std::uint32_t>(text.size())});
    }
    const auto file = checked_.sources.add("counter-examples", std::move(text));
    if (!file) return std::nullopt;
    file_ = *file;
    for (Span& place : places_) place.file = file_;
    diagnose::Findings problems;
    std::vector<syntax::File> files = checked_.files;
    files.push_back(parse::parse(checked_.sources, file_, problems));
    auto agreement = check::check(files, checked_.sources, problems, checked_.imports);
    if (!agreement) leave_out(problems);
    if (agreement) keep_own(*agreement);
    return agreement;
  }

  /// The open finding whose test has a place; nothing when it is elsewhere.
  std::optional<std::size_t> owner_of(Span span) const {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (span.file == file_ && places_[i].begin <= span.begin && span.begin < places_[i].end)
        return i;
    }
    return std::nullopt;
  }

  void leave_out(const diagnose::Findings& problems) {
    std::vector<bool> unfit(open_.size(), false);
    for (const Finding& problem : problems.all()) {
      if (problem.severity != diagnose::Severity::error) continue;
      if (const auto owner = owner_of(problem.primary.span)) unfit[*owner] = true;
    }
    std::vector<std::size_t> fit;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (!unfit[i]) fit.push_back(open_[i]);
    }
    open_ = std::move(fit);
  }

  void keep_own(agreement::Agreement& agreement) const {
    std::erase_if(agreement.tests,
                  [&](const agreement::Test& test) { return test.span.file != file_; });
    for (agreement::Agreement& other : agreement.others) keep_own(other);
  }

  std::expected<void, std::string> play(const agreement::Agreement& agreement) {
    const auto report = run_tests(agreement, {.engines = TestEngines::reference});
    if (!report) return std::unexpected(report.error());
    std::map<std::size_t, bool> held;
    for (const TestResult& result : report->results) {
      const auto owner = owner_of(result.test->span);
      if (!owner) continue;
      const auto [place, is_new] = held.try_emplace(open_[*owner], true);
      place->second = place->second && result.passed() && result.expectations > 0;
    }
    for (const auto& [finding, all] : held) came_true_[finding] = all;
    return {};
  }

  Checked& checked_;
  std::vector<Finding>& findings_;
  std::vector<bool> came_true_;
  std::vector<std::size_t> open_;  ///< Findings whose tests are to be played.
  std::vector<Span> places_;       ///< Of the tests of the open ones.
  std::uint32_t file_ = 0;
};

}  // namespace

std::expected<void, std::string> lint(Checked& checked, const analyze::Options& options) {
  if (!checked.agreement) return {};
  std::vector<Finding> findings = analyze::analyze(*checked.agreement, options);
  if (findings.empty()) return {};
  Rehearsal rehearsal(checked, findings);
  if (auto done = rehearsal.run(); !done) return done;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (!rehearsal.came_true(i)) continue;
    Finding& made = findings[i];
    Finding& kept = checked.findings.add(made.code, made.primary.span, made.message);
    kept = std::move(made);
  }
  checked.findings.trace_back(checked.sources);
  checked.findings.settle();
  return {};
}

std::string counter_examples(const Checked& checked) {
  std::string text;
  for (const Finding& finding : checked.findings.all()) {
    if (test_of(finding).empty()) continue;
    text += (text.empty() ? "" : "\n") + test_of(finding);
    if (!text.ends_with('\n')) text += '\n';
  }
  return text;
}

}  // namespace sla::driver
