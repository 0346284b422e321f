#include <memory>
#include <string>

#include <fmt/format.h>

#include "cli/command_tree.h"
#include "cli/exit_code.h"
#include "cli/verbs.h"

namespace sla::cli {
namespace {

std::string script_for(const std::string& shell, const CommandInfo& command) {
  if (shell == "bash") return bash_completion(command);
  if (shell == "zsh") return zsh_completion(command);
  if (shell == "fish") return fish_completion(command);
  return manual_page(command);
}

}  // namespace

void add_completion(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "completion", "Print what completes the command's words in a shell, or its manual page");
  auto shell = std::make_shared<std::string>();
  verb->add_option("SHELL", *shell, "bash, zsh or fish; man for the manual page")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}));
  verb->footer(
      "Examples:\n  source <(sla completion bash)\n"
      "  sla completion zsh > ~/.zfunc/_sla\n"
      "  sla completion man | man -l -");
  verb->callback([verb, shell, &exit_code] {
    fmt::print("{}", script_for(*shell, command_tree(*verb)));
    exit_code = kClean;
  });
}

}  // namespace sla::cli
