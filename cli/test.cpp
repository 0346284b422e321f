#include <algorithm>
#include <deque>
#include <iostream>
#include <set>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/policy_settings.h"
#include "cli/terminal.h"
#include "cli/test_report.h"
#include "cli/verbs.h"
#include "cli/watch.h"
#include "compiler/driver/tests.h"

namespace sla::cli {
namespace {

struct TestVerb {
  std::vector<std::string> policies;
  std::string filter;
  std::string format = "text";
  std::string engine = "both";
  bool coverage = false;
  bool tell = false;
  bool watch = false;
  std::optional<double> fail_under;
};

driver::TestOptions options_of(const TestVerb& verb) {
  driver::TestOptions options;
  options.filter = verb.filter;
  options.tell = verb.tell;
  if (verb.engine == "reference") options.engines = driver::TestEngines::reference;
  if (verb.engine == "jit") options.engines = driver::TestEngines::jit;
  return options;
}

/// A policy and its report, which borrows from it.
struct Tested {
  driver::Checked checked;
  std::optional<driver::TestReport> report;
};

void run_policy(const TestVerb& verb, const std::string& path, std::deque<Tested>& tested,
                std::set<std::string>& files, int& exit_code) {
  int own = kClean;
  auto checked = load_policy(path, own, &files);
  if (!checked) {
    exit_code = std::max(exit_code, own);
    return;
  }
  Tested& here = tested.emplace_back(Tested{std::move(*checked), std::nullopt});
  auto report = driver::run_tests(*here.checked.agreement, options_of(verb));
  if (report) {
    here.report.emplace(std::move(*report));
    return;
  }
  complain(fmt::format("{}: {}", path, report.error()));
  tested.pop_back();
  exit_code = std::max<int>(exit_code, kUnreadable);
}

/// Whether less of some policy was reached than is asked for; says so.
bool covers_too_little(const TestVerb& verb, const std::vector<TestedPolicy>& policies) {
  if (!verb.fail_under) return false;
  bool too_little = false;
  for (const TestedPolicy& policy : policies) {
    const exercise::Coverage& coverage = policy.report->coverage;
    const std::size_t all = coverage.items().size(), reached = coverage.reached();
    if (static_cast<double>(reached) * 100 >= *verb.fail_under * static_cast<double>(all)) continue;
    too_little = true;
    fmt::print(stderr, "error: {}: the tests reach {} % of the policy, and {} % are asked for\n",
               printable(policy.path), coverage_percentage(reached, all), *verb.fail_under);
    if (!verb.coverage) fmt::print(stderr, "help: `--coverage` shows what they do not reach\n");
  }
  return too_little;
}

std::string report_of(const TestVerb& verb, const std::vector<TestedPolicy>& policies) {
  if (verb.format == "junit") return test_report_junit(policies);
  const TestReportOptions options{verb.coverage, colour_out()};
  return verb.format == "json" ? test_report_json(policies, options)
                               : test_report_text(policies, options);
}

/// Plays all tests; `files` gets those that decide what comes of them.
int play(const TestVerb& verb, std::set<std::string>& files) {
  if (verb.engine != "reference" && !can_generate_code()) return kUnreadable;
  int exit_code = kClean;
  std::deque<Tested> tested;
  std::vector<TestedPolicy> policies;
  files.insert(verb.policies.begin(), verb.policies.end());
  for (const std::string& path : verb.policies) {
    const std::size_t before = tested.size();
    run_policy(verb, path, tested, files, exit_code);
    if (tested.size() == before) continue;
    policies.push_back({path, &tested.back().checked.sources, &*tested.back().report});
  }
  if (policies.empty()) return exit_code;
  std::cout << report_of(verb, policies);
  const TestCounts counts = counts_of(policies);
  if (counts.tests == 0 && exit_code == kClean) {
    complain(verb.filter.empty() ? "there is no test in this policy"
                                 : fmt::format("no title of a test matches `{}`", verb.filter),
             verb.filter.empty() ? "write one, such as `test \"a lead is called in time\" { ... }`"
                                 : "`*` stands for any text and `?` for one character");
  }
  const bool failed = counts.tests == 0 || counts.failed > 0;
  if (failed) exit_code = std::max<int>(exit_code, kFindings);
  if (covers_too_little(verb, policies)) exit_code = std::max<int>(exit_code, kFindings);
  return exit_code;
}

int run(const TestVerb& verb) {
  std::set<std::string> files;
  if (!verb.watch) return play(verb, files);
  if (std::ranges::find(verb.policies, "-") != verb.policies.end()) {
    complain("standard input cannot be watched", "name the file");
    return kUsage;
  }
  return watch([&] {
    forget_settings();
    files.clear();
    play(verb, files);
    return files;
  });
}

}  // namespace

void add_test(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("test", "Play the tests of agreements; say which expectations fail");
  auto options = std::make_shared<TestVerb>();
  verb->add_option("FILE", options->policies, "Agreements")->required();
  verb->add_option("--filter", options->filter,
                   "Only tests with this text in their title; with * or ? a pattern for all of it");
  verb->add_option("--format", options->format, "text, junit or json")
      ->check(CLI::IsMember({"text", "junit", "json"}))
      ->capture_default_str();
  verb->add_option("--engine", options->engine, "both (they must agree), reference or jit")
      ->check(CLI::IsMember({"both", "reference", "jit"}))
      ->capture_default_str();
  verb->add_flag("--coverage", options->coverage,
                 "Say which clauses, tiers, states, moves and definitions no test reaches");
  verb->add_flag("--tell", options->tell,
                 "Tell what each test came to at its last instant, also of those that pass");
  verb->add_option("--coverage-fail-under", options->fail_under,
                   "Fail when the tests reach less than this percentage of a policy")
      ->check(CLI::Range(0.0, 100.0));
  verb->add_flag("--watch", options->watch, "Play again whenever a file of the policies changes");
  verb->footer(
      "Examples:\n  sla test agreement.sla\n  sla test agreement.sla --filter 'late*' --coverage");
  verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace sla::cli
