#include "cli/suggest.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "compiler/diagnose/finding.h"

namespace sla::cli {
namespace {

const CLI::App* chosen_verb(const CLI::App& app) {
  auto parsed = app.get_subcommands();
  return parsed.empty() ? nullptr : parsed.front();
}

std::vector<std::string> flags_of(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  }
  return flags;
}

std::vector<std::string> verbs_of(const CLI::App& app) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    verbs.push_back(verb->get_name());
  }
  return verbs;
}

std::string with_help(std::string message, const CLI::App* verb) {
  return fmt::format("{}\nhelp: `sla{} --help` shows what it takes", message,
                     verb == nullptr ? "" : " " + verb->get_name());
}

std::string unknown_flag(std::string flag, const CLI::App& app, const CLI::App* verb) {
  flag = flag.substr(0, flag.find('='));
  std::string message = fmt::format("there is no flag `{}`", flag);
  if (verb != nullptr) message += fmt::format(" for `sla {}`", verb->get_name());
  std::vector<std::string> flags = flags_of(app);
  if (verb != nullptr) std::ranges::copy(flags_of(*verb), std::back_inserter(flags));
  auto nearest = diagnose::nearest(flag, flags);
  if (nearest) return fmt::format("{}\nhelp: did you mean `{}`?", message, *nearest);
  return with_help(message, verb);
}

std::string unknown_verb(const std::string& word, const CLI::App& app) {
  std::string message = fmt::format("`{}` is not something sla can do", word);
  auto nearest = diagnose::nearest(word, verbs_of(app));
  if (nearest) return fmt::format("{}\nhelp: did you mean `sla {}`?", message, *nearest);
  return fmt::format("{}\nhelp: it can {}", message, fmt::join(verbs_of(app), ", "));
}

}  // namespace

std::string describe_usage(const CLI::App& app, const CLI::ParseError& error, int argc,
                           char** argv) {
  const CLI::App* verb = chosen_verb(app);
  // CLI11 checks that a verb is there before it looks at words it does not know; so look first.
  if (verb == nullptr) {
    for (int i = 1; i < argc; ++i) {
      std::string word = argv[i];
      if (word.starts_with('-')) return unknown_flag(word, app, nullptr);
      return unknown_verb(word, app);
    }
    return fmt::format("say what to do\nhelp: sla can {}; `sla --help` shows examples",
                       fmt::join(verbs_of(app), ", "));
  }
  // A misspelt flag also leaves the right one missing: it is the better thing to speak of.
  auto known = flags_of(*verb);
  std::ranges::copy(flags_of(app), std::back_inserter(known));
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (!word.starts_with("--") || word == "--") continue;
    if (std::ranges::find(known, word.substr(0, word.find('='))) == known.end()) {
      return unknown_flag(word, app, verb);
    }
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    auto extras = app.remaining(true);
    for (const std::string& word : extras) {
      if (word.starts_with('-')) return unknown_flag(word, app, verb);
    }
    if (!extras.empty()) {
      return with_help(fmt::format("`{}` is one argument too many", extras.front()), verb);
    }
  }
  return with_help(error.what(), verb);
}

}  // namespace sla::cli
