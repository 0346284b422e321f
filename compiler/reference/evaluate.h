#pragma once

#include <cstdint>

#include "compiler/agreement/agreement.h"
#include "compiler/reference/trace.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"

namespace sla::reference {

/// The verdicts of a log, by the plainest reading of docs/reference/evaluation.md: the oracle for
/// every other engine. The outcome is settled. `inputs` must hold a log of this agreement (field
/// columns and text ids) and one calendar per zone for every calendar; `people` may be null when no
/// roster is used. Faults and violations are part of the outcome; the function itself cannot fail.
/// Thread-safe.
verdicts::Outcome evaluate(const agreement::Agreement& agreement, const verdicts::Inputs& inputs);

/// The same for one subject, with the evidence. `subject` must be below log.subjects.size().
Trace trace(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
            std::uint32_t subject);

}  // namespace sla::reference
