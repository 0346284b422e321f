#pragma once

#include "compiler/check/context.h"

namespace sla::check {

/// How exports become events: columns, values and fields of every source. Last of the passes.
void check_sources(Context& context);

}  // namespace sla::check
