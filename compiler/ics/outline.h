#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "compiler/ics/ics.h"

namespace sla::ics {

/// Checks that a file is one or more calendars whose parts all end, which libical would not mind,
/// and answers the lines on which its events begin, in order. What libical is given is then neither
/// cut off nor nested without bound.
std::expected<std::vector<std::size_t>, Error> outline(std::string_view text);

}  // namespace sla::ics
