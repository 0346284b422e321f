#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sla::settings {

/// A number that a rule of clarity asks for.
struct ThresholdKey {
  std::string_view key;
  std::int64_t least, most;
  std::int64_t usual;  ///< Where nothing is said.
};

/// The keys of the table `clarity`; what they mean says compiler/analyze.
inline constexpr std::array<ThresholdKey, 0> kThresholds = {};

}  // namespace sla::settings
