#include <filesystem>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/policy_settings.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "compiler/diagnose/render.h"
#include "compiler/settings/keys.h"

namespace sla::cli {
namespace {

using settings::Origin;

struct ConfigVerb {
  std::string policy;
  bool show_origin = false;
};

/// Prints settings as the file that says the same, if wanted each with the place it comes from.
class Printer {
 public:
  explicit Printer(bool origins) : origins_(origins) {}

  void table(const std::string& header) { fmt::print("\n[{}]\n", header); }

  void line(const std::string& key, const std::string& value, const Origin& origin) {
    const std::string text = fmt::format("{} = {}", key, value);
    if (!origins_) return fmt::print("{}\n", text);
    const std::string from =
        origin.file.empty() ? "default" : fmt::format("{}:{}", printable(origin.file), origin.line);
    fmt::print("{:<40}  # {}\n", text, from);
  }

 private:
  bool origins_;
};

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return printable(result + '"');
}

/// What is in force for a policy: rules for its file have been followed already.
void print(const settings::Settings& settings, const ConfigVerb& verb) {
  const std::string policy = verb.policy.empty() ? "-" : verb.policy;
  Printer printer(verb.show_origin);
  const auto format = settings.format;
  printer.line("format", in_quotes(format ? format->value : "text"),
               format ? format->origin : Origin());
  const auto fail_on = settings.fail_on;
  printer.line(
      "fail-on",
      in_quotes(settings::fail_on_name(fail_on ? fail_on->value : settings::FailOn::warning)),
      fail_on ? fail_on->origin : Origin());
  if (settings.baseline)
    printer.line("baseline", in_quotes(settings.baseline->value), settings.baseline->origin);
  for (const settings::Said<std::string>& folder : settings.libraries)
    printer.line("libraries", fmt::format("[{}]", in_quotes(folder.value)), folder.origin);
  bool first = true;
  for (const diagnose::CodeEntry& entry : diagnose::catalogue()) {
    const auto level = settings::level_of(settings, entry.code, policy);
    if (!level) continue;
    if (std::exchange(first, false)) printer.table("severity");
    printer.line(diagnose::code_text(entry.code), in_quotes(settings::level_name(level->value)),
                 level->origin);
  }
  const settings::Clarity said = settings::clarity_of(settings, policy);
  printer.table("clarity");
  for (const settings::ThresholdKey& threshold : settings::kThresholds) {
    const auto found = said.numbers.find(std::string(threshold.key));
    const bool is_said = found != said.numbers.end();
    printer.line(std::string(threshold.key),
                 fmt::format("{}", is_said ? found->second.value : threshold.usual),
                 is_said ? found->second.origin : Origin());
  }
  printer.line("pedantic", said.pedantic && said.pedantic->value ? "true" : "false",
               said.pedantic ? said.pedantic->origin : Origin());
}

int run(const ConfigVerb& verb) {
  int exit_code = kClean;
  // Without a policy, the settings of one that is read in this folder.
  const settings::Settings* settings =
      settings_for(verb.policy.empty() ? "-" : verb.policy, exit_code);
  if (settings == nullptr) return exit_code;
  for (const std::string& file : settings->files) fmt::print("# {}\n", printable(file));
  if (settings->files.empty()) fmt::print("# no sla.toml in this folder or above\n");
  print(*settings, verb);
  return exit_code;
}

}  // namespace

void add_config(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand("config", "Show the settings that a policy is under");
  auto options = std::make_shared<ConfigVerb>();
  verb->add_option("FILE", options->policy, "The policy; without it, one in this folder");
  verb->add_flag("--show-origin", options->show_origin,
                 "Say beside each setting which line of which file it comes from");
  verb->footer("Examples:\n  sla config\n  sla config drafts/agreement.sla --show-origin");
  verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace sla::cli
