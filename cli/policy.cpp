#include "cli/policy.h"

#include <cstdlib>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy_settings.h"
#include "cli/terminal.h"
#include "cli/watch.h"
#include "compiler/diagnose/render.h"

namespace sla::cli {

void complain(const std::string& message, const std::string& help) {
  fmt::print(stderr, "error: {}\n", message);
  if (!help.empty()) fmt::print(stderr, "help: {}\n", help);
}

driver::CheckOptions& policy_options() {
  static driver::CheckOptions options;
  return options;
}

void add_policy_options(CLI::App& app) {
  app.fallthrough();
  app.add_flag_callback(
      "--no-cache", [] { ::setenv("SLA_CACHE", "off", 1); },  // Before there are threads.
      "Compile even where the machine code of this policy is kept");
  app.add_option("--config", settings_choice().file,
                 "The file of settings, instead of the nearest sla.toml")
      ->type_name("FILE");
  app.add_flag("--no-config", settings_choice().none, "Follow no file of settings");
  app.add_option("--library", policy_options().library_folders,
                 "A folder to find libraries in that policies `use` by name; may be repeated")
      ->type_name("DIR")
      ->allow_extra_args(false);
  app.add_option_function<std::vector<std::string>>(
         "--set",
         [](const std::vector<std::string>& settings) {
           for (const std::string& setting : settings) {
             const std::size_t equals = setting.find('=');
             if (equals == 0 || equals == setting.npos)
               throw CLI::ValidationError("--set", "write it as NAME=VALUE: " + setting);
             policy_options().settings.push_back(
                 {setting.substr(0, equals), setting.substr(equals + 1)});
           }
         },
         "Another value for a parameter of the policy; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
}

std::optional<driver::Checked> read_policy(const std::string& path, int& exit_code,
                                           std::set<std::string>* files) {
  const settings::Settings* settings = settings_for(path, exit_code);
  if (settings == nullptr) return std::nullopt;
  auto checked = driver::check(path, check_options(*settings));
  if (!checked) {
    complain(checked.error().message, checked.error().help);
    exit_code = kUnreadable;
    return std::nullopt;
  }
  if (files != nullptr) {
    files->insert(settings->files.begin(), settings->files.end());
    add_files(checked->sources, *files);
  }
  for (const diagnose::Finding& finding : checked->findings.all()) {
    if (finding.suppressed) continue;
    fmt::print(stderr, "{}\n", diagnose::render_text(finding, checked->sources, colour_err()));
  }
  return std::move(*checked);
}

std::optional<driver::Checked> load_policy(const std::string& path, int& exit_code,
                                           std::set<std::string>* files) {
  auto checked = read_policy(path, exit_code, files);
  if (!checked || checked->agreement) return checked;
  if (checked->library && !checked->findings.has_errors()) {
    complain(fmt::format("`{}` is a library: it declares things and holds no agreement", path),
             "name the agreement that uses it");
  }
  exit_code = kFindings;
  return std::nullopt;
}

std::optional<time::Instant> parse_as_of(const std::string& text,
                                         const agreement::Agreement& agreement, int& exit_code) {
  auto zone = time::Zone::find(agreement.zone);
  auto parsed = time::parse_instant(text, zone ? *zone : time::Zone::utc());
  if (parsed) return parsed->instant;
  complain(fmt::format("`--as-of {}` is not an instant: {}", text, parsed.error().message),
           fmt::format("write 2026-07-01, 2026-07-01 09:00 (both in {}) or 2026-07-01T13:00:00Z",
                       agreement.zone));
  exit_code = kUsage;
  return std::nullopt;
}

bool can_generate_code() {
  auto problem = driver::code_generation_problem();
  if (problem)
    complain(*problem,
             "keep libsla_jit.so beside the program or in ../lib, or use `--engine reference`");
  return !problem;
}

namespace {

/// The histories of all records; none when they cannot be read.
driver::Histories load_histories(const agreement::Agreement& agreement,
                                 const HistoryOptions& options, int& exit_code) {
  auto as_of = parse_as_of(options.as_of, agreement, exit_code);
  if (!as_of) return {};
  auto histories = driver::read_histories(
      agreement,
      {options.events, options.roster, *as_of, progress_line("reading events"), options.resources});
  finish_progress();
  if (!histories) {
    complain(histories.error().message, histories.error().help);
    exit_code = kUnreadable;
    return {};
  }
  return std::move(*histories);
}

}  // namespace

std::vector<agreement::Agreement> load_agreements(const HistoryOptions& options, int& exit_code) {
  std::vector<agreement::Agreement> agreements;
  for (const std::string& policy : options.policies) {
    auto checked = load_policy(policy, exit_code);
    if (!checked) return {};
    agreements.push_back(std::move(*checked->agreement));
  }
  if (agreements.size() == 1 && options.versions) {
    complain(
        "`--versions` says what becomes of obligations from one version to the next, but there "
        "is one policy",
        "name the policy of each version");
    exit_code = kUsage;
    return {};
  }
  if (agreements.size() == 1) return agreements;
  if (const auto problem = driver::order_versions(agreements, options.versions.has_value())) {
    complain(problem->message, problem->help);
    exit_code = kFindings;
    return {};
  }
  return agreements;
}

namespace {

driver::Crossing crossing_of(const HistoryOptions& options) {
  if (options.versions == "migrate") return driver::Crossing::migrate;
  if (options.versions == "recompute") return driver::Crossing::recompute;
  return driver::Crossing::pin;
}

}  // namespace

std::vector<driver::Version> load_versions(std::vector<agreement::Agreement> agreements,
                                           const HistoryOptions& options, int& exit_code) {
  std::vector<driver::Version> versions;
  for (agreement::Agreement& agreement : agreements) {
    auto histories = load_histories(agreement, options, exit_code);
    if (histories.empty()) return {};
    versions.push_back(driver::version_of(std::move(agreement), std::move(histories)));
  }
  return versions;
}

std::expected<void, std::string> judge(std::vector<driver::Version>& versions,
                                       const HistoryOptions& options, driver::Engine engine,
                                       time::Instant as_of) {
  if (versions.size() > 1) return driver::evaluate(versions, crossing_of(options), engine, as_of);
  return driver::evaluate(versions.front(), engine, as_of);
}

}  // namespace sla::cli
