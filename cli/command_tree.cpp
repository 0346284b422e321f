#include "cli/command_tree.h"

#include <algorithm>

#include <fmt/format.h>

namespace sla::cli {
namespace {

/// "{a,b}" of a flag that takes one of some words; CLI11 has them in the name of its type.
std::vector<std::string> values_of(const std::string& type) {
  std::vector<std::string> values;
  const std::size_t begin = type.find('{');
  const std::size_t end = type.find('}', begin);
  if (begin == type.npos || end == type.npos) return values;
  std::string word;
  for (const char c : type.substr(begin + 1, end - begin - 1) + ",") {
    if (c != ',') {
      word += c;
    } else if (!word.empty()) {
      values.push_back(std::move(word));
      word.clear();
    }
  }
  return values;
}

/// What a flag takes in one word; CLI11 calls what it knows nothing of "TEXT".
std::string placeholder(const FlagInfo& flag, const std::string& type) {
  if (!flag.values.empty()) return fmt::format("{}", fmt::join(flag.values, "|"));
  const std::string first = type.substr(0, type.find(':'));
  if (first == "TEXT") return "VALUE";
  if (first.starts_with("INT") || first.starts_with("UINT")) return "N";
  return first;
}

/// Numbers, settings and the like are no paths; everything else may be one.
bool may_be_path(const FlagInfo& flag) {
  static const std::vector<std::string> others = {"N", "NAME=VALUE", "WHEN", "SIZE", "FLOAT", "T"};
  return flag.values.empty() && !flag.takes.empty() &&
         std::ranges::find(others, flag.takes) == others.end();
}

FlagInfo info_of(const CLI::Option& option) {
  FlagInfo flag;
  for (const std::string& name : option.get_lnames()) flag.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) flag.names.push_back("-" + name);
  if (flag.names.empty()) flag.names.push_back(option.get_name(true));
  flag.description = option.get_description();
  flag.repeats = option.get_items_expected_max() > 1;
  if (option.get_type_size() != 0) {
    flag.values = values_of(option.get_type_name());
    flag.takes = placeholder(flag, option.get_type_name());
  }
  flag.path = may_be_path(flag);
  return flag;
}

VerbInfo verb_of(const CLI::App& app) {
  VerbInfo verb{app.get_name(), app.get_description(), app.get_footer(), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    (option->nonpositional() ? verb.flags : verb.positionals).push_back(info_of(*option));
  }
  return verb;
}

}  // namespace

CommandInfo command_tree(const CLI::App& app) {
  const CLI::App* root = &app;
  while (root->get_parent() != nullptr) root = root->get_parent();
  CommandInfo command{verb_of(*root), {}};
  for (const CLI::App* verb : root->get_subcommands([](const CLI::App*) { return true; }))
    command.verbs.push_back(verb_of(*verb));
  return command;
}

}  // namespace sla::cli
