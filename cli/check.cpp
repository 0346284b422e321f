#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/verbs.h"

namespace sla::cli {
namespace {

// The worse of two: a file that cannot be read outweighs findings.
int check_one(const std::string& path) {
  int exit_code = kClean;
  auto checked = read_policy(path, exit_code);
  if (!checked) return exit_code;
  return checked->findings.empty() ? kClean : kFindings;
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("check", "Read and type-check agreements; say what is wrong with them");
  auto files = std::make_shared<std::vector<std::string>>();
  verb->add_option("FILE", *files, "Agreements (`-` reads standard input)")->required();
  verb->footer("Example:\n  sla check agreement.sla");
  verb->callback([files, &exit_code] {
    exit_code = kClean;
    for (const std::string& file : *files) exit_code = std::max(exit_code, check_one(file));
  });
}

}  // namespace sla::cli
