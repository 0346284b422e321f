#include <fmt/format.h>

#include "cli/command_tree.h"

namespace sla::cli {
namespace {

std::string in_quotes(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string flag_lines(const std::vector<FlagInfo>& flags, const std::string& condition) {
  std::string lines;
  for (const FlagInfo& flag : flags) {
    std::string line = "complete -c sla" + condition;
    for (const std::string& name : flag.names)
      line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!flag.values.empty()) {
      line += " -x -a " + in_quotes(fmt::format("{}", fmt::join(flag.values, " ")));
    } else if (!flag.takes.empty()) {
      line += flag.path ? " -r -F" : " -x";
    }
    lines += line + " -d " + in_quotes(flag.description) + "\n";
  }
  return lines;
}

}  // namespace

std::string fish_completion(const CommandInfo& command) {
  std::string script =
      "# Completion of sla for fish; `sla completion fish` wrote it. Keep it as\n"
      "# ~/.config/fish/completions/sla.fish\n\n"
      "complete -c sla -n __fish_use_subcommand -f\n" +
      flag_lines(command.itself.flags, "");
  for (const VerbInfo& verb : command.verbs) {
    const std::string condition =
        fmt::format(" -n {}", in_quotes("__fish_seen_subcommand_from " + verb.name));
    script += fmt::format("\ncomplete -c sla -n __fish_use_subcommand -f -a {} -d {}\n", verb.name,
                          in_quotes(verb.description));
    script += flag_lines(verb.flags, condition);
    for (const FlagInfo& positional : verb.positionals) {
      if (!positional.values.empty())
        script += fmt::format("complete -c sla{} -f -a {}\n", condition,
                              in_quotes(fmt::format("{}", fmt::join(positional.values, " "))));
    }
  }
  return script;
}

}  // namespace sla::cli
