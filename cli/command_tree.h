#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace sla::cli {

/// A flag or a positional argument as shells and manual pages need to know it.
struct FlagInfo {
  std::vector<std::string> names;   ///< "--format", "-h"; of a positional its word, "FILE".
  std::string description;          ///< One line.
  std::string takes;                ///< "FILE", "N", "text|json"; empty for one without a value.
  std::vector<std::string> values;  ///< All there are; empty if it takes anything.
  bool path = false;                ///< Its value names a file or folder.
  bool repeats = false;
};

struct VerbInfo {
  std::string name, description, footer;
  std::vector<FlagInfo> flags;
  std::vector<FlagInfo> positionals;
};

/// The whole command: what it says of itself, its own flags and its verbs, in the order of the
/// help.
struct CommandInfo {
  VerbInfo itself;
  std::vector<VerbInfo> verbs;
};

/// What CLI11 knows of the command. The root of `app` is taken, whichever verb it is.
CommandInfo command_tree(const CLI::App& app);

/// What completes the command's words in a shell, as a script of it.
std::string bash_completion(const CommandInfo& command);
std::string zsh_completion(const CommandInfo& command);
std::string fish_completion(const CommandInfo& command);

/// The manual page, sla(1), in the macros of man(7).
std::string manual_page(const CommandInfo& command);

}  // namespace sla::cli
