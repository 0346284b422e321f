#include <unistd.h>

#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "cli/diff_report.h"
#include "cli/exit_code.h"
#include "cli/fail_on.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "cli/verbs.h"

namespace sla::cli {
namespace {

struct DiffOptions {
  std::vector<std::string> what;
  std::string format = "text";
  std::vector<std::string> fail_on;
  std::optional<std::string> emit_test;
};

bool write_tests(const std::string& path, const DiffReport& report) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << diff_tests(report);
  file.close();
  if (file) return true;
  complain(fmt::format("cannot write {}", path));
  return false;
}

void print(const DiffReport& report, const std::string& format) {
  if (format == "json") {
    std::cout << diff_json(report);
  } else if (format == "markdown") {
    std::cout << diff_markdown(report);
  } else {
    std::cout << diff_text(report, colour_out());
  }
}

int diff(const DiffOptions& options) {
  int exit_code = kClean;
  const auto conditions = parse_fail_on(options.fail_on, exit_code);
  if (!conditions) return exit_code;
  auto was = load_policy(options.what[0], exit_code);
  if (!was) return exit_code;
  auto is = load_policy(options.what[1], exit_code);
  if (!is) return exit_code;
  if (!know_parties(*conditions, *was->agreement, *is->agreement)) return kUsage;
  const auto comparison = driver::compare(*was, *is);
  if (!comparison) {
    complain(comparison.error());
    return kInternal;
  }
  const DiffReport report{options.what[0], options.what[1], *comparison};
  if (options.emit_test && !write_tests(*options.emit_test, report)) return kUnreadable;
  print(report, options.format);
  return exit_code_of(*conditions, *comparison);
}

}  // namespace

void add_diff(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "diff", "Compare two versions of an agreement: what became stricter, looser, new or gone");
  auto options = std::make_shared<DiffOptions>();
  verb->add_option("WHAT", options->what, "The old and the new agreement")->required()->expected(2);
  verb->add_option("--format", options->format, "text, markdown (a pull request) or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}))
      ->capture_default_str();
  verb->add_option("--fail-on", options->fail_on,
                   "Exit with 1 only if a promise is this: stricter, looser, new, gone, changed or "
                   "any, or of one party: stricter:sales; with another exit code: "
                   "stricter:sales=10. May be repeated: the first that holds counts")
      ->type_name("CHANGE[:PARTY][=CODE]")
      ->allow_extra_args(false);
  verb->add_option("--emit-test", options->emit_test,
                   "Also write the timelines as test blocks of the language");
  verb->footer(
      "Examples:\n  sla diff old.sla new.sla\n  sla diff main --format markdown\n"
      "  sla diff HEAD~1..HEAD agreement.sla --fail-on stricter:sales");
  verb->callback([options, &exit_code] { exit_code = diff(*options); });
}

}  // namespace sla::cli
