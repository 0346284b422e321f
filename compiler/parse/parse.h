#pragma once

#include <cstdint>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"

namespace sla::parse {

/// Reads one file of `sources`. What cannot be read becomes findings (SLA0xxx) and is left out of
/// the result; the declarations around it are kept. Takes any text that `Sources` accepts, and
/// never throws.
syntax::File parse(const source::Sources& sources, std::uint32_t file,
                   diagnose::Findings& findings);

}  // namespace sla::parse
