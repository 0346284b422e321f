#pragma once

#include "compiler/check/check.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/uses.h"

namespace sla::driver {

/// Reads what the holiday sets of all files name, also of those that this adds: library files
/// become further files of the compilation, iCalendar files imports. Findings say what cannot be
/// found or read.
check::Imports follow_holidays(Checked& checked, FileReader& reader);

}  // namespace sla::driver
