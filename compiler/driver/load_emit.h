#pragma once

#include <expected>
#include <string>

#include "compiler/agreement/agreement.h"
#include "compiler/emit/emit.h"

namespace sla::driver {

/// Builds an agreement into a file and answers its bytes. `symbol` names the image of an object;
/// `target` is empty for this machine's kind. The error is a missing library (it is looked for in
/// $SLA_EMIT, beside the program, and in ../lib from it), an unfit target, or a bug of ours.
std::expected<std::string, std::string> build(const agreement::Agreement& agreement,
                                              emit::Output output, const std::string& symbol,
                                              const std::string& target);

}  // namespace sla::driver
