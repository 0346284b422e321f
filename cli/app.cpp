#include "cli/app.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <system_error>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/suggest.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

constexpr const char* kFooter = R"(
Examples:
  sla check agreement.sla
  sla lint agreement.sla --emit-test counter-examples.sla
  sla fix agreement.sla --diff
  sla fmt agreement.sla
  sla diff main agreement.sla --fail-on stricter:sales
  sla run agreement.sla --events leads.csv --roster roster.csv --as-of 2026-07-01
  sla run agreement.sla --events leads.parquet --as-of 2026-07-01T00:00:00Z --format json
  sla explain SLA2101
  sla stream agreement.sla --snapshot state.sla-stream < events.ndjson
  sla explain agreement.sla --events leads.csv --as-of 2026-07-01 --lead L-00042
  sla test agreement.sla --coverage
  sla build agreement.sla --emit plan
  sla init my-agreement --template both-sides

Exit codes: 0 clean, 1 findings, 2 usage, 3 an input cannot be read, 4 a bug of ours.)";

std::string version_text() {
  return fmt::format("sla {} (tz database {})", SLA_VERSION, time::tzdb_version());
}

int usage_error(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  fmt::print(stderr, "error: {}\n", describe_usage(app, error, argc, argv));
  return kUsage;
}

int parse_and_run(int argc, char** argv) {
  CLI::App app{
      "Agreements between sales and marketing as text: check them, run them on history, see why."};
  app.name("sla");
  app.footer(kFooter);
  app.require_subcommand(1);
  app.set_help_flag("-h,--help", "Say what the command does, with examples");
  app.add_flag_callback(
      "--version",
      [] {
        fmt::print("{}\n", version_text());
        throw CLI::Success();
      },
      "Say which version this is");
  app.add_option_function<std::string>(
         "--color", [](const std::string& when) { choose_colour(when); },
         "auto (on terminals, unless NO_COLOR is set), always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  add_policy_options(app);
  int exit_code = kInternal;
  add_check(app, exit_code);
  add_lint(app, exit_code);
  add_fix(app, exit_code);
  add_fmt(app, exit_code);
  add_diff(app, exit_code);
  add_run(app, exit_code);
  add_stream(app, exit_code);
  add_explain(app, exit_code);
  add_test(app, exit_code);
  add_build(app, exit_code);
  add_sign(app, exit_code);
  add_verify(app, exit_code);
  add_init(app, exit_code);
  add_lsp(app, exit_code);
  add_config(app, exit_code);
  add_completion(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::Success&) {
    return kClean;
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error, argc, argv);
  }
  return exit_code;
}

// What was printed may still wait in a buffer; a report that did not arrive is not a success.
int after_output(int exit_code) {
  errno = 0;
  std::cout.flush();
  bool arrived = std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (arrived || exit_code > kFindings) return exit_code;
  fmt::print(stderr, "error: cannot write to standard output: {}\n",
             errno == 0 ? "output failed" : std::strerror(errno));
  return kUnreadable;
}

}  // namespace

int run(int argc, char** argv) {
  // A closed pipe (`sla run … | head`) ends quietly through the failed write.
  std::signal(SIGPIPE, SIG_DFL);
  try {
    return after_output(parse_and_run(argc, argv));
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "error: not enough memory\n");
  } catch (const std::system_error& error) {
    // fmt reports a failed write to standard output this way.
    fmt::print(stderr, "error: {}\n", error.what());
    return kUnreadable;
  } catch (const std::exception& error) {
    fmt::print(stderr,
               "error: a bug in sla: {}\nhelp: please report it with the command that shows it\n",
               error.what());
  }
  return kInternal;
}

}  // namespace sla::cli
