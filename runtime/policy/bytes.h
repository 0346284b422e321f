#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "runtime/policy/policy.h"

namespace sla::policy {

/// The format of the bytes; another one is refused.
inline constexpr std::uint32_t kFormat = 1;

/// A policy as bytes: a mark, the format, a checksum, and the members in order, little-endian. The
/// same policy gives the same bytes.
std::string to_bytes(const Policy& policy);

/// Why bytes are no policy.
struct BytesProblem {
  enum class Kind : std::uint8_t { other_format, damaged } kind = Kind::damaged;
  std::string message;  ///< One lower-case sentence.
};

/// Any bytes are safe: what is no policy, damaged or of another format is an error, and what is
/// answered holds together.
std::expected<Policy, BytesProblem> from_bytes(std::string_view bytes);

}  // namespace sla::policy
