#include "cli/policy_settings.h"

#include <map>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "compiler/diagnose/render.h"
#include "compiler/report/report.h"

namespace sla::cli {
namespace {

struct Loaded {
  settings::Settings settings;
  bool sound = true;
};

std::map<std::string, Loaded>& loaded() {
  static std::map<std::string, Loaded> files;
  return files;
}

Loaded load(const std::string& path) {
  source::Sources sources;
  diagnose::Findings findings;
  Loaded result{path.empty() ? settings::Settings()
                             : settings::load(path, finding_formats(), sources, findings),
                true};
  for (const diagnose::Finding& finding : findings.all())
    fmt::print(stderr, "{}\n", diagnose::render_text(finding, sources, colour_err()));
  result.sound = findings.empty();
  return result;
}

std::string file_for(const std::string& policy) {
  if (settings_choice().none) return "";
  if (!settings_choice().file.empty()) return settings_choice().file;
  const auto nearest = settings::find(policy);
  return nearest ? nearest->string() : "";
}

}  // namespace

SettingsChoice& settings_choice() {
  static SettingsChoice choice;
  return choice;
}

const settings::Settings* settings_for(const std::string& policy, int& exit_code) {
  const std::string file = file_for(policy);
  auto found = loaded().find(file);
  if (found == loaded().end()) found = loaded().emplace(file, load(file)).first;
  if (found->second.sound) return &found->second.settings;
  exit_code = std::max<int>(exit_code, kUsage);
  return nullptr;
}

void forget_settings() { loaded().clear(); }

driver::CheckOptions check_options(const settings::Settings& settings) {
  driver::CheckOptions options = policy_options();
  for (const settings::Said<std::string>& folder : settings.libraries)
    options.library_folders.push_back(folder.value);
  return options;
}

std::vector<std::string> finding_formats() {
  std::vector<std::string> names;
  for (const report::FormatName& format : report::kFormats) names.emplace_back(format.name);
  return names;
}

}  // namespace sla::cli
