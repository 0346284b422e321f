#pragma once

#include <cstdint>
#include <filesystem>

#include "tests/fuzz/mutate.h"

namespace sla::fuzz {

/// Every policy of the project, and words of the language that they may lack.
Material policies();
/// The plans of the policies that check, as text.
Material plans();

/// The folders of tests/golden/verdicts, sorted: a policy, a log, perhaps a roster, an as-of
/// instant.
std::vector<std::filesystem::path> histories();

std::string read(const std::filesystem::path& path);

/// SLA_FUZZ_CASES, or `otherwise`; 0 is as good as not set.
std::uint64_t cases(std::uint64_t otherwise);
/// SLA_FUZZ_SEED, or 1.
std::uint64_t first_seed();

}  // namespace sla::fuzz
