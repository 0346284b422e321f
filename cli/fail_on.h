#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/comparison.h"

/// `--fail-on`: which changes of whose promises somebody has to be asked about.
namespace sla::cli {

struct FailOn {
  enum class What : std::uint8_t { stricter, looser, added, removed, changed, any } what;
  std::string party;  ///< Who promises; empty: anybody.
  int exit_code = 1;
  std::string words;  ///< As written.
};

/// Reads `stricter:sales=10`. Says what is wrong and sets the exit code when one cannot be read.
std::optional<std::vector<FailOn>> parse_fail_on(const std::vector<std::string>& texts,
                                                 int& exit_code);

/// Whether every party that is named is one of either agreement; says so if not.
bool know_parties(const std::vector<FailOn>& conditions, const agreement::Agreement& was,
                  const agreement::Agreement& is);

/// Whether a change of a promise is what the condition names. What is new is also stricter, what is
/// gone also looser, for whoever promises it.
bool holds(const FailOn& condition, const driver::Comparison& comparison,
           const driver::ComparedPromise& promise);

/// Without conditions: 0 when the meaning is the same, else 1. With: the code of the first that
/// holds, else 0.
int exit_code_of(const std::vector<FailOn>& conditions, const driver::Comparison& comparison);

}  // namespace sla::cli
