#pragma once

#include "compiler/check/check.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/history.h"
#include "compiler/driver/uses.h"
#include "runtime/verdicts/outcome.h"

namespace sla::driver {

/// Reads what the holiday sets of all files name, also of those that this adds: library files
/// become further files of the compilation, iCalendar files imports. Findings say what cannot be
/// found or read.
check::Imports follow_holidays(Checked& checked, FileReader& reader);

/// Adds a data finding for every calendar whose clocks ran, or are due, in years for which its
/// holidays are not known.
void note_unknown_holidays(const agreement::Agreement& agreement, const verdicts::Outcome& outcome,
                           History& history);

}  // namespace sla::driver
