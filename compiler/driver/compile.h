#pragma once

#include <expected>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/check/check.h"
#include "compiler/diagnose/finding.h"
#include "compiler/expand/settings.h"
#include "compiler/jit/jit.h"
#include "compiler/plan/plan.h"
#include "compiler/source/source.h"
#include "compiler/suppress/allowances.h"
#include "compiler/syntax/syntax.h"

/// The pipeline, one function a step; each takes the product before it:
///
///   source -parse-> syntax -check-> agreement -lower-> plan -codegen, jit-> evaluator
///                                      \-reference-> verdicts
namespace sla::driver {

/// What the front end knows of one policy. `agreement` is there when no finding is an error.
struct Checked {
  source::Sources sources;
  std::vector<syntax::File> files;  ///< The named file first, then the files it uses, each once.
  std::vector<syntax::Instance>
      instances;  ///< Of templates, as written; `files` has what they become.
  diagnose::Findings findings;
  std::optional<agreement::Agreement> agreement;
  /// The files declare things for agreements to use, and no agreement: there is none to be had.
  bool library = false;
  std::set<std::uint32_t> borrowed;  ///< Files that were found as libraries, by name.
  /// What the comments of the files allow; applied to the findings.
  std::vector<suppress::Allowance> allowances;
  check::Imports imports;  ///< What the policy takes from files of other formats.
};

/// What the command was told about reading policies.
struct CheckOptions {
  std::vector<std::string> library_folders;  ///< `--library`, in order.
  std::vector<expand::Setting> settings;     ///< `--set`.
  /// Texts to read in the place of files, by the file's `source_key`: what an editor has not saved
  /// yet, or a repair has not written.
  std::map<std::string, std::string> texts;
};

/// What a file is known by, however its path is written: `-`, or its canonical path.
std::string source_key(const std::string& path);

/// Reads, parses and checks a policy and the files it uses. The error: the named file could not be
/// read at all, or no file has a parameter that is set. Findings are about what people wrote, and
/// settled: sorted, without repeats, marked
/// as suppressed where a comment allows them.
std::expected<Checked, source::ReadError> check(const std::string& path,
                                                const CheckOptions& options = {});

plan::Plan lower(const agreement::Agreement& agreement);

/// Machine code for a plan. The error is a missing or unfit code generation library, or a bug of
/// ours.
std::expected<std::unique_ptr<jit::Evaluator>, std::string> compile(const plan::Plan& plan);

/// Why code cannot be generated here at all (its library is missing or unfit); nothing when it can.
std::optional<std::string> code_generation_problem();

/// The generated code as text.
std::expected<std::string, std::string> emit(const plan::Plan& plan, jit::Emit what);

}  // namespace sla::driver
