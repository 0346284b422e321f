#include <memory>
#include <string>
#include <vector>

#include "cli/findings_output.h"
#include "cli/policy.h"
#include "cli/verbs.h"

namespace sla::cli {
namespace {

struct CheckVerb {
  std::vector<std::string> files;
  FindingsOutput output;
};

int check(const CheckVerb& verb) {
  report::Report report{"check", {}};
  for (const std::string& path : verb.files) {
    auto checked = driver::check(path, policy_options());
    report.policies.push_back(
        checked ? reported(path, std::move(*checked))
                : not_judged(path, {checked.error().message, checked.error().help}));
  }
  return tell(report, verb.output);
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("check", "Read and type-check agreements; say what is wrong with them");
  auto options = std::make_shared<CheckVerb>();
  verb->add_option("FILE", options->files, "Agreements (`-` reads standard input)")->required();
  add_findings_options(*verb, options->output);
  verb->footer("Example:\n  sla check agreement.sla --format sarif --output sla.sarif");
  verb->callback([options, &exit_code] { exit_code = check(*options); });
}

}  // namespace sla::cli
