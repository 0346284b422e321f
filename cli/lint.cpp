#include <memory>

#include "cli/findings_verb.h"
#include "cli/verbs.h"

namespace sla::cli {

void add_lint(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "lint", "Check agreements as a whole; show each defect with an example that comes true");
  auto options = std::make_shared<FindingsVerb>();
  options->lints = true;
  add_findings_verb(*verb, *options);
  verb->add_flag("--pedantic", options->pedantic,
                 "Tell also of clauses without a title, a target or a consequence");
  verb->add_option("--emit-test", options->emit_test,
                   "Write the examples as tests of the language to this file")
      ->type_name("FILE");
  verb->add_option("--write-baseline", options->write_baseline,
                   "Note down what is found now in this file, for --baseline, and tell nothing")
      ->type_name("FILE");
  verb->footer(
      "Examples:\n  sla lint agreement.sla --emit-test counter-examples.sla\n"
      "  sla lint agreement.sla --fix\n"
      "  sla lint *.sla --write-baseline known.json");
  verb->callback([options, &exit_code] { exit_code = run_findings_verb(*options); });
}

}  // namespace sla::cli
