#pragma once

#include "compiler/emit/emit.h"

namespace sla::emit {

/// Machine code of every plan, an object each, and one with the image that refers to them.
std::expected<std::vector<std::string>, std::string> objects(const Request& request);

}  // namespace sla::emit
