#pragma once

#include <span>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"

namespace sla::driver {

/// Whether files without an agreement are meant to be used by others: nothing in them promises or
/// tests anything.
bool is_library(std::span<const syntax::File> files);

/// Checks a library as if an agreement used it. Findings are about the library only.
void check_library(std::span<const syntax::File> files, source::Sources& sources,
                   diagnose::Findings& findings);

/// Checks the templates of one file as if they were used, so that who writes one sees what is wrong
/// before anybody uses it. `files`: the whole compilation, instances filled in.
void check_templates(const std::vector<syntax::Template>& templates,
                     std::span<const syntax::File> files, source::Sources& sources,
                     diagnose::Findings& findings);

}  // namespace sla::driver
