#pragma once

#include <functional>
#include <string>

namespace sla::fuzz {

/// What is wrong with an input; empty when nothing is.
using Problem = std::function<std::string(const std::string& input)>;

/// A smaller input that still has a problem: parts are cut out, half by half, as long as it does.
std::string shrunk(std::string input, const Problem& problem);

/// Tells a failure of the test: what is wrong, with which seed, and where the smallest input is
/// saved.
void report(const std::string& input, const Problem& problem, std::uint64_t seed,
            const char* extension);

}  // namespace sla::fuzz
