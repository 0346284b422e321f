#pragma once

#include <string>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"

namespace sla::diagnose {

/// "SLA0003".
std::string code_text(Code code);

/// A finding for a terminal, in rustc's layout, ending with a line break; `colour` adds ANSI
/// colours. Text is for people and not a stable format.
std::string render_text(const Finding& finding, const source::Sources& sources, bool colour);

}  // namespace sla::diagnose
