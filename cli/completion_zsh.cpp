#include <fmt/format.h>

#include "cli/command_tree.h"

namespace sla::cli {
namespace {

/// Inside single quotes, in a specification of `_arguments`: what ends one of its parts is escaped.
std::string part(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      if (c == '[' || c == ']' || c == ':' || c == '\\' || c == '(' || c == ')') result += '\\';
      result += c;
    }
  }
  return result;
}

std::string action(const FlagInfo& flag) {
  if (!flag.values.empty()) return fmt::format("({})", fmt::join(flag.values, " "));
  return flag.path ? "_files" : "";
}

std::string flag_lines(const std::vector<FlagInfo>& flags) {
  std::string lines;
  for (const FlagInfo& flag : flags) {
    for (const std::string& name : flag.names) {
      const bool value = !flag.takes.empty();
      const std::string equals = value && name.starts_with("--") ? "=" : "";
      lines += fmt::format(" \\\n        '*{}{}[{}]", name, equals, part(flag.description));
      if (value) lines += fmt::format(":{}:{}", part(flag.takes), action(flag));
      lines += "'";
    }
  }
  return lines;
}

std::string positional_lines(const VerbInfo& verb) {
  std::string lines;
  for (const FlagInfo& positional : verb.positionals)
    lines +=
        fmt::format(" \\\n        '*:{}:{}'", part(positional.names.front()), action(positional));
  return lines;
}

}  // namespace

std::string zsh_completion(const CommandInfo& command) {
  std::string script =
      "#compdef sla\n"
      "# Completion of sla for zsh; `sla completion zsh` wrote it. Keep it as `_sla` in a folder "
      "of\n"
      "# $fpath.\n\n"
      "_sla() {\n  local context state state_descr line\n  typeset -A opt_args\n"
      "  _arguments -C \\\n        '1:verb:->verb' \\\n        '*::argument:->argument'" +
      flag_lines(command.itself.flags) + "\n  case $state in\n    verb)\n      local -a verbs=(\n";
  for (const VerbInfo& verb : command.verbs)
    script += fmt::format("        '{}:{}'\n", verb.name, part(verb.description));
  script +=
      "      )\n      _describe -t verbs verb verbs\n      ;;\n    argument)\n      case $words[1] "
      "in\n";
  for (const VerbInfo& verb : command.verbs) {
    script += fmt::format("      {})\n        _arguments{}{}{}\n        ;;\n", verb.name,
                          flag_lines(verb.flags), flag_lines(command.itself.flags),
                          positional_lines(verb));
  }
  return script +
         "      esac\n      ;;\n  esac\n}\n\n"
         "# Read as a file of $fpath it is the function's body; sourced it declares it.\n"
         "if [[ $funcstack[1] == _sla ]]; then\n  _sla \"$@\"\nelse\n  compdef _sla sla\nfi\n";
}

}  // namespace sla::cli
