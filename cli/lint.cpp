#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/findings_output.h"
#include "cli/part_file.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "compiler/driver/lint.h"

namespace sla::cli {
namespace {

struct LintVerb {
  std::vector<std::string> files;
  std::optional<std::string> emit_test;
  FindingsOutput output;
};

report::Policy lint_one(const std::string& path, std::string& tests) {
  auto checked = driver::check(path, policy_options());
  if (!checked) return not_judged(path, {checked.error().message, checked.error().help});
  if (auto done = driver::lint(*checked); !done)
    return not_judged(path, {fmt::format("{}: {}", printable(path), done.error()), ""});
  tests += driver::counter_examples(*checked);
  return reported(path, std::move(*checked));
}

int write_tests(const std::string& path, const std::string& tests) {
  PartFile file(path);
  auto written = file.write([&](std::ostream& out) { out << tests; });
  if (written) written = file.move_into_place();
  if (written) return kClean;
  complain(written.error().message, written.error().help);
  return kUnreadable;
}

int run(const LintVerb& verb) {
  report::Report report{"lint", {}};
  std::string tests;
  for (const std::string& file : verb.files) report.policies.push_back(lint_one(file, tests));
  int exit_code = tell(report, verb.output);
  if (verb.emit_test) exit_code = std::max(exit_code, write_tests(*verb.emit_test, tests));
  return exit_code;
}

}  // namespace

void add_lint(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "lint", "Check agreements as a whole; show each defect with an example that comes true");
  auto options = std::make_shared<LintVerb>();
  verb->add_option("FILE", options->files, "Agreements (`-` reads standard input)")->required();
  verb->add_option("--emit-test", options->emit_test,
                   "Write the examples as tests of the language to this file")
      ->type_name("FILE");
  add_findings_options(*verb, options->output);
  verb->footer("Example:\n  sla lint agreement.sla --emit-test counter-examples.sla");
  verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace sla::cli
