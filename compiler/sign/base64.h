#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sla::sign {

std::string to_base64(std::string_view bytes);

/// The bytes of canonical base64 with its padding; nothing for any other text.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace sla::sign
