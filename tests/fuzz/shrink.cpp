#include "tests/fuzz/shrink.h"

#include <gtest/gtest.h>

#include "tests/fuzz/watch.h"

namespace sla::fuzz {

std::string shrunk(std::string input, const Problem& problem) {
  int tries = 2000;
  for (std::size_t part = input.size() / 2; part > 0; part /= 2) {
    for (std::size_t at = 0; at < input.size() && tries > 0;) {
      std::string smaller = input;
      smaller.erase(at, part);
      --tries;
      if (problem(smaller).empty()) at += part;
      else input = std::move(smaller);
    }
  }
  return input;
}

void report(const std::string& input, const Problem& problem, std::uint64_t seed,
            const char* extension) {
  const std::string smallest = shrunk(input, problem);
  const std::string path = save(smallest, "seed-" + std::to_string(seed), extension);
  ADD_FAILURE() << "seed " << seed << ": " << problem(smallest) << "\nthe input is saved in "
                << path;
}

}  // namespace sla::fuzz
