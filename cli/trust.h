#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "compiler/driver/signatures.h"

namespace sla::cli {

/// Adds `--trust PARTY=KEY` to a verb; `given` must outlive the parsing.
void add_trust_option(CLI::App& verb, std::vector<std::string>& given);

/// The keys of `--trust`; nothing, with the reason said, for a party that the agreement does not
/// have.
std::optional<driver::TrustedKeys> keys_of(const std::vector<std::string>& given,
                                           const agreement::Agreement& agreement);

}  // namespace sla::cli
