#pragma once

#include <cstdint>
#include <cstdlib>

namespace sla::property {

/// A number that the environment may set, such as SLA_PROPERTY_CASES.
inline std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

}  // namespace sla::property
