#pragma once

#include <span>
#include <string>

#include "compiler/syntax/syntax.h"

namespace sla::syntax {

/// `us.federal_holidays`: names as they stand, with points between them.
std::string dotted(std::span<const Name> names);

/// From the first of the names to the last. There must be one.
Span span_of(std::span<const Name> names);

}  // namespace sla::syntax
