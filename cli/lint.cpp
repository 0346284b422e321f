#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/part_file.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "compiler/diagnose/render.h"
#include "compiler/driver/lint.h"

namespace sla::cli {
namespace {

struct LintVerb {
  std::vector<std::string> files;
  std::optional<std::string> emit_test;
};

void print_findings(const driver::Checked& checked) {
  for (const diagnose::Finding& finding : checked.findings.all()) {
    fmt::print(stderr, "{}\n", diagnose::render_text(finding, checked.sources, colour_err()));
  }
}

int lint_one(const std::string& path, std::string& tests) {
  auto checked = driver::check(path, policy_options());
  if (!checked) {
    complain(checked.error().message, checked.error().help);
    return kUnreadable;
  }
  if (auto done = driver::lint(*checked); !done) {
    complain(fmt::format("{}: {}", printable(path), done.error()));
    return kUnreadable;
  }
  print_findings(*checked);
  tests += driver::counter_examples(*checked);
  return checked->findings.empty() ? kClean : kFindings;
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
  int exit_code = kClean;
  std::string tests;
  for (const std::string& file : verb.files) exit_code = std::max(exit_code, lint_one(file, tests));
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
  verb->footer("Example:\n  sla lint agreement.sla --emit-test counter-examples.sla");
  verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace sla::cli
