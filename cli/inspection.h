#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/findings_verb.h"
#include "compiler/driver/compile.h"
#include "compiler/repair/repair.h"
#include "compiler/report/report.h"
#include "compiler/settings/settings.h"
#include "compiler/suppress/baseline.h"

namespace sla::cli {

/// A policy and what is found in it under its settings.
struct Inspected {
  std::string path;
  const settings::Settings* settings = nullptr;
  std::optional<driver::Checked> checked;  ///< Nothing: `failure` says why.
  report::Failure failure;
};

/// Looks for findings in policies, one after the other, and weighs them: what the settings say of
/// their severity, what comments and the baseline allow.
class Inspection {
 public:
  explicit Inspection(const FindingsVerb& verb) : verb_(verb) {}

  /// Looks at a policy with texts in the place of files. Nothing, with what is wrong said and the
  /// exit code set, when the settings or the baseline cannot be followed.
  std::optional<Inspected> look(const std::string& path, const repair::Texts& texts,
                                int& exit_code);

  /// The named files without those that another of them uses: these are looked at with it. Nothing
  /// is said of what cannot be read.
  std::vector<std::string> policies(const std::vector<std::string>& named);

  /// What standard input holds, read once.
  const std::string& standard_input();

  /// Drops findings that only a look at all policies can tell: a comment that allows nothing in one
  /// of them may be of use to another that reads the same file.
  void finish(std::vector<Inspected>& all);
  /// What an analysis finds between versions of one agreement, if that is what all of these are.
  void look_at_versions(std::vector<Inspected>& all) const;
  /// The baselines that have entries for nothing, each as a policy of a report.
  std::vector<report::Policy> outdated_baselines() const;
  /// The files of baselines that were read.
  std::vector<std::string> baseline_files() const;

 private:
  struct Loaded {
    suppress::Baseline baseline;
    std::string text;
    std::vector<std::string> seen;  ///< The files whose findings it was compared with.
  };
  /// Null without a baseline; nothing when it cannot be read.
  std::optional<Loaded*> baseline_for(const settings::Settings& settings, int& exit_code);
  /// Adds the findings of `--require-signed`. False when that cannot be done: because of the
  /// command line, which is said here with the exit code set, or for the reason in `failure`.
  bool add_unsigned(const std::string& path, driver::Checked& checked, report::Failure& failure,
                    int& exit_code) const;
  void weigh(driver::Checked& checked, const settings::Settings& settings) const;

  const FindingsVerb& verb_;
  std::map<std::string, Loaded> baselines_;
  std::optional<std::string> input_;
};

/// The path of each file of the sources, from a folder; `-` stays.
std::vector<std::string> paths_from(const std::string& folder, const source::Sources& sources);

/// The folder of a file, to be written before names.
std::string folder_of(const std::string& file);

}  // namespace sla::cli
