#include "cli/findings_verb.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/inspection.h"
#include "cli/part_file.h"
#include "cli/policy.h"
#include "cli/policy_settings.h"
#include "cli/repairs.h"
#include "cli/terminal.h"
#include "cli/watch.h"
#include "compiler/driver/lint.h"

namespace sla::cli {
namespace {

using diagnose::Finding;
using diagnose::Severity;
using settings::FailOn;

bool fails(const Finding& finding, FailOn fail_on) {
  if (finding.suppressed || fail_on == FailOn::never) return false;
  return static_cast<int>(finding.severity) <= static_cast<int>(fail_on);
}

FailOn fail_on_of(const FindingsVerb& verb, const settings::Settings* settings) {
  if (verb.fail_on) return *settings::fail_on_called(*verb.fail_on);
  if (settings != nullptr && settings->fail_on) return settings->fail_on->value;
  return FailOn::warning;
}

/// Notes down what is found now, so that only what is new is told from here on.
int write_baseline(const std::string& path, const std::vector<Inspected>& all) {
  suppress::Baseline baseline;
  int exit_code = kClean;
  for (const Inspected& one : all) {
    if (!one.checked) continue;
    baseline.add(one.checked->findings.all(), one.checked->sources,
                 paths_from(folder_of(path), one.checked->sources));
    const auto cannot = [](const Finding& finding) {
      return !finding.suppressed && !suppress::can_be_waived(finding.code);
    };
    if (std::ranges::any_of(one.checked->findings.all(), cannot)) exit_code = kFindings;
  }
  const int written = write_whole(path, baseline.text());
  if (written != kClean) return written;
  fmt::print(stderr, "wrote {} to {}\n", plural(baseline.distinct(), "finding", "findings"),
             printable(path));
  return exit_code;
}

/// What `--fix` could do, for people; empty: nothing.
std::string offered(const std::vector<Inspected>& all) {
  std::size_t safe = 0, unsafe = 0;
  for (const Inspected& one : all) {
    if (!one.checked) continue;
    const repair::Wishes wishes{true, may_change(one.path, *one.checked)};
    for (const Finding& finding : one.checked->findings.all()) {
      if (!repair::can_repair(finding, one.checked->sources, wishes)) continue;
      ++(finding.fix->safety == diagnose::Safety::safe ? safe : unsafe);
    }
  }
  if (safe + unsafe == 0) return "";
  if (unsafe == 0) return fmt::format("`--fix` repairs {}", safe);
  const std::string more = "`--unsafe-fixes`, which may change what is meant, repairs";
  if (safe == 0) return fmt::format("{} {}", more, unsafe);
  return fmt::format("`--fix` repairs {}; {} {} more", safe, more, unsafe);
}

/// One look at all the policies, told.
class Round {
 public:
  explicit Round(const FindingsVerb& verb) : verb_(verb), inspection_(verb) {}

  int run() {
    policies_ = inspection_.policies(verb_.files);
    if (verb_.repairs() && !repair_all()) return exit_code_;
    for (const std::string& file : policies_) {
      if (auto one = inspection_.look(file, texts_, exit_code_)) all_.push_back(std::move(*one));
    }
    if (verb_.lints) inspection_.look_at_versions(all_);
    inspection_.finish(all_);
    note_files();
    if (!verb_.write_baseline) return tell_all();
    return std::max(exit_code_, write_baseline(*verb_.write_baseline, all_));
  }

  /// The files that decide what is found.
  const std::set<std::string>& files() const { return files_; }

 private:
  /// Repairs policies, and writes them unless only the difference is asked for. Whether there is
  /// something left to tell.
  bool repair_all() {
    Repairs repairs(verb_, inspection_);
    for (const std::string& file : policies_) repairs.make(file, exit_code_);
    if (verb_.diff) {
      exit_code_ = std::max(exit_code_, repairs.show());
      return false;
    }
    exit_code_ = std::max(exit_code_, repairs.write());
    texts_ = repairs.texts();
    return exit_code_ <= kFindings;
  }

  void note_files() {
    files_.insert(verb_.files.begin(), verb_.files.end());
    for (const Inspected& one : all_) {
      if (one.settings != nullptr)
        files_.insert(one.settings->files.begin(), one.settings->files.end());
      if (one.checked) add_files(one.checked->sources, files_);
    }
    for (const std::string& file : inspection_.baseline_files()) files_.insert(file);
  }

  void note_failing(const std::vector<Finding>& findings, const settings::Settings* settings) {
    const FailOn fail_on = fail_on_of(verb_, settings);
    const auto counts = [&](const Finding& finding) { return fails(finding, fail_on); };
    failing_ = failing_ || std::ranges::any_of(findings, counts);
  }

  int tell_all() {
    const std::string offer = verb_.repairs() ? "" : offered(all_);
    const settings::Settings* first = all_.empty() ? nullptr : all_.front().settings;
    report::Report report{verb_.lints ? "lint" : "check", {}};
    std::string tests;
    for (Inspected& one : all_) {
      if (!one.checked) {
        report.policies.push_back(not_judged(one.path, one.failure));
        continue;
      }
      if (verb_.emit_test) tests += driver::counter_examples(*one.checked);
      note_failing(one.checked->findings.all(), one.settings);
      report.policies.push_back(reported(one.path, std::move(*one.checked)));
    }
    for (report::Policy& baseline : inspection_.outdated_baselines()) {
      note_failing(baseline.findings, first);
      report.policies.push_back(std::move(baseline));
    }
    FindingsOutput output = verb_.output;
    if (output.format.empty())
      output.format = first != nullptr && first->format ? first->format->value : "text";
    exit_code_ = std::max(exit_code_, tell(report, output));
    if (output.format == "text" && !offer.empty()) fmt::print(stderr, "help: {}\n", offer);
    if (verb_.emit_test) exit_code_ = std::max(exit_code_, write_whole(*verb_.emit_test, tests));
    if (failing_ && !verb_.exit_zero) exit_code_ = std::max<int>(exit_code_, kFindings);
    return exit_code_;
  }

  const FindingsVerb& verb_;
  Inspection inspection_;
  std::vector<std::string> policies_;
  repair::Texts texts_;
  std::vector<Inspected> all_;
  std::set<std::string> files_;
  bool failing_ = false;
  int exit_code_ = kClean;
};

int usage(const std::string& message, const std::string& help) {
  complain(message, help);
  return kUsage;
}

int check_flags(const FindingsVerb& verb) {
  if (verb.watch && (verb.repairs() || verb.write_baseline || verb.emit_test))
    return usage("`--watch` only looks: it goes with no flag that writes a policy or a baseline",
                 "leave one of them out");
  if (verb.watch && std::ranges::find(verb.files, "-") != verb.files.end())
    return usage("standard input cannot be watched", "name the file");
  if (verb.write_baseline && verb.repairs())
    return usage("`--write-baseline` notes down what is there, and a repair changes it",
                 "repair first, then write the baseline");
  return kClean;
}

}  // namespace

void add_repair_options(CLI::App& app, FindingsVerb& verb) {
  app.add_flag("--unsafe-fixes", verb.unsafe_fixes,
               "Repair also where that may change what the agreement means");
  app.add_flag("--diff", verb.diff,
               "Write nothing; print what the repairs would change, and exit with 1 if anything");
}

void add_findings_verb(CLI::App& app, FindingsVerb& verb) {
  app.add_option("FILE", verb.files, "Agreements (`-` reads standard input)")->required();
  add_findings_options(app, verb.output);
  app.add_option("--fail-on", verb.fail_on,
                 "The least severity that makes the exit code 1: error, warning, note or never")
      ->check(CLI::IsMember({"error", "warning", "note", "never"}))
      ->type_name("SEVERITY");
  app.add_flag("--exit-zero", verb.exit_zero, "Exit with 0 whatever is found");
  app.add_flag("--fix", verb.fix,
               "Make the repairs that cannot change a verdict (`-` goes to standard output)");
  add_repair_options(app, verb);
  app.add_option("--baseline", verb.baseline,
                 "Do not tell the findings that this file holds; see --write-baseline of lint")
      ->type_name("FILE");
  app.add_flag("--watch", verb.watch, "Look again whenever a file of the policies changes");
}

int run_findings_verb(const FindingsVerb& verb) {
  if (const int wrong = check_flags(verb); wrong != kClean) return wrong;
  if (!verb.watch) return Round(verb).run();
  return watch([&] {
    forget_settings();
    Round round(verb);
    round.run();
    return round.files();
  });
}

}  // namespace sla::cli
