#include "cli/findings_verb.h"
#include "cli/verbs.h"

namespace sla::cli {

void add_fix(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "fix", "Repair what `lint` finds, where that cannot change a verdict: `lint --fix`");
  auto options = std::make_shared<FindingsVerb>();
  options->lints = true;
  options->fix = true;
  verb->add_option(
          "FILE", options->files,
          "Agreements, repaired in place (`-` goes from standard input to standard output)")
      ->required();
  add_repair_options(*verb, *options);
  verb->footer("Examples:\n  sla fix agreement.sla\n  sla fix agreement.sla --unsafe-fixes --diff");
  verb->callback([options, &exit_code] { exit_code = run_findings_verb(*options); });
}

}  // namespace sla::cli
