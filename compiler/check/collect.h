#pragma once

#include <span>

#include "compiler/check/context.h"

namespace sla::check {

/// Sorts the declarations of all files by kind. Reports names declared twice, a missing or second
/// agreement, and kinds of declaration that this version does not evaluate.
void collect(Context& context, std::span<const syntax::File> files);

}  // namespace sla::check
