#pragma once

#include <set>
#include <string>

#include "compiler/check/check.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/history.h"
#include "runtime/verdicts/outcome.h"

namespace sla::driver {

/// Reads what the holiday sets of one file (`checked.files[at]`) name: library files become further
/// files of the compilation, iCalendar files become `imports`. `seen`: the dotted names read so
/// far. Findings say what cannot be found or read.
void follow_holidays(Checked& checked, std::size_t at, const CheckOptions& options,
                     std::set<std::string>& seen, check::Imports& imports);

/// Adds a data finding for every calendar whose clocks ran, or are due, in years for which its
/// holidays are not known.
void note_unknown_holidays(const agreement::Agreement& agreement, const verdicts::Outcome& outcome,
                           History& history);

}  // namespace sla::driver
