#pragma once

#include <expected>
#include <string>

#include "runtime/kernel/kernel.h"
#include "runtime/verdicts/outcome.h"
#include "tests/property/recipe.h"

namespace sla::property {

/// What a kernel with step functions says when it is given every subject's events one at a time or
/// cut at random, its state copied to another place between any two steps, and finished early on
/// the way. The error: memory is out.
std::expected<verdicts::Outcome, std::string> evaluate_stepwise(const kernel::Kernel& kernel,
                                                                const verdicts::Inputs& inputs,
                                                                Random& random);

}  // namespace sla::property
