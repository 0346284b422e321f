#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace sla::fuzz {

/// Only its raw numbers are used: the distributions of the standard library differ between
/// machines.
using Random = std::mt19937_64;
/// Uniform enough in [0, limit); limit > 0.
std::size_t below(Random& random, std::size_t limit);

/// What a kind of text is mutated with: pieces that are put in, and other texts of the kind.
struct Material {
  std::vector<std::string> seeds;
  std::vector<std::string> pieces;
};

/// A text made from one or two seeds: bytes flipped, words dropped, doubled, swapped or exchanged,
/// numbers made huge, brackets piled up, lines shuffled, letters of other scripts put in. At most
/// `kLongest` bytes.
std::string mutated(const Material& material, Random& random);
inline constexpr std::size_t kLongest = 64 * 1024;

}  // namespace sla::fuzz
