#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace sla::events {

/// A quick 64-bit hash of short texts, for tables in memory: never written anywhere, and not for
/// use against somebody who looks for collisions.
inline std::uint64_t hash_text(std::string_view text) {
  __extension__ using Wide = unsigned __int128;
  const auto mix = [](std::uint64_t a, std::uint64_t b) {
    const Wide product = static_cast<Wide>(a ^ 0x9E3779B97F4A7C15u) * (b ^ 0xC2B2AE3D27D4EB4Fu);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  };
  const auto load = [](const char* from, std::size_t bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    return word;
  };
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = 0xD6E8FEB86659FD93u ^ left;
  for (; left > 16; at += 16, left -= 16) hash = mix(hash ^ load(at, 8), load(at + 8, 8));
  // The last words overlap, so that their loads have a fixed width.
  std::uint64_t a = 0, b = 0;
  if (left >= 8) {
    a = load(at, 8);
    b = load(at + left - 8, 8);
  } else if (left >= 4) {
    a = load(at, 4);
    b = load(at + left - 4, 4);
  } else if (left > 0) {
    a = static_cast<unsigned char>(at[0]) |
        std::uint64_t{static_cast<unsigned char>(at[left / 2])} << 8 |
        std::uint64_t{static_cast<unsigned char>(at[left - 1])} << 16;
  }
  return mix(hash ^ a, mix(b, hash));
}

}  // namespace sla::events
