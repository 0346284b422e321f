#pragma once

#include "compiler/check/check.h"
#include "compiler/driver/compile.h"

namespace sla::driver {

/// Reads the iCalendar file that a holiday set names, relative to the policy that says so, into
/// `imports`. Findings say why it cannot be read, or what of it was left out.
void import_ics(Checked& checked, const syntax::Text& named, check::Imports& imports);

}  // namespace sla::driver
