#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/findings_output.h"

namespace sla::cli {

/// What `check`, `lint` and `fix` share: they look for findings, perhaps repair them, and tell what
/// is left.
struct FindingsVerb {
  std::vector<std::string> files;
  bool lints = false;     ///< Also analyses agreements as a whole.
  bool pedantic = false;  ///< And tells what is a matter of taste.
  FindingsOutput output;
  std::optional<std::string> fail_on;
  bool exit_zero = false;
  bool fix = false, unsafe_fixes = false, diff = false;
  bool watch = false;
  std::optional<std::string> baseline, write_baseline;
  std::optional<std::string> emit_test;
  bool require_signed = false;
  std::vector<std::string> trust;  ///< `--trust`, as given.

  bool repairs() const { return fix || unsafe_fixes || diff; }
};

/// Adds the files and flags that `check` and `lint` share; `verb` must outlive the parsing.
void add_findings_verb(CLI::App& app, FindingsVerb& verb);
/// The same of `--unsafe-fixes` and `--diff`, for `fix` as well.
void add_repair_options(CLI::App& app, FindingsVerb& verb);

/// Does it; the exit code.
int run_findings_verb(const FindingsVerb& verb);

}  // namespace sla::cli
