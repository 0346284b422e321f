#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "compiler/driver/project.h"

namespace sla::cli {
namespace {

struct InitVerb {
  std::string directory = ".";
  std::string name = "simple";
  bool list = false;
};

int list(const std::vector<driver::ProjectTemplate>& templates) {
  std::size_t width = 0;
  for (const driver::ProjectTemplate& one : templates) width = std::max(width, one.name.size());
  for (const driver::ProjectTemplate& one : templates) {
    fmt::print("{:<{}}  {}\n", one.name, width, one.about);
  }
  return kClean;
}

/// The commands to go on with, from where the user is.
void tell_next(const std::string& directory) {
  fmt::print("\nTry it:\n");
  if (directory != ".") fmt::print("  cd {}\n", printable(directory));
  fmt::print(
      "  sla check agreement.sla\n"
      "  sla test tests.sla\n"
      "  sla run agreement.sla --events leads.csv --roster roster.csv --as-of 2026-04-01\n");
}

int run(const InitVerb& verb) {
  const std::vector<driver::ProjectTemplate> templates = driver::project_templates();
  if (templates.empty()) {
    complain("the standard library, which has the templates, was not found",
             "it is `share/sla/stdlib` beside the folder of the program");
    return kUnreadable;
  }
  if (verb.list) return list(templates);
  const auto from = std::ranges::find(templates, verb.name, &driver::ProjectTemplate::name);
  if (from == templates.end()) {
    std::string names;
    for (const driver::ProjectTemplate& one : templates)
      names += (names.empty() ? "" : ", ") + one.name;
    complain(fmt::format("there is no template `{}`", printable(verb.name)), "there are: " + names);
    return kUsage;
  }
  const auto written = driver::make_project(*from, verb.directory);
  if (!written) {
    complain(written.error().message, written.error().help);
    return kUnreadable;
  }
  for (const std::string& file : *written) fmt::print("wrote {}\n", file);
  tell_next(verb.directory);
  return kClean;
}

}  // namespace

void add_init(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand("init", "Begin a project from a template");
  auto options = std::make_shared<InitVerb>();
  verb->add_option("DIR", options->directory, "The folder; made if it is not there")
      ->capture_default_str();
  verb->add_option("--template", options->name, "Which one; --list names them")
      ->capture_default_str();
  verb->add_flag("--list", options->list, "Only name the templates");
  verb->footer(
      "Examples:\n  sla init my-agreement\n  sla init my-agreement --template both-sides\n  sla "
      "init --list");
  verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace sla::cli
