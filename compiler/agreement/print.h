#pragma once

#include <string>

#include "compiler/agreement/agreement.h"

namespace sla::agreement {

/// The whole agreement as text, one thing per line, in declaration order: what `sla build --emit
/// agreement` shows and golden tests compare. Expressions carry their type, instants are UTC,
/// durations are words.
std::string print(const Agreement& agreement);

}  // namespace sla::agreement
