#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "cli/trust.h"
#include "cli/verbs.h"
#include "compiler/diagnose/render.h"
#include "compiler/driver/signatures.h"

namespace sla::cli {
namespace {

struct CheckVerb {
  std::vector<std::string> files;
  bool require_signed = false;
  std::vector<std::string> trust;
};

/// Adds findings about missing signatures; answers the exit code.
int require_signed(const std::string& path, const CheckVerb& verb, driver::Checked& checked) {
  if (!checked.agreement) return kClean;
  const auto given = keys_of(verb.trust, *checked.agreement);
  if (!given) return kUsage;
  if (const auto done = driver::require_signatures(checked, path, *given); !done) {
    complain(done.error().message, done.error().help);
    return kUnreadable;
  }
  return kClean;
}

// The worse of two: a file that cannot be read outweighs findings.
int check_one(const std::string& path, const CheckVerb& verb) {
  auto checked = driver::check(path, policy_options());
  if (!checked) {
    complain(checked.error().message, checked.error().help);
    return kUnreadable;
  }
  if (verb.require_signed) {
    if (const int problem = require_signed(path, verb, *checked); problem != kClean) return problem;
  }
  for (const diagnose::Finding& finding : checked->findings.all())
    fmt::print(stderr, "{}\n", diagnose::render_text(finding, checked->sources, colour_err()));
  return checked->findings.empty() ? kClean : kFindings;
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("check", "Read and type-check agreements; say what is wrong with them");
  auto options = std::make_shared<CheckVerb>();
  verb->add_option("FILE", options->files, "Agreements (`-` reads standard input)")->required();
  verb->add_flag("--require-signed", options->require_signed,
                 "Also fail unless every party has signed what the agreement means now");
  add_trust_option(*verb, options->trust);
  verb->footer("Examples:\n  sla check agreement.sla\n  sla check agreement.sla --require-signed");
  verb->callback([options, &exit_code] {
    exit_code = kClean;
    for (const std::string& file : options->files)
      exit_code = std::max(exit_code, check_one(file, *options));
  });
}

}  // namespace sla::cli
