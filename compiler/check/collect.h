#pragma once

#include <span>

#include "compiler/check/context.h"

namespace sla::check {

/// Sorts the declarations of all files by kind. Reports names declared twice, a missing or second
/// agreement, and kinds of declaration that this version does not evaluate.
void collect(Context& context, std::span<const syntax::File> files);

/// One finding for a construct that parses but is not evaluated. `what` comes with its verb: "a
/// program is", "cadence clauses are".
diagnose::Finding& report_not_supported(Context& context, Span span, std::string_view what);

}  // namespace sla::check
