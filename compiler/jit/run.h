#pragma once

#include <expected>
#include <string>

#include "runtime/helpers/batch.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"

namespace sla::jit {

/// The entry point of generated code.
using EvaluateFunction = void (*)(const sla_batch*, std::uint64_t first, std::uint64_t last, sla_sink*);

/// Lays the inputs out as a batch, runs the code over all subjects, and takes the results over.
std::expected<verdicts::Outcome, std::string> run(EvaluateFunction evaluate,
                                                  const verdicts::Inputs& inputs);

}  // namespace sla::jit
