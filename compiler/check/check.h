#pragma once

#include <optional>
#include <span>

#include "compiler/agreement/agreement.h"
#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"

namespace sla::check {

/// Resolves every name, types every expression and gives every number its unit. `files`: the parsed
/// files of one compilation, the main one first; files named by `use` must already be among them.
/// Findings are added in the order of the passes, several per run, never one that only follows from
/// another. When `findings` already holds errors, part of the text may be missing: what seems to be
/// missing is then not reported. Returns nothing when `findings` holds an error afterwards, also
/// one from before. Reads the time-zone database; otherwise pure. Not to be called with the same
/// `findings` from two threads.
std::optional<agreement::Agreement> check(std::span<const syntax::File> files,
                                          const source::Sources& sources,
                                          diagnose::Findings& findings);

}  // namespace sla::check
