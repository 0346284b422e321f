#pragma once

#include <string>

#include "compiler/driver/compile.h"
#include "compiler/settings/settings.h"

namespace sla::cli {

/// Which settings this run of the command follows, as its flags say. Set while flags are parsed.
struct SettingsChoice {
  std::string file;   ///< `--config`: this file for all policies; empty: the nearest `sla.toml`.
  bool none = false;  ///< `--no-config`.
};
SettingsChoice& settings_choice();

/// The settings that a policy is under; each file is read once. Null when it cannot be followed,
/// with what is wrong said and the exit code set. Valid until `forget_settings`.
const settings::Settings* settings_for(const std::string& policy, int& exit_code);

/// Reads the files anew when they are asked for again.
void forget_settings();

/// How to read a policy under its settings: what the flags say, then the settings.
driver::CheckOptions check_options(const settings::Settings& settings);

/// The formats of findings that a file of settings may choose.
std::vector<std::string> finding_formats();

}  // namespace sla::cli
