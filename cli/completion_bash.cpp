#include <fmt/format.h>

#include "cli/command_tree.h"

namespace sla::cli {
namespace {

/// In single quotes, which nothing ends but a single quote.
std::string in_quotes(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "'\\''" : std::string(1, c);
  return result + "'";
}

std::string names_of(const std::vector<FlagInfo>& flags) {
  std::string names;
  for (const FlagInfo& flag : flags) {
    for (const std::string& name : flag.names) names += (names.empty() ? "" : " ") + name;
  }
  return names;
}

/// A line of `case` for each flag with a value: what it can be.
std::string value_cases(const std::string& verb, const std::vector<FlagInfo>& flags) {
  std::string cases;
  for (const FlagInfo& flag : flags) {
    if (flag.takes.empty()) continue;
    std::string pattern;
    for (const std::string& name : flag.names)
      pattern += (pattern.empty() ? "" : "|") + in_quotes(verb + " " + name);
    const std::string answer =
        !flag.values.empty()
            ? fmt::format("words={}", in_quotes(fmt::format("{}", fmt::join(flag.values, " "))))
        : flag.path ? "kind=files"
                    : "kind=nothing";
    cases += fmt::format("    {}) value=yes; {} ;;\n", pattern, answer);
  }
  return cases;
}

std::string positional_case(const VerbInfo& verb) {
  for (const FlagInfo& positional : verb.positionals) {
    if (!positional.values.empty())
      return fmt::format("    {}) words={} ;;\n", in_quotes(verb.name),
                         in_quotes(fmt::format("{}", fmt::join(positional.values, " "))));
  }
  if (verb.positionals.empty())
    return fmt::format("    {}) kind=nothing ;;\n", in_quotes(verb.name));
  return "";
}

constexpr const char* kBegin =
    R"(# Completion of sla for bash; `sla completion bash` wrote it. Try it with
#   source <(sla completion bash)
# and keep it with
#   sla completion bash > ~/.local/share/bash-completion/completions/sla

# What the flag $2 of the verb $1 takes: sets value, and words or kind.
_sla_value() {
  value= words= kind=
  case "$1 $2" in
)";

constexpr const char* kMiddle = R"(  esac
}

# The verb's own flags, and what it takes besides them.
_sla_verb() {
  flags= words= kind=files
  case "$1" in
)";

constexpr const char* kEnd = R"(
_sla() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
  local verb= value= words= kind= flags= i word
  # `=` is a word of its own here.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous="${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    if [[ $word == -* ]]; then
      _sla_value "$verb" "$word"
      [[ -n $value ]] || _sla_value '' "$word"
      if [[ -n $value ]]; then
        [[ ${COMP_WORDS[i+1]} == = ]] && ((i++))
        ((i++))
      fi
    elif [[ -z $verb ]]; then
      verb="$word"
    fi
  done
  COMPREPLY=()
  value=
  if [[ $previous == -* ]]; then
    _sla_value "$verb" "$previous"
    [[ -n $value ]] || _sla_value '' "$previous"
  fi
  if [[ -z $value ]]; then
    _sla_verb "$verb"
    if [[ $current == -* ]]; then
      words="$flags" kind=words
    elif [[ -n $words ]]; then
      kind=words
    fi
  elif [[ -n $words ]]; then
    kind=words
  fi
  case "$kind" in
    words) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current") ;;
    files)
      compopt -o filenames 2> /dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      ;;
  esac
}
complete -F _sla sla
)";

}  // namespace

std::string bash_completion(const CommandInfo& command) {
  std::string script = kBegin;
  script += value_cases("", command.itself.flags);
  std::string verbs, cases;
  for (const VerbInfo& verb : command.verbs) {
    script += value_cases(verb.name, verb.flags);
    verbs += (verbs.empty() ? "" : " ") + verb.name;
    cases += positional_case(verb);
  }
  script += kMiddle;
  script +=
      fmt::format("    '') words={} ;;\n{}  esac\n  case \"$1\" in\n", in_quotes(verbs), cases);
  const std::string common = names_of(command.itself.flags);
  for (const VerbInfo& verb : command.verbs)
    script += fmt::format("    {}) flags={} ;;\n", in_quotes(verb.name),
                          in_quotes(names_of(verb.flags) + " " + common));
  return script + fmt::format("    *) flags={} ;;\n  esac\n}}\n", in_quotes(common)) + kEnd;
}

}  // namespace sla::cli
