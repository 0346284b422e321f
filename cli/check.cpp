#include <memory>

#include "cli/findings_verb.h"
#include "cli/trust.h"
#include "cli/verbs.h"

namespace sla::cli {

void add_check(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("check", "Read and type-check agreements; say what is wrong with them");
  auto options = std::make_shared<FindingsVerb>();
  add_findings_verb(*verb, *options);
  verb->add_flag("--require-signed", options->require_signed,
                 "Also fail unless every party has signed what the agreement means now");
  add_trust_option(*verb, options->trust);
  verb->footer(
      "Examples:\n  sla check agreement.sla --format sarif --output sla.sarif\n"
      "  sla check agreement.sla --watch");
  verb->callback([options, &exit_code] { exit_code = run_findings_verb(*options); });
}

}  // namespace sla::cli
