#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sla::time {

/// At most three of `names` that `wrong` was probably meant to be, the likeliest first: compared
/// without case, with spaces as underscores, as a whole and by the city alone. Empty when nothing
/// comes close.
std::vector<std::string> nearest_zone_names(std::string_view wrong,
                                            const std::vector<std::string>& names);

}  // namespace sla::time
