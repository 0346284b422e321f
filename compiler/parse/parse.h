#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"

namespace sla::parse {

/// Reads one file of `sources`. What cannot be read becomes findings (SLA0xxx) and is left out of
/// the result; the declarations around it are kept. Takes any text that `Sources` accepts, and
/// never throws.
syntax::File parse(const source::Sources& sources, std::uint32_t file,
                   diagnose::Findings& findings);

/// The names in a stretch of text that are no words of the language, in order: where a template's
/// parameters may stand. A name after a dot belongs to what is before it and is left out.
std::vector<syntax::Name> plain_names(const source::Sources& sources, source::Span span);

/// The same text on one line: comments left out, each run of blanks and line ends one blank.
std::string on_one_line(const source::Sources& sources, source::Span span);

}  // namespace sla::parse
