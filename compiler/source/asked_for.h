#pragma once

#include "compiler/source/source.h"

namespace sla::source {

/// Where the reader of a policy looks for what a span says: of an expansion, the text that asked
/// for it, in a file that somebody wrote. Other spans as they are.
Span asked_for_by(Span span, const Sources& sources);

}  // namespace sla::source
