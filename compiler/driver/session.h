#pragma once

#include <expected>
#include <memory>
#include <string>

#include "compiler/agreement/agreement.h"
#include "compiler/driver/evaluate.h"
#include "runtime/session/rules.h"

namespace sla::driver {

/// What sessions of the agreement's own record know of it. Keeps a copy of the agreement, and the
/// generated code for as long as any session has it. The error is a missing code generation
/// library, or a bug of ours.
std::expected<std::shared_ptr<const session::Rules>, std::string> session_rules(
    agreement::Agreement agreement, Engine engine);

}  // namespace sla::driver
