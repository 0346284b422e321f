#include "compiler/check/numbers.h"

#include <numeric>
#include <string>

namespace sla::check {

std::expected<std::int64_t, NumberError> exact_product(std::string_view digits,
                                                       std::int64_t factor) {
  std::string_view fraction;
  if (const auto point = digits.find('.'); point != std::string_view::npos) {
    fraction = digits.substr(point + 1);
    digits = digits.substr(0, point);
  }
  while (fraction.ends_with('0')) fraction.remove_suffix(1);

  std::int64_t whole = 0;
  std::int64_t divisor = 1;
  std::string all_digits(digits);
  all_digits += fraction;
  for (const char c : all_digits) {
    if (__builtin_mul_overflow(whole, 10, &whole) ||
        __builtin_add_overflow(whole, c - '0', &whole)) {
      return std::unexpected(fraction.empty() ? NumberError::too_large : NumberError::too_fine);
    }
  }
  for (std::size_t i = 0; i < fraction.size(); ++i) {
    if (__builtin_mul_overflow(divisor, 10, &divisor))
      return std::unexpected(NumberError::too_fine);
  }

  // Dividing first keeps the product within 64 bits whenever the result is.
  const std::int64_t of_whole = std::gcd(whole, divisor);
  divisor /= of_whole;
  const std::int64_t of_factor = std::gcd(factor, divisor);
  if (divisor != of_factor) return std::unexpected(NumberError::too_fine);
  std::int64_t product = 0;
  if (__builtin_mul_overflow(whole / of_whole, factor / of_factor, &product)) {
    return std::unexpected(NumberError::too_large);
  }
  return product;
}

}  // namespace sla::check
