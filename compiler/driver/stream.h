#pragma once

#include "compiler/agreement/agreement.h"
#include "compiler/driver/evaluate.h"
#include "runtime/stream/stream.h"

namespace sla::driver {

/// What a stream of this agreement has to know of it.
stream::Setting stream_setting(const agreement::Agreement& agreement);

/// Judges logs of the agreement with an engine. Keeps its own copies of both; what generated code
/// it needs is made on the first call.
stream::Judge stream_judge(agreement::Agreement agreement, events::Roster roster, Engine engine);

}  // namespace sla::driver
