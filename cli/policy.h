#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "compiler/driver/compile.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/history.h"
#include "compiler/driver/versions.h"

namespace sla::cli {

/// Prints "error: message" and "help: …" to standard error.
void complain(const std::string& message, const std::string& help = {});

/// Reads and checks a policy and prints its findings; one that cannot be read is said so, with the
/// exit code set. What was found does not touch the exit code.
/// `files`, if given, gets all that were read.
std::optional<driver::Checked> read_policy(const std::string& path, int& exit_code,
                                           std::set<std::string>* files = nullptr);

/// How this run of the command reads policies: the flags that all verbs share. Set while flags are
/// parsed, read afterwards.
driver::CheckOptions& policy_options();

/// Adds `--library`, `--set`, `--config` and `--no-config` to the command, for all verbs.
void add_policy_options(CLI::App& app);

/// The same for a verb that needs the policy whole: on errors answers nothing with the exit code
/// set.
std::optional<driver::Checked> load_policy(const std::string& path, int& exit_code,
                                           std::set<std::string>* files = nullptr);

/// Whether the code generation library is there; says what is wrong when it is not.
bool can_generate_code();

/// What `run` and `explain` share: the history of a policy, or of the versions of one, as of an
/// instant.
struct HistoryOptions {
  std::vector<std::string> policies;
  std::optional<std::string> versions;  ///< pin, migrate or recompute.
  std::vector<std::string> events;
  std::optional<std::string> roster;
  std::string as_of;
  driver::Resources resources;
};

/// The as-of instant as written, read in the agreement's zone; prints what is wrong with it.
std::optional<time::Instant> parse_as_of(const std::string& text,
                                         const agreement::Agreement& agreement, int& exit_code);

/// The agreements of the policies. Several are versions of one, in the order of their terms. Empty,
/// with the exit code set and the reason said, when that cannot be done.
std::vector<agreement::Agreement> load_agreements(const HistoryOptions& options, int& exit_code);

/// The history through each of them; empty like load_agreements.
std::vector<driver::Version> load_versions(std::vector<agreement::Agreement> agreements,
                                           const HistoryOptions& options, int& exit_code);

/// Judges one policy, or several as versions. The error is a bug of ours or a missing library.
std::expected<void, std::string> judge(std::vector<driver::Version>& versions,
                                       const HistoryOptions& options, driver::Engine engine,
                                       time::Instant as_of);

}  // namespace sla::cli
