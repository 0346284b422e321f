#pragma once

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "compiler/driver/compile.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/history.h"

namespace sla::cli {

/// Prints "error: message" and "help: …" to standard error.
void complain(const std::string& message, const std::string& help = {});

/// Reads and checks a policy and prints its findings; one that cannot be read is said so, with the
/// exit code set. What was found does not touch the exit code.
std::optional<driver::Checked> read_policy(const std::string& path, int& exit_code);

/// How this run of the command reads policies: the flags that all verbs share. Set while flags are
/// parsed, read afterwards.
driver::CheckOptions& policy_options();

/// Adds `--library` and `--set` to the command, for all verbs.
void add_policy_options(CLI::App& app);

/// The same for a verb that needs the policy whole: on errors answers nothing with the exit code
/// set.
std::optional<driver::Checked> load_policy(const std::string& path, int& exit_code);

/// Whether the code generation library is there; says what is wrong when it is not.
bool can_generate_code();

/// What `run` and `explain` share: the history of a policy as of an instant.
struct HistoryOptions {
  std::string policy;
  std::vector<std::string> events;
  std::optional<std::string> roster;
  std::string as_of;
};

/// The as-of instant as written, read in the agreement's zone; prints what is wrong with it.
std::optional<time::Instant> parse_as_of(const std::string& text,
                                         const agreement::Agreement& agreement, int& exit_code);

std::unique_ptr<driver::History> load_history(const agreement::Agreement& agreement,
                                              const HistoryOptions& options, int& exit_code);

}  // namespace sla::cli
