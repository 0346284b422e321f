#include "cli/inspection.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/policy_settings.h"
#include "cli/terminal.h"
#include "cli/trust.h"
#include "compiler/driver/lint.h"
#include "compiler/driver/lint_versions.h"
#include "compiler/driver/signatures.h"
#include "compiler/suppress/allowances.h"

namespace sla::cli {

namespace fs = std::filesystem;
using diagnose::Finding;

namespace {

diagnose::Severity severity_of(settings::Level level) {
  switch (level) {
    case settings::Level::error: return diagnose::Severity::error;
    case settings::Level::warning: return diagnose::Severity::warning;
    default: return diagnose::Severity::note;
  }
}

analyze::Options lint_options(const settings::Settings& settings, const std::string& policy) {
  analyze::Options options;
  const settings::Clarity clarity = settings::clarity_of(settings, policy);
  const auto follow = [&](const char* key, std::size_t& number) {
    if (const auto said = clarity.numbers.find(key); said != clarity.numbers.end())
      number = static_cast<std::size_t>(said->second.value);
  };
  follow("exceptions", options.most_exceptions);
  follow("tiers", options.most_tiers);
  follow("clauses", options.most_clauses);
  options.pedantic = clarity.pedantic && clarity.pedantic->value;
  return options;
}

std::string read_all(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// A comment, whoever reads the file that it is in.
using CommentPlace = std::pair<std::string, std::uint32_t>;

CommentPlace place_of(const driver::Checked& checked, source::Span span) {
  return {driver::source_key(checked.sources.file(span.file).path()), span.begin};
}

}  // namespace

std::string folder_of(const std::string& file) {
  const fs::path folder = fs::path(file).parent_path();
  return folder.empty() ? "." : folder.string();
}

std::vector<std::string> paths_from(const std::string& folder, const source::Sources& sources) {
  std::error_code ignored;
  const fs::path base = fs::weakly_canonical(folder, ignored);
  std::vector<std::string> paths;
  for (std::uint32_t file = 0; file < sources.size(); ++file) {
    const std::string& path = sources.file(file).path();
    const fs::path below =
        path == "-" ? fs::path() : fs::weakly_canonical(path, ignored).lexically_relative(base);
    paths.push_back(below.empty() ? path : below.generic_string());
  }
  return paths;
}

std::vector<std::string> Inspection::policies(const std::vector<std::string>& named) {
  if (named.size() < 2) return named;
  std::vector<std::set<std::string>> reads(named.size());
  for (std::size_t i = 0; i < named.size(); ++i) {
    int ignored = kClean;
    const settings::Settings* settings =
        named[i] == "-" ? nullptr : settings_for(named[i], ignored);
    if (settings == nullptr) continue;
    const auto checked = driver::check(named[i], check_options(*settings));
    if (!checked) continue;
    for (std::uint32_t file = 0; file < checked->sources.size(); ++file)
      reads[i].insert(driver::source_key(checked->sources.file(file).path()));
  }
  std::vector<std::string> result;
  for (std::size_t i = 0; i < named.size(); ++i) {
    const std::string own = driver::source_key(named[i]);
    bool used = false;
    for (std::size_t user = 0; user < named.size() && !used; ++user) {
      const std::string other = driver::source_key(named[user]);
      // Of files that use each other, or that are named twice, the first is the policy.
      used = user != i && reads[user].contains(own) && (!reads[i].contains(other) || user < i);
    }
    if (!used) result.push_back(named[i]);
  }
  return result;
}

const std::string& Inspection::standard_input() {
  if (!input_) input_ = read_all(std::cin);
  return *input_;
}

std::optional<Inspection::Loaded*> Inspection::baseline_for(const settings::Settings& settings,
                                                            int& exit_code) {
  if (verb_.write_baseline) return nullptr;
  std::string path;
  if (settings.baseline) path = settings.baseline->value;
  if (verb_.baseline) path = *verb_.baseline;
  if (path.empty()) return nullptr;
  if (const auto known = baselines_.find(path); known != baselines_.end()) return &known->second;
  const auto fail = [&](const std::string& why, const std::string& help) {
    complain(fmt::format("the baseline {} cannot be read: {}", printable(path), why), help);
    exit_code = std::max<int>(exit_code, kUnreadable);
    return std::nullopt;
  };
  std::ifstream file(path, std::ios::binary);
  const std::string write = fmt::format("write it with `sla lint FILE --write-baseline {}`", path);
  if (!file || !fs::is_regular_file(path)) return fail("it is not there", write);
  std::string text = read_all(file);
  auto baseline = suppress::Baseline::read(text);
  if (!baseline) return fail(baseline.error(), write);
  for (const suppress::BaselineEntry& entry : baseline->entries()) {
    std::error_code ignored;
    if (entry.file != "-" && !fs::exists(fs::path(folder_of(path)) / entry.file, ignored))
      baseline->gone.push_back(entry.file);
  }
  return &baselines_.emplace(path, Loaded{std::move(*baseline), std::move(text), {}}).first->second;
}

void Inspection::weigh(driver::Checked& checked, const settings::Settings& settings) const {
  std::erase_if(checked.findings.each(), [&](Finding& finding) {
    const auto level = settings::level_of(settings, finding.code,
                                          checked.sources.file(finding.primary.span.file).path());
    if (!level) return false;
    finding.severity = severity_of(level->value);
    return level->value == settings::Level::off;
  });
}

bool Inspection::add_unsigned(const std::string& path, driver::Checked& checked,
                              report::Failure& failure, int& exit_code) const {
  if (!checked.agreement) return true;
  const auto keys = keys_of(verb_.trust, *checked.agreement);
  if (!keys) {
    exit_code = std::max<int>(exit_code, kUsage);
    return false;
  }
  const auto done = driver::require_signatures(checked, path, *keys);
  if (!done) failure = {done.error().message, done.error().help};
  return done.has_value();
}

std::optional<Inspected> Inspection::look(const std::string& path, const repair::Texts& texts,
                                          int& exit_code) {
  Inspected result{path, settings_for(path, exit_code), std::nullopt, {}};
  if (result.settings == nullptr) return std::nullopt;
  const auto baseline = baseline_for(*result.settings, exit_code);
  if (!baseline) return std::nullopt;
  driver::CheckOptions options = check_options(*result.settings);
  for (const auto& [file, text] : texts) options.texts[driver::source_key(file)] = text;
  if (path == "-") options.texts.try_emplace("-", standard_input());
  auto checked = driver::check(path, options);
  if (!checked) {
    result.failure = {checked.error().message, checked.error().help};
    return result;
  }
  if (verb_.lints) {
    analyze::Options options = lint_options(*result.settings, path);
    options.pedantic = options.pedantic || verb_.pedantic;
    if (auto done = driver::lint(*checked, options); !done) {
      result.failure = {fmt::format("{}: {}", printable(path), done.error()), ""};
      return result;
    }
  }
  if (verb_.require_signed && !add_unsigned(path, *checked, result.failure, exit_code)) {
    if (result.failure.message.empty()) return std::nullopt;
    return result;
  }
  weigh(*checked, *result.settings);
  if (*baseline != nullptr) {
    const auto& [name, loaded] = *std::ranges::find_if(
        baselines_, [&](const auto& entry) { return &entry.second == *baseline; });
    const std::vector<std::string> files = paths_from(folder_of(name), checked->sources);
    (*baseline)->baseline.apply(checked->findings.each(), checked->sources, files, name);
    // What cannot be analysed has none of the findings that it would have.
    if (checked->agreement)
      (*baseline)->seen.insert((*baseline)->seen.end(), files.begin(), files.end());
  }
  result.checked = std::move(*checked);
  return result;
}

void Inspection::look_at_versions(std::vector<Inspected>& all) const {
  std::vector<driver::Checked*> policies;
  for (Inspected& one : all) {
    if (one.checked) policies.push_back(&*one.checked);
  }
  if (policies.size() != all.size() || all.size() < 2) return;
  if (auto done = driver::lint_versions(policies); !done) {
    all.back().failure = {done.error(), ""};
    all.back().checked.reset();
    return;
  }
  for (Inspected& one : all) weigh(*one.checked, *one.settings);
}

void Inspection::finish(std::vector<Inspected>& all) {
  std::set<CommentPlace> used;
  for (const Inspected& one : all) {
    if (!one.checked) continue;
    for (const suppress::Allowance& allowance : one.checked->allowances) {
      if (allowance.used) used.insert(place_of(*one.checked, allowance.span));
    }
  }
  for (Inspected& one : all) {
    if (!one.checked) continue;
    std::erase_if(one.checked->findings.each(), [&](const Finding& finding) {
      return finding.code == diagnose::Code::allowance_unused &&
             used.contains(place_of(*one.checked, finding.primary.span));
    });
  }
}

std::vector<report::Policy> Inspection::outdated_baselines() const {
  std::vector<report::Policy> result;
  if (!verb_.lints) return result;  // A check does not look for all that a baseline may hold.
  for (const auto& [path, loaded] : baselines_) {
    report::Policy policy{path, {}, {}, std::nullopt};
    const auto text = policy.sources.add(path, loaded.text);
    if (!text) continue;
    diagnose::Findings findings;
    suppress::report_outdated(loaded.baseline, loaded.seen, *text, policy.sources, findings);
    if (findings.empty()) continue;
    policy.findings = findings.all();
    result.push_back(std::move(policy));
  }
  return result;
}

std::vector<std::string> Inspection::baseline_files() const {
  std::vector<std::string> files;
  for (const auto& [path, loaded] : baselines_) files.push_back(path);
  return files;
}

}  // namespace sla::cli
