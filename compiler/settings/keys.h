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

/// The keys of the table `clarity` that are numbers; what they mean, and what counts unless
/// something is said, is in compiler/analyze/analyze.h (a test compares).
inline constexpr std::array<ThresholdKey, 3> kThresholds = {
    {{"exceptions", 0, 1000, 8}, {"tiers", 1, 1000, 6}, {"clauses", 1, 100000, 32}}};

}  // namespace sla::settings
