#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sla::policy {

/// The SHA-256 of bytes (FIPS 180-4).
std::array<std::uint8_t, 32> sha256(std::string_view bytes);

/// The same as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace sla::policy
