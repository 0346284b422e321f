#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

namespace sla::check {

enum class NumberError : std::uint8_t {
  too_large,  ///< Beyond 64 bits.
  too_fine,   ///< Not a whole number of the unit.
};

/// `digits` (at most one point) times `factor`, exactly: "1.5" hours in microseconds, "40.5"
/// percent in millionths. Requires factor > 0.
std::expected<std::int64_t, NumberError> exact_product(std::string_view digits,
                                                       std::int64_t factor);

}  // namespace sla::check
