#pragma once

#include <optional>
#include <span>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"
#include "runtime/time/holidays.h"

namespace sla::check {

/// The holidays of a file of another format that a policy names.
struct ImportedHolidays {
  source::Span named;  ///< Where the policy says so.
  std::vector<time::HolidayRule> rules;
  int first_known = time::kMinYear, last_known = time::kMaxYear;
};

/// What the driver has read from elsewhere for the policy.
struct Imports {
  std::vector<ImportedHolidays> holidays;
  /// Names of holiday sets and files that could not be found or read, about which there is a
  /// finding already.
  std::vector<source::Span> reported;
};

/// Resolves every name, types every expression and gives every number its unit. `files`: the parsed
/// files of one compilation, the main one first; files named by `use` must already be among them.
/// Findings are added in the order of the passes, several per run, never one that only follows from
/// another. When `findings` already holds errors, part of the text may be missing: what seems to be
/// missing is then not reported. Returns nothing when `findings` holds an error afterwards, also
/// one from before. Reads the time-zone database; otherwise pure. Not to be called with the same
/// `findings` from two threads.
std::optional<agreement::Agreement> check(std::span<const syntax::File> files,
                                          const source::Sources& sources,
                                          diagnose::Findings& findings,
                                          const Imports& imports = {});

}  // namespace sla::check
